import { describe, expect, it } from "vitest";
import { Framing, followed, framed, FRAMING, misfits, owned } from "./framing";
import { ASPECT } from "./geometry";
import { handAt } from "./hand.fixture";
import { Stray, way } from "./stray";

const [W, H] = [1280, 720];
const settings = { view: "mirror", intact: "right", rotate: 0, flip: false, midline: 0.5 } as const;
const hand = (x: number, y: number, palm = 80) => handAt({ x: x / palm, y: y / palm }, palm);
const looks = (x: number, y: number, palm = 80) => Array.from({ length: 10 }, (_, k) => hand(x + k, y, palm));
const reflected = (points: number[]) => points.map((value, k) => (k % 2 === 0 ? W - value : value));
const edges = (points: number[]) => {
  const xs = points.filter((_, k) => k % 2 === 0);
  return [Math.min(...xs), Math.max(...xs)] as const;
};

describe("the framing", () => {
  it("puts the line beside the hand, wherever it lies, so that two separate hands are seen", () => {
    for (const x of [200, 400, 640, 900, 1100]) {
      const { midline } = framed(looks(x, 500), W, H, "right");
      const [inner] = edges(hand(x, 500));
      expect(midline * W, `at ${x}`).toBeLessThan(Math.max(1, inner - 20));
      expect(midline * W, `at ${x}`).toBeGreaterThanOrEqual(Math.max(0, inner - 1.4 * 80));
    }
  });

  it("is the same for the left hand, reflected", () => {
    for (const x of [200, 640, 1000]) {
      const right = framed(looks(x, 500), W, H, "right");
      const left = framed(looks(x, 500).map(reflected), W, H, "left");
      expect(left.midline).toBeCloseTo(1 - right.midline, 6);
      expect(left.zoom.top).toBeCloseTo(right.zoom.top, 6);
      expect(left.zoom.height).toBeCloseTo(right.zoom.height, 6);
    }
  });

  it("makes the hand at least a third of the picture's height, and keeps it inside", () => {
    for (const palm of [30, 60, 100, 140]) {
      const points = hand(640, 450, palm);
      const { midline, zoom } = framed([points], W, H, "right");
      const [top, bottom] = [0, 1].map((k) => [Math.min, Math.max][k]!(...points.filter((_, at) => at % 2 === 1))) as [number, number];
      expect((bottom - top) / (zoom.height * H), `palm ${palm}`).toBeGreaterThan(1 / 3);
      expect(zoom.top).toBeGreaterThanOrEqual(0);
      expect(zoom.top + zoom.height).toBeLessThanOrEqual(1 + 1e-9);
      const [, outer] = edges(points);
      expect(outer).toBeLessThan(midline * W + (zoom.height * H * ASPECT) / 2);
      for (let k = 1; k < points.length; k += 2) expect(points[k]! >= zoom.top * H && points[k]! <= (zoom.top + zoom.height) * H).toBe(true);
    }
  });

  it("lays the line closer to a hand that is wide, so that it is seen to its outer edge", () => {
    const wide = hand(640, 450).map((value, k) => (k % 2 === 0 ? 640 + 1.9 * (value - 640) : value));
    const { midline, zoom } = framed([wide], W, H, "right");
    const [inner, outer] = edges(wide);
    expect(midline * W).toBeLessThan(inner);
    expect(outer).toBeLessThan(midline * W + 0.98 * ((zoom.height * H * ASPECT) / 2));
  });

  it("says nothing before a hand was seen for a moment, nor when it is gone", () => {
    const framing = new Framing();
    const seen = Array.from({ length: 8 }, (_, k) => framing.add({ at: 100 * k, hand: { points: hand(640, 500), side: "right" }, took: 30 }, W, H, settings));
    expect(seen.findIndex((one) => one !== null)).toBe(FRAMING.fewest - 1);
    expect(framing.add({ at: 900, hand: null, took: 30 }, W, H, settings)).toBeNull();
    expect(framing.add({ at: 9000, hand: { points: hand(640, 500), side: "right" }, took: 30 }, W, H, settings)).toBeNull();
  });

  it("decides on a device that looks once a second, too", () => {
    const framing = new Framing();
    const seen = Array.from({ length: 6 }, (_, k) => framing.add({ at: 1000 * k, hand: { points: hand(640, 500), side: "right" }, took: 900 }, W, H, settings));
    expect(seen.findIndex((one) => one !== null)).toBe(FRAMING.fewest - 1);
  });

  it("follows slowly, keeps its size, and lets small differences be", () => {
    const now = { midline: 0.5, zoom: { top: 0.2, height: 0.5 } };
    const then = { midline: 0.7, zoom: { top: 0.1, height: 0.55 } };
    const next = followed(now, then, 1);
    expect(next.midline).toBeCloseTo(0.5 + FRAMING.slow, 6);
    expect(next.zoom.height).toBe(0.5);
    expect(followed(now, { midline: 0.51, zoom: { top: 0.2, height: 0.5 } }, 1)).toEqual(now);
    expect(misfits(now, then, true)).toBe(false);
    expect(misfits(now, { ...then, zoom: { top: 0, height: 0.8 } }, true)).toBe(true);
  });

  it("cuts the picture again before the hand fills less than a third of its height", () => {
    expect(FRAMING.least * FRAMING.smaller).toBeGreaterThan(1.05 / 3); // looks at the same hand differ by some 5 %
    const now = { midline: 0.5, zoom: { top: 0.2, height: 0.5 } };
    expect(misfits(now, { ...now, zoom: { top: 0.2, height: 0.46 } }, true)).toBe(false);
    expect(misfits(now, { ...now, zoom: { top: 0.2, height: 0.44 } }, true)).toBe(true);
  });

  it("cuts the picture anew while the hand is not inside it, however little its size differs", () => {
    const now = { midline: 0.5, zoom: { top: 0.2, height: 0.5 } };
    expect(misfits(now, { ...now, zoom: { top: 0.2, height: 0.52 } }, false)).toBe(true);
  });

  it("reads landmarks as the own view shows them", () => {
    expect(owned([10, 20], 100, 50, { rotate: 0, flip: true })).toEqual([90, 20]);
    expect(owned([10, 20], 100, 50, { rotate: 180, flip: false })).toEqual([90, 30]);
  });
});

