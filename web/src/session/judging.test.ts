import { describe, expect, it } from "vitest";
import { Frames, Judging, keysFor, PAUSE, saidBy } from "./judging";

const HZ60 = 1000 / 60;

/** Frames from `from`, `count` of them, at 60 Hz; returns what was drawn anew, and when. */
function run(judging: Judging, from: number, count: number): [string, number][] {
  const drawn: [string, number][] = [];
  for (let i = 0; i < count; i++) {
    const phase = judging.frame(from + i * HZ60);
    if (phase) drawn.push([phase, from + i * HZ60]);
  }
  return drawn;
}

describe("a trial", () => {
  it("begins with the cross, which gives way to the picture after its time", () => {
    const [cross, picture, ...more] = run(new Judging(800), 1000, 120);
    expect(cross).toEqual(["cross", 1000]);
    expect(picture![0]).toBe("picture");
    expect(Math.abs(picture![1] - 1800)).toBeLessThanOrEqual(HZ60 / 2 + 0.001);
    expect(more).toEqual([]);
  });

  it("is answered from the frame of the picture to the event, whenever that is handled", () => {
    const judging = new Judging(800);
    const onset = run(judging, 0, 60)[1]![1];
    expect(judging.answer("left", onset + 612.3)).toMatchObject({ side: "left", ms: expect.closeTo(612.3, 6) as number });
  });

  it("waits for ever: a minute later the picture is still there", () => {
    const judging = new Judging(800);
    run(judging, 0, 60);
    expect(run(judging, 1000, 3600)).toEqual([]);
    expect(judging.phase).toBe("picture");
    expect(judging.answer("right", 61_000)!.side).toBe("right");
  });

  it("takes no answer before there is a picture, nor one pressed before it was painted, nor a second one", () => {
    const judging = new Judging(800);
    expect(judging.answer("left", 0)).toBeNull();
    run(judging, 0, 20);
    expect(judging.answer("left", 350)).toBeNull();
    const onset = run(judging, 20 * HZ60, 40).at(-1)![1];
    expect(judging.answer("left", onset - 1)).toBeNull();
    expect(judging.answer("left", onset + 400)).not.toBeNull();
    expect(judging.answer("right", onset + 420)).toBeNull();
  });

  it("is followed by a pause and the next cross", () => {
    const judging = new Judging(800);
    const onset = run(judging, 0, 60)[1]![1];
    judging.answer("left", onset + 10);
    const [next] = run(judging, onset + HZ60, 60);
    expect(next![0]).toBe("cross");
    expect(next![1]).toBeGreaterThanOrEqual(onset + 10 + PAUSE);
    expect(next![1]).toBeLessThan(onset + 10 + PAUSE + HZ60);
  });
});

describe("frames that did not come in time", () => {
  it("are counted while the picture is judged, and only then", () => {
    const judging = new Judging(800);
    run(judging, 0, 20);
    judging.frame(20 * HZ60 + 200); // a stall under the cross
    const onset = run(judging, 550, 60).at(-1)![1];
    judging.frame(onset + HZ60);
    judging.frame(onset + 5 * HZ60); // three are missing
    judging.frame(onset + 6 * HZ60);
    expect(judging.answer("left", onset + 6.5 * HZ60)!.dropped).toBe(3);
  });
  it("are none where the screen is simply slower or faster", () => {
    for (const step of [1000 / 30, 1000 / 60, 1000 / 144]) {
      const frames = new Frames();
      for (let i = 0; i < 100; i++) frames.came(i * step, true);
      frames.restart();
      for (let i = 100; i < 200; i++) frames.came(i * step, false);
      expect(frames.interval).toBeCloseTo(step, 6);
      expect(frames.missed(199.9 * step)).toBe(0);
    }
  });
  it("are counted up to the answer where the page stood still when it came", () => {
    const frames = new Frames();
    for (let i = 0; i < 100; i++) frames.came(i * HZ60, true);
    frames.restart();
    expect(frames.missed(99 * HZ60 + 10.5 * HZ60)).toBe(9);
  });
});

describe("keys", () => {
  const key = (code: string, more = {}) => ({ code, repeat: false, isComposing: false, ctrlKey: false, altKey: false, metaKey: false, ...more });
  it("of one hand lie side by side, the left one for left", () => {
    const right = keysFor("right");
    expect(saidBy(key("KeyJ"), right)).toEqual({ side: "left", means: "neighbouring_keys" });
    expect(saidBy(key("KeyK"), right)).toEqual({ side: "right", means: "neighbouring_keys" });
    const left = keysFor("left");
    expect(saidBy(key("KeyD"), left)).toEqual({ side: "left", means: "neighbouring_keys" });
    expect(saidBy(key("KeyF"), left)).toEqual({ side: "right", means: "neighbouring_keys" });
  });
  it("of two hands lie under the index fingers, and the arrows serve everybody", () => {
    expect(saidBy(key("KeyF"), keysFor("both"))).toEqual({ side: "left", means: "two_keys" });
    expect(saidBy(key("KeyJ"), keysFor("both"))).toEqual({ side: "right", means: "two_keys" });
    for (const hand of ["both", "left", "right"] as const) {
      expect(saidBy(key("ArrowLeft"), keysFor(hand))).toEqual({ side: "left", means: "arrow_keys" });
      expect(saidBy(key("ArrowRight"), keysFor(hand))).toEqual({ side: "right", means: "arrow_keys" });
    }
  });
  it("say nothing when held down, pressed with another, or of another kind", () => {
    const keys = keysFor("both");
    for (const more of [{ repeat: true }, { isComposing: true }, { ctrlKey: true }, { altKey: true }, { metaKey: true }]) {
      expect(saidBy(key("KeyF", more), keys)).toBeNull();
    }
    for (const code of ["KeyG", "Space", "Enter", "Escape", "Tab"]) expect(saidBy(key(code), keys)).toBeNull();
  });
});
