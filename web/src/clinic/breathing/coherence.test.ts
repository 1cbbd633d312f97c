import { describe, expect, it } from "vitest";
import { Beats, evenly, runs, spline } from "./beats";
import { swing } from "./coherence";
import hearts from "./coherence.fixture.json";
import { heart as rules } from "./heart.fixture";
import { decide, pacesOf, tried } from "./resonance";

/** Beats of a heart that swings by so many ms at so many Hz. */
function beating(seconds: number, hz: number, swinging: number, from = 0): Beats {
  const beats = new Beats(rules);
  for (let at = from; at < from + seconds; ) {
    const interval = 900 + swinging * Math.sin(2 * Math.PI * hz * at);
    at += interval / 1000;
    beats.take([interval], at);
  }
  return beats;
}

describe("coherence", () => {
  it.each(hearts.map((one, n) => [n, one] as const))("is what SciPy gives for heart %d", (_, one) => {
    const beats = new Beats({ ...rules, jump: 0.9 });
    let at = 0;
    for (const interval of one.intervals) beats.take([interval], (at += interval / 1000));
    const even = evenly(beats.all, beats.all[0]!.at, at, rules)!;
    const found = swing(even, rules)!;
    expect(found.peak).toBeCloseTo(one.peak, 9);
    expect(found.power / one.power).toBeCloseTo(1, 6);
    expect(found.ratio / one.ratio).toBeCloseTo(1, 6);
  });
  it("finds the frequency of a pure swing and its power, half the square of its size", () => {
    const values = Array.from({ length: 480 }, (_, n) => 900 + 50 * Math.sin((2 * Math.PI * 0.1 * n) / 4) + n);
    const found = swing(values, rules)!;
    expect(found.peak).toBeCloseTo(0.1, 2);
    expect(found.power).toBeGreaterThan(0.95 * 1250);
    expect(found.power).toBeLessThan(1.01 * 1250);
    expect(found.ratio).toBeGreaterThan(20);
  });
  it("is nothing for a heart that does not swing at all", () => {
    expect(swing(Array.from({ length: 240 }, () => 900), rules)).toBeNull();
  });
});

describe("beats", () => {
  it("that cannot be right are left out and counted, and one wrong beat does not keep later ones out", () => {
    const beats = new Beats(rules);
    let at = 0;
    for (const interval of [1800, 900, 900, 910, 250, 890, 2500, 900, 1300, 900]) beats.take([interval], (at += interval / 1000));
    expect(beats.all.filter((one) => !one.good).map((one) => one.interval)).toEqual([900, 250, 2500, 1300]);
  });
  it("of one notification lie one after another, and end when it arrives", () => {
    const beats = new Beats(rules);
    beats.take([900, 800], 10);
    beats.take([850], 10.9);
    expect(beats.all.map((one) => one.at)).toEqual([9.2, 10, 10.85].map((one) => expect.closeTo(one, 9) as number));
  });
  it("fall into pieces where the strap was lost, and no window over the gap is computed", () => {
    const beats = beating(60, 0.1, 50);
    beats.lost();
    for (const one of beating(60, 0.1, 50, 75).all) beats.take([one.interval], one.at);
    expect(runs(beats.all, rules.gap)).toHaveLength(2);
    expect(evenly(beats.all, 0, 60, rules)).not.toBeNull();
    expect(evenly(beats.all, 30, 90, rules)).toBeNull();
    expect(evenly(beats.all, 60, 120, rules)).toBeNull();
    expect(evenly(beats.all, 75, 135, rules)).not.toBeNull();
  });
  it("of which more than a twentieth is left out give nothing", () => {
    const beats = beating(60, 0.1, 50);
    const spoilt = beats.all.map((one, n) => ({ ...one, good: n % 10 !== 5 }));
    expect(evenly(spoilt, 0, 60, rules)).toBeNull();
  });
  it("lie on a curve that goes through each of them", () => {
    const [x, y] = [[0, 1, 2.5, 3], [1, 3, 2, 5]];
    const curve = spline(x, y);
    x.forEach((at, n) => expect(curve(at)).toBeCloseTo(y[n]!, 12));
  });
});

describe("one's own pace", () => {
  const limits = { slowest: 4.5, fastest: 6.5, pace_step: 0.5 };
  it("is looked for from the fastest down", () => {
    expect(pacesOf(limits)).toEqual([6.5, 6, 5.5, 5, 4.5]);
  });
  it("is the one at which the heart swings most", () => {
    const most: Record<number, number> = { 6.5: 30, 6: 50, 5.5: 80, 5: 55, 4.5: 35 };
    const steps = pacesOf(limits).map((pace) => tried(pace, beating(120, pace / 60, most[pace]!).all, 0, 120, rules));
    expect(steps.every((one) => one.power !== null)).toBe(true);
    expect(decide(steps, rules)).toEqual({ kind: "pace", perMinute: 5.5 });
  });
  it("is not measured where beats are missing, or the heart did not follow the pace", () => {
    expect(tried(6, beating(100, 0.1, 50).all, 0, 120, rules).power).toBeNull();
    expect(tried(6, beating(120, 0.2, 50).all, 0, 120, rules).power).toBeNull();
    expect(tried(6, [], 0, 120, rules).power).toBeNull();
  });
  it("is left open with too few paces, or with two that are alike", () => {
    const of = (...powers: (number | null)[]) => decide(powers.map((power, n) => ({ perMinute: 6.5 - n / 2, power })), rules);
    expect(of(null, 10, 20, null, null)).toEqual({ kind: "few" });
    expect(of()).toEqual({ kind: "few" });
    expect(of(10, 20, 19, 5, 5)).toEqual({ kind: "close" });
    expect(of(10, 20, 18, 5, null)).toEqual({ kind: "pace", perMinute: 6 });
  });
});
