import { describe, expect, it } from "vitest";
import { handAt, type Pose } from "./hand.fixture";
import { palmSize } from "./pose";
import { random } from "./random.fixture";
import { type Repetition, Repetitions } from "./repetitions";
import { median } from "./stats";

const RATE = 13;

interface Course {
  seconds: number;
  noise?: number;
  size?: number;
  seed?: number;
  lost?: (time: number) => boolean;
}

/** How many repetitions are counted in a course of poses; `pose` by time in s. */
function count(pose: (time: number) => Pose, { seconds, noise = 0.015, size = 100, seed = 1, lost = () => false }: Course): number {
  const draw = random(seed);
  const repetitions = new Repetitions();
  let counted = 0;
  for (let time = 0; time < seconds; time += (0.9 + 0.2 * draw()) / RATE) {
    const hand = handAt(pose(time), size, noise, draw);
    if (!lost(time) && repetitions.add(1000 * time, hand, palmSize(hand))) counted += 1;
  }
  return counted;
}

/** What was measured of each repetition in a course of poses. */
function measured(pose: (time: number) => Pose, { seconds, noise = 0.015, seed = 1, lost = () => false }: Course): Repetition[] {
  const draw = random(seed);
  const repetitions = new Repetitions();
  const found: Repetition[] = [];
  for (let time = 0; time < seconds; time += (0.9 + 0.2 * draw()) / RATE) {
    const hand = handAt(pose(time), 100, noise, draw);
    const one = lost(time) ? null : repetitions.add(1000 * time, hand, PALM);
    if (one) found.push(one);
  }
  return found;
}
/** The palm of a drawn hand, in pixels. */
const PALM = palmSize(handAt({}, 100));
const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);

/** There and back `times` times at `tempo` seconds each, 0 to 1 to 0, then rest. */
const swing = (time: number, tempo: number, times: number) => (time > tempo * times ? 0 : (1 - Math.cos((2 * Math.PI * time) / tempo)) / 2);

const movements: Record<string, (s: number) => Pose> = {
  "opening and closing": (s) => ({ open: 1 - s }),
  pointing: (s) => ({ open: 0, index: s }),
  "the thumb across the palm": (s) => ({ thumb: 1 - s }),
  "turning the forearm": (s) => ({ turn: 1 - 2 * s }),
  "bending the wrist to the side": (s) => ({ tilt: 0.7 * s }),
  "bending the wrist forwards": (s) => ({ bend: 1 - 0.5 * s }),
  "bending the elbow": (s) => ({ tilt: -1.2 * s, x: 3 + 1.2 * s }),
  "moving the hand over the table": (s) => ({ x: 3 + 1.5 * s, tilt: 0.1 * s }),
};

