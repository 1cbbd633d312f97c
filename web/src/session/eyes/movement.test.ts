import { describe, expect, it } from "vitest";
import { handAt, type Pose } from "./hand.fixture";
import { Movement, MOVING, type Second } from "./movement";
import { random } from "./random.fixture";

const STEP = 1000 / 15;

/** All whole seconds of a course of poses; null where no hand is in view. `at` in ms. */
function seconds(pose: (at: number) => Pose | null, lasting: number, { noise = 0.01, size = 100, right = 1 } = {}): Second[] {
  const draw = random(3);
  const movement = new Movement();
  const out: Second[] = [];
  for (let k = 0; k * STEP <= lasting + 1; k++) {
    const [at, now] = [5000 + k * STEP, pose(k * STEP)];
    const side = draw() < right ? "right" : "left";
    const second = movement.add({ at, took: 30, hand: now && { points: handAt(now, size, noise, draw), side } });
    if (second) out.push(second);
  }
  return out;
}
const mean = (all: Second[], of: (s: Second) => number) => all.reduce((sum, s) => sum + of(s), 0) / all.length;

describe("movement", () => {
  it("of a hand at rest is none, though the landmarks tremble", () => {
    const all = seconds(() => ({}), 20_000);
    expect(all).toHaveLength(20);
    for (const second of all) expect(second).toMatchObject({ by: "hand", in_view: 1, moving: 0, repetitions: 0, side: "right" });
    expect(mean(all, (s) => s.movement)).toBeLessThan(MOVING);
  });

  it.each([40, 100, 250])("of a hand that slides at one palm length a second is one, with a palm of %i pixels", (size) => {
    const all = seconds((at) => ({ x: 3 + at / 1000 }), 10_000, { size, noise: 0 });
    // The first second still gathers speed: positions are smoothed over 80 ms.
    for (const second of all.slice(1)) {
      expect(second.movement).toBeCloseTo(1, 1);
      expect(second.moving).toBeCloseTo(1, 1);
    }
  });

  it("lasts as long as the hand moves", () => {
    const all = seconds((at) => ({ x: 3 + (at % 4000 < 2000 ? (at % 4000) / 1000 : 2) }), 4_000);
    expect(all[0]!.moving).toBeGreaterThan(0.85);
    expect(all[2]!.moving).toBeLessThan(0.25);
  });

  it("counts the repetitions of a paced exercise into its seconds", () => {
    const all = seconds((at) => ({ open: (1 + Math.cos((2 * Math.PI * at) / 2500)) / 2 }), 25_500);
    expect(all.reduce((sum, s) => sum + s.repetitions, 0)).toBe(10);
  });

  it("says how much of the time a hand was in view, and takes no path across the gap", () => {
    const all = seconds((at) => (at % 1000 < 500 ? { x: 3 + 2 * Math.floor(at / 1000) } : null), 10_000, { noise: 0.005 });
    expect(mean(all, (s) => s.in_view)).toBeCloseTo(0.5, 1);
    for (const second of all) expect(second.movement).toBeLessThan(MOVING);
    expect(seconds(() => null, 3000)[1]).toMatchObject({ in_view: 0, movement: 0, moving: 0, repetitions: 0, side: null });
  });

  it("takes the side by majority", () => {
    for (const second of seconds(() => ({}), 20_000, { right: 0.8 }).slice(2)) expect(second.side).toBe("right");
    for (const second of seconds(() => ({}), 20_000, { right: 0.2 }).slice(2)) expect(second.side).toBe("left");
  });

  it("says nothing of time in which no frames came", () => {
    const movement = new Movement();
    const look = (at: number) => movement.add({ at, took: 30, hand: null });
    expect(look(0)).toBeNull();
    expect(look(500)).toBeNull();
    expect(look(60_000)).toMatchObject({ frames: 2 });
    expect(look(60_500)).toBeNull();
    expect(look(61_000)).toMatchObject({ frames: 2 });
  });

  it("stays within the bounds of the log's event", () => {
    const draw = random(9);
    const wild = seconds(() => ({ x: 50 * draw(), tilt: 6 * draw(), open: draw() }), 20_000, { size: 5 });
    for (const second of wild) {
      for (const share of [second.in_view, second.moving]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
      expect(second.repetitions).toBeLessThanOrEqual(20);
      expect(second.movement).toBeLessThanOrEqual(1000);
    }
  });
});