describe("the way back into the picture", () => {
  const zoom = { top: 0.25, height: 0.5 };
  const seen = (x: number, y: number, intact: "left" | "right" = "right") => way(hand(x, y), W, H, { ...settings, zoom, intact });

  it("points away from the line for a hand that crosses it, on either side", () => {
    expect(seen(840, 460)).toBeNull();
    expect(seen(650, 460)).toBe("right");
    expect(way(reflected(hand(650, 460)), W, H, { ...settings, zoom, intact: "left" })).toBe("left");
    expect(way(hand(440, 460), W, H, { ...settings, zoom, intact: "left" })).toBeNull();
  });

  it("points back over every other edge", () => {
    expect(seen(900, 460)).toBe("left");
    expect(seen(800, 300)).toBe("down");
    expect(seen(800, 640)).toBe("up");
  });

  it("is said after a second, stays while no hand is seen, and ends when the hand is back", () => {
    const stray = new Stray();
    const look = (at: number, x: number | null) =>
      stray.add({ at, hand: x === null ? null : { points: hand(x, 460), side: "right" }, took: 30 }, W, H, { ...settings, zoom });
    expect([look(0, 650), look(500, 840), look(900, 650), look(1000, 650)]).toEqual([null, null, "right", "right"]);
    expect([look(1500, null), look(9000, null)]).toEqual(["right", "right"]);
    expect([look(9100, 650), look(9200, 840), look(9500, 840), look(9800, 840)]).toEqual(["right", "right", "right", null]);
  });
});