describe("repetitions", () => {
  for (const [name, pose] of Object.entries(movements))
    it.each([1, 2, 4, 8])(`of ${name} are counted exactly at %i s each`, (tempo) => {
      for (const seed of [1, 2, 3]) expect(count((t) => pose(swing(t, tempo, 10)), { seconds: tempo * 10 + 2, seed })).toBe(10);
    });

  it("are counted whatever the size of the hand in the picture", () => {
    for (const size of [40, 70, 250])
      expect(count((t) => ({ open: 1 - swing(t, 2, 12) }), { seconds: 26, size, noise: 1.2 / size })).toBe(12);
  });

  it("are none while the hand rests, however noisy the picture", () => {
    for (const seed of [1, 2, 3, 4]) expect(count(() => ({}), { seconds: 120, noise: 0.03, seed })).toBe(0);
  });

  it("are none for a tremor or a slow drift", () => {
    expect(count((t) => ({ tilt: 0.06 * Math.sin(31 * t) }), { seconds: 60 })).toBe(0);
    expect(count((t) => ({ x: 3 + t / 20 }), { seconds: 60 })).toBe(0);
  });

  it("are few too few, never too many, when the hand is out of view now and then", () => {
    for (const seed of [1, 2, 3]) {
      const counted = count((t) => ({ open: 1 - swing(t, 2, 20) }), { seconds: 42, seed, lost: (t) => t % 7 > 5.5 });
      expect(counted).toBeLessThanOrEqual(20);
      expect(counted).toBeGreaterThanOrEqual(12);
    }
  });

  it("survive single frames in which no hand was found", () => {
    const draw = random(5);
    expect(count((t) => ({ open: 1 - swing(t, 2, 15) }), { seconds: 32, lost: () => draw() < 0.2 })).toBe(15);
  });

  it("go on when one exercise follows another, within one at the change", () => {
    const pose = (t: number): Pose => (t < 22 ? { open: 1 - swing(t, 2, 10) } : { turn: 1 - 2 * swing(t - 24, 3, 10) });
    const counted = count((t) => pose(t), { seconds: 56 });
    expect(Math.abs(counted - 20)).toBeLessThanOrEqual(1);
  });

  it("of a small movement are counted soon after a large one has put the hand in place, and none is invented", () => {
    const pose = (t: number): Pose => (t < 3 ? { x: 6 - t, y: 6 - t } : { open: 1 - 0.6 * swing(t - 8, 2, 15) });
    const counted = count(pose, { seconds: 40 });
    expect(counted).toBeLessThanOrEqual(15);
    expect(counted).toBeGreaterThanOrEqual(12);
  });
});

describe("what is measured of a repetition", () => {
  // Whole movements whose size in palm lengths is known: the drawn palm is 1.007 units long.
  const sizes: Record<string, [size: number, pose: (s: number) => Pose]> = {
    "opening and closing": [(2 * 0.84) / (PALM / 100), (s) => ({ open: 1 - s })],
    "moving the hand over the table": [1.5 / (PALM / 100), (s) => ({ x: 3 + 1.5 * s })],
    "half of that": [0.75 / (PALM / 100), (s) => ({ x: 3 + 0.75 * s })],
  };
  for (const [name, [size, pose]] of Object.entries(sizes))
    for (const tempo of [1, 2, 4, 8])
      it(`${name} at ${tempo} s each: its size to a few per cent and its time to one frame`, () => {
        for (const seed of [1, 2, 3]) {
          const all = measured((t) => pose(swing(t, tempo, 10)), { seconds: tempo * 10 + 2, seed });
          expect(all).toHaveLength(10);
for (const { amplitude } of all) expect(Math.abs(amplitude / size - 1)).toBeLessThan(0.08);
          expect(Math.abs(median(all.map(({ amplitude }) => amplitude)) / size - 1)).toBeLessThan(0.03);
          expect(all[0]!.lasted).toBeNull();
          const times = known(all.map(({ lasted }) => lasted));
          expect(times).toHaveLength(9);
          expect(Math.abs(median(times) - 1000 * tempo)).toBeLessThan(1000 / RATE);
        }
      });

  it("says of two sizes which is larger, and by how much", () => {
    const all = measured((t) => ({ x: 3 + (t < 20 ? 1.5 : 0.9) * swing(t % 20, 2, 10) }), { seconds: 42 });
    const [first, last] = [all.slice(1, 9), all.slice(11, 19)].map((part) => median(part.map(({ amplitude }) => amplitude)));
    expect(Math.abs(last! / first! - 0.6)).toBeLessThan(0.03);
  });

  it("says nothing of the time of a repetition during which the hand was out of view", () => {
    const all = measured((t) => ({ x: 3 + 1.5 * swing(t, 2, 10) }), { seconds: 22, lost: (t) => t > 8.5 && t < 11 });
    expect(all.filter(({ lasted }) => lasted === null)).toHaveLength(2);
    for (const time of known(all.map(({ lasted }) => lasted))) expect(Math.abs(time - 2000)).toBeLessThan(150);
  });
});
