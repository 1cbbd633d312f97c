import { describe, expect, it } from "vitest";
import { advance, type Breath, lasted, shape, tapped } from "./breath";

const step = { slowest: 4.5, fastest: 6.5, pace_step: 0.5, out_share: 0.6 };
const PACES = [4.5, 5, 5.5, 6, 6.5];
const FRAMES = [1 / 120, 1 / 60, 1 / 30, 0.25];

describe("a breath", () => {
  it.each(PACES)("at %d a minute goes in, then longer out, and never stands still", (perMinute) => {
    const spent = { in: 0, out: 0 };
    let turns = 0;
    let before = shape({ into: 0, perMinute }, step.out_share);
    for (let into = 0.01; into < 60 / perMinute; into += 0.01) {
      const now = shape({ into, perMinute }, step.out_share);
      spent[now.out ? "out" : "in"] += 0.01;
      expect(now.size).toBeGreaterThanOrEqual(0);
      expect(now.size).toBeLessThanOrEqual(1);
      if (now.out === before.out) expect(now.out ? before.size - now.size : now.size - before.size).toBeGreaterThan(0.0005);
      else turns += 1;
      before = now;
    }
    expect(turns).toBe(1);
    expect(spent.out / spent.in).toBeCloseTo(1.5, 1);
  });

  it.each(FRAMES)("is followed by the next at once, whatever the screen's frames are (%d s)", (frame) => {
    let breath: Breath = { into: 0, perMinute: 6 };
    let [passed, breaths] = [0, 0];
    while (breaths < 12) {
      const next = advance(breath, frame, 6);
      passed += frame;
      if (next.whole !== null) breaths += 1;
      breath = next.breath;
    }
    expect(passed).toBeGreaterThanOrEqual(120 - 1e-6);
    expect(passed).toBeLessThanOrEqual(120 + frame + 1e-6);
  });

  it("keeps its pace to its end when the person changes it, and the next one has the new pace", () => {
    const under = advance({ into: 9.9, perMinute: 6 }, 0.05, 4.5);
    expect(under).toEqual({ breath: { into: expect.closeTo(9.95, 6) as number, perMinute: 6 }, whole: null });
    expect(advance(under.breath, 0.1, 4.5)).toEqual({ breath: { into: expect.closeTo(0.05, 6) as number, perMinute: 4.5 }, whole: 6 });
  });
});

describe("the pace", () => {
  it("goes by half a breath a minute, and never beyond the plan's limits", () => {
    const slower = [6.5, 6, 5.5, 5, 4.5].map((pace) => tapped(step, pace, -1));
    const faster = PACES.map((pace) => tapped(step, pace, 1));
    expect(slower).toEqual([6, 5.5, 5, 4.5, 4.5]);
    expect(faster).toEqual([5, 5.5, 6, 6.5, 6.5]);
  });
  it("stays within limits that are no whole number of taps apart", () => {
    const odd = { ...step, fastest: 6.2, pace_step: 0.4 };
    let pace = odd.slowest;
    for (let tap = 0; tap < 20; tap += 1) expect((pace = tapped(odd, pace, 1))).toBeLessThanOrEqual(6.2);
    expect(pace).toBe(6.2);
    for (let tap = 0; tap < 20; tap += 1) expect((pace = tapped(odd, pace, -1))).toBeGreaterThanOrEqual(4.5);
    expect(pace).toBe(4.5);
  });
});

it.each([[6.5, 13], [6, 12], [5.5, 11], [5, 10], [4.5, 9]])("at %d a minute two minutes are %d breaths, and no more", (perMinute, breaths) => {
  let [seconds, count] = [0, 0];
  while (!lasted(seconds, 120)) {
    seconds += 60 / perMinute;
    count += 1;
  }
  expect(count).toBe(breaths);
});
