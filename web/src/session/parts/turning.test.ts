import { expect, it, vi } from "vitest";
import { Turning } from "./turning";

it("takes a press for this screen only once it has been up for a moment", () => {
  let now = 1000;
  const turning = new Turning(() => now);
  now += 100;
  expect(turning.meant).toBe(false);
  now += 300;
  expect(turning.meant).toBe(true);
  turning.shown();
  expect(turning.meant).toBe(false);
});

it("turns once, after the last press, and not when the screen has gone", () => {
  vi.useFakeTimers();
  const turned = vi.fn();
  const turning = new Turning(() => 0);
  turning.then(turned);
  vi.advanceTimersByTime(150);
  turning.then(turned);
  vi.advanceTimersByTime(150);
  expect(turned).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  expect(turned).toHaveBeenCalledTimes(1);
  turning.then(turned);
  turning.stop();
  vi.advanceTimersByTime(1000);
  expect(turned).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
});
