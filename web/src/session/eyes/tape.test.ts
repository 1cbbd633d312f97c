import { describe, expect, it } from "vitest";
import { LandmarkTape, type Tape } from "./tape";

const hand = Array.from({ length: 42 }, (_, k) => (k % 2 === 0 ? 320 : 120));

function tapes(rate: number, step: number, lasting: number): Tape[] {
  const tape = new LandmarkTape(rate);
  const out: Tape[] = [];
  for (let at = 1234.5; at < 1234.5 + lasting; at += step) {
    const full = tape.add(at, hand, 640, 480);
    if (full) out.push(full);
  }
  return out;
}

describe("the landmark tape", () => {
  it("holds whole numbers in ten-thousandths of the raw picture, within the bounds of the event", () => {
    for (const rate of [1, 5, 10, 15])
      for (const step of [8, 33.3, 66.7]) {
        const all = tapes(rate, step, 10_000);
        expect(all.length).toBeGreaterThan(4);
        for (const { times, points } of all.map((tape) => tape.landmarks)) {
          expect(times.length).toBeLessThanOrEqual(15);
          expect(points.length).toBe(42 * times.length);
          expect(times[0]).toBe(0);
          expect(Math.max(...times)).toBeLessThanOrEqual(2000);
          expect([...times, ...points].every(Number.isInteger)).toBe(true);
          expect(points.slice(0, 2)).toEqual([5000, 2500]);
          expect(JSON.stringify({ times, points }).length).toBeLessThan(7000);
        }
      }
  });

  it("keeps no more than the rate asked for", () => {
    const kept = tapes(5, 33.3, 20_000).reduce((sum, t) => sum + t.landmarks.times.length, 0);
    expect(kept).toBeLessThanOrEqual(105);
    expect(kept).toBeGreaterThan(80);
    expect(tapes(0, 33.3, 5000)).toEqual([]);
  });

  it("gives the rest when asked, once", () => {
    const tape = new LandmarkTape(10);
    tape.add(50, hand, 640, 480);
    expect(tape.take()).toMatchObject({ start: 50, landmarks: { times: [0] } });
    expect(tape.take()).toBeNull();
  });

  it("keeps far points within the event's bounds", () => {
    const tape = new LandmarkTape(10);
    tape.add(0, [-9999, 9999], 640, 480);
    expect(tape.take()!.landmarks.points).toEqual([-20_000, 30_000]);
  });
});
