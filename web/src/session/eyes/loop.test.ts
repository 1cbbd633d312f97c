import { describe, expect, it } from "vitest";
import { delayOf, type Sample, summarise } from "./loop";
import { random } from "./random.fixture";

const FRAME = 1000 / 30;

/** What a camera would say: brightness rises by `rise` for half a second, `delay` ms after each flash. */
function camera(flashed: number[], { delay = 80, rise = 10, noise = 0.3, jitter = 0 } = {}): Sample[] {
  const draw = random(7);
  const shown = flashed.map((at) => at + delay + jitter * (draw() - 0.5));
  return Array.from({ length: 450 }, (_, k) => {
    const at = k * FRAME;
    const bright = shown.some((on) => at >= on && at < on + 500);
    return { at, luma: 90 + (bright ? rise : 0) + noise * (draw() + draw() - 1) };
  });
}
const flashed = [1500, 3100, 4500, 6200, 7900, 9300, 10900, 12500];

describe("the loop test", () => {
  it.each([30, 80, 150, 300, 600])("finds a delay of %i ms within one camera frame", (delay) => {
    const loop = summarise(camera(flashed, { delay }), flashed);
    expect(loop.seen).toBe(8);
    expect(loop.median).toBeGreaterThanOrEqual(delay);
    expect(loop.median).toBeLessThanOrEqual(delay + FRAME);
    expect(loop.spread).toBeLessThan(FRAME);
  });

  it("says that nothing was seen when the camera cannot see the screen", () => {
    expect(summarise(camera(flashed, { rise: 0 }), flashed)).toEqual({ flashes: 8, seen: 0, median: null, spread: null });
  });

  it("gives no figure when fewer than half of the flashes were seen", () => {
    const samples = camera(flashed.slice(0, 3));
    expect(summarise(samples, flashed)).toEqual({ flashes: 8, seen: 3, median: null, spread: null });
  });

  it("gives no figure when the flashes disagree, as when something else in the picture changed", () => {
    expect(summarise(camera(flashed, { delay: 500, jitter: 700 }), flashed).median).toBeNull();
  });

  it("is not taken in by one bright frame", () => {
    const samples = camera([], { noise: 0 });
    samples[50]!.luma = 200;
    expect(delayOf(samples, 1500)).toBeNull();
  });

  it("needs frames before and after the flash", () => {
    expect(delayOf([], 100)).toBeNull();
    expect(delayOf(camera(flashed).slice(0, 46), 1500)).toBeNull();
  });
});
