import { describe, expect, it } from "vitest";
import { handChecks, light } from "./checks";
import type { ViewSettings } from "./geometry";
import type { Seen } from "./hand";
import { handAt } from "./hand.fixture";
import type { Side } from "./sides";

const region = { x: 320, y: 0, width: 320, height: 480 };
const above: ViewSettings = { view: "mirror", intact: "right", rotate: 0, flip: false, midline: 0.5, above: true };

/** Twenty frames of a hand with its wrist at (x, y), in pixels. */
function frames(x: number, y: number, palm: number, side: Side = "right", found = 1): Seen[] {
  const points = handAt({ x: x / palm, y: y / palm }, palm);
  return Array.from({ length: 20 }, (_, k) => ({ at: 66 * k, took: 30, hand: k < 20 * found ? { points, side } : null }));
}
const evenly = (low: number, high: number) => Uint8Array.from({ length: 1000 }, (_, k) => low + ((high - low) * k) / 999);

describe("the checks on a hand", () => {
  it("pass for the intact hand, whole, in the middle of its side", () => {
    const checks = handChecks(frames(480, 360, 120), region, above, "right");
    expect(checks).toMatchObject({ in_view: { passed: true, value: 1 }, side: { passed: true, value: 1 }, distance: { passed: true } });
    expect(checks.distance!.value).toBeCloseTo(120 / 320, 2);
  });

  it("tell a hand beyond the edge or over the midline from one in view", () => {
    expect(handChecks(frames(480, 100, 120), region, above, "right").in_view).toEqual({ passed: false, value: 0 });
    expect(handChecks(frames(330, 360, 120), region, above, "right").in_view!.passed).toBe(false);
  });

  it("tell the other hand", () => {
    expect(handChecks(frames(480, 360, 120, "left"), region, above, "right").side).toEqual({ passed: false, value: 0 });
    expect(handChecks(frames(480, 360, 120, "left"), region, above, "left").side!.passed).toBe(true);
  });

  it("tell a view that is the person's own from one that is turned or flipped", () => {
    const own = (settings: Partial<ViewSettings>) => handChecks(frames(480, 360, 120), region, { ...above, ...settings }, "right").own_view!;
    // The drawn hand shows its palm, thumb outward: right from above, and not as it would be seen of a hand held up.
    expect(own({})).toEqual({ passed: true, value: 1 });
    for (const wrong of [{ flip: true }, { rotate: 90 }, { rotate: 180 }, { rotate: 270 }, { above: false }] as const) {
      expect(own(wrong), JSON.stringify(wrong)).toEqual({ passed: false, value: 0 });
    }
  });

  it("tell too far and too near", () => {
    expect(handChecks(frames(480, 460, 220), region, above, "right").distance).toMatchObject({ passed: false, why: "near" });
    expect(handChecks(frames(480, 360, 30), region, above, "right").distance).toMatchObject({ passed: true, why: "far" });
    expect(handChecks(frames(480, 360, 120), region, above, "right").distance).not.toHaveProperty("why");
  });

  it("say only that no hand is in view when there is none, and nothing before there were frames", () => {
    expect(handChecks(frames(480, 360, 120, "right", 0), region, above, "right")).toEqual({ in_view: { passed: false, value: 0 } });
    expect(handChecks([], region, above, "right")).toEqual({});
  });
});

describe("the check on light", () => {
  it("passes in a lit room, also with a dark table under a lit hand", () => {
    expect(light(evenly(20, 220))).toEqual({ passed: true, value: expect.closeTo(119.5, 0) });
    expect(light(Uint8Array.from([...evenly(20, 40), ...evenly(120, 200).slice(0, 300)])).passed).toBe(true);
  });

  it("fails in the dark, remarks on glare, and says how bright it is", () => {
    expect(light(evenly(0, 40))).toEqual({ passed: false, value: expect.closeTo(19.5, 0), why: "dark" });
    expect(light(evenly(50, 70))).toMatchObject({ passed: false, why: "dark" });
    expect(light(evenly(200, 255))).toMatchObject({ passed: true, why: "bright" });
    expect(light(Uint8Array.from([...evenly(60, 120), ...new Uint8Array(600).fill(255)])).why).toBe("bright");
  });
});
