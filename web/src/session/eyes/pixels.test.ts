import { describe, expect, it } from "vitest";
import { changed, contrast, PixelMovement } from "./pixels";
import { normal, random } from "./random.fixture";

const [W, H] = [48, 64];

/** A bright limb of 12 x 40 pixels before a dark wall, its left edge at `x`, with noise, brightened as a whole by `light`. */
function picture(x: number, { noise = 3, light = 0, draw = random(4) } = {}): Uint8Array {
  return Uint8Array.from({ length: W * H }, (_, k) => {
    const [u, v] = [k % W, Math.floor(k / W)];
    const limb = u >= x && u < x + 12 && v >= 12 && v < 52;
    return Math.max(0, Math.min(255, (limb ? 170 : 70) + light + noise * normal(draw)));
  });
}

function seconds(x: (at: number) => number, light: (at: number) => number = () => 0) {
  const [movement, draw] = [new PixelMovement(), random(8)];
  return Array.from({ length: 101 }, (_, k) => movement.add(k * 100, picture(x(k * 100), { draw, light: light(k * 100) }))).filter((s) => s !== null);
}

describe("movement by pixels", () => {
  it("is none in a still, noisy picture", () => {
    const all = seconds(() => 10);
    expect(all).toHaveLength(10);
    for (const second of all) expect(second).toMatchObject({ by: "pixels", moving: 0, in_view: 1, movement: 0, repetitions: 0, side: null });
  });

  it("is seen when a limb moves", () => {
    for (const second of seconds((at) => 18 + 14 * Math.sin(at / 300)).slice(1)) expect(second.moving).toBeGreaterThan(0.6);
  });

  it("is not mistaken for a change of light", () => {
    for (const second of seconds(() => 10, (at) => 20 * Math.sin(at / 200))) expect(second.moving).toBe(0);
  });

  it("says that nothing is in view when the lens is covered", () => {
    const movement = new PixelMovement();
    const black = new Uint8Array(W * H).fill(4);
    let second = null;
    for (let at = 0; at <= 1000; at += 100) second = movement.add(at, black);
    expect(second).toMatchObject({ in_view: 0, moving: 0 });
  });

  it("measures the changed share and the contrast", () => {
    const quiet = { noise: 0 };
    expect(changed(picture(10, quiet), picture(14, quiet))).toBeCloseTo((2 * 4 * 40) / (W * H), 6);
    expect(contrast(new Uint8Array([10, 20]))).toBe(5);
  });
});
