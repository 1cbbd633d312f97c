import { describe, expect, it } from "vitest";
import { Ring } from "./ring";

/** Frames at the given times through a ring: for each, the time of the frame that is shown for it, and how many places there are. */
function through(times: readonly number[], delay: number, most?: number) {
  let made = 0;
  const ring = new Ring(() => ({ n: ++made, time: NaN }), most);
  const shown = times.map((at) => {
    ring.take(at, delay).time = at;
    return delay === 0 ? at : (ring.nearest(at - delay, 50)?.time ?? null);
  });
  return { shown, made };
}
const every = (step: number, count: number) => Array.from({ length: count }, (_, k) => 1000 + k * step);

describe("the ring of frames", () => {
  it("gives the frame nearest to the wanted age, and none before it is there", () => {
    for (const delay of [1, 33, 90, 200, 350, 500])
      for (const step of [16, 33, 41, 67]) {
        const times = every(step, 120);
        const { shown } = through(times, delay);
        times.forEach((at, k) => {
          const possible = times.slice(0, k + 1).map((t) => Math.abs(t - (at - delay)));
          const best = Math.min(...possible);
          if (best > 50) expect(shown[k], `${delay} ms, ${step} ms a frame, ${k}`).toBeNull();
          else expect(Math.abs(shown[k]! - (at - delay)), `${delay} ms, ${step} ms a frame, ${k}`).toBe(best);
        });
      }
  });

  it("uses its places again: no more than the delay holds", () => {
    expect(through(every(33, 2000), 500).made).toBeLessThanOrEqual(18);
    expect(through(every(33, 2000), 0).made).toBe(1);
    expect(through(every(4, 2000), 500, 20).made).toBe(20);
  });

  it("shows nothing old after the clock was put back, and goes on", () => {
    const { shown } = through([...every(33, 40), ...every(33, 40).map((at) => at - 900)], 200);
    expect(shown[40]).toBeNull();
    expect(shown.at(-1)! - (every(33, 40).at(-1)! - 900 - 200)).toBeCloseTo(0, -2);
  });

  it("lets go of every place", () => {
    const ring = new Ring(() => ({ size: 9 }));
    const held = [0, 33, 66].map((at) => ring.take(at, 500));
    ring.clear((one) => (one.size = 0));
    expect(held.map((one) => one.size)).toEqual([0, 0, 0]);
    expect(ring.nearest(33, 1000)).toBeNull();
  });
});
