import { describe, expect, it } from "vitest";
import { BothHands } from "./both";
import type { ViewSettings } from "./geometry";
import type { Hand } from "./hand";
import { handAt, type Pose } from "./hand.fixture";
import type { Side } from "./sides";

const [W, H] = [1280, 720];
const settings: ViewSettings = { view: "mirror", intact: "right", rotate: 0, flip: false, midline: 0.5, zoom: null };
const reflected = (points: number[]) => points.map((value, k) => (k % 2 === 0 ? W - value : value));
const right = (x: number, pose: Pose = {}): Hand => ({ points: handAt({ x: x / 80, y: 6, ...pose }, 80), side: "right" });
const left = (x: number, pose: Pose = {}): Hand => ({ points: reflected(handAt({ x: (W - x) / 80, y: 6, ...pose }, 80)), side: "left" });
const given = (hands: Hand[], intact: Side = "right") => new BothHands().add({ at: 0, hands, took: 30 }, W, H, { ...settings, intact }).hand;

describe("the two hands of a picture", () => {
  it("are told apart by the line, whichever is surer and whatever the model calls them", () => {
    const [one, other] = [right(900), left(400)];
    expect(given([one, other])).toBe(one);
    expect(given([other, one])).toBe(one);
    expect(given([other, one], "left")).toBe(other);
    expect(given([{ ...other, side: "right" }, { ...one, side: "left" }])?.points).toBe(one.points);
    expect(given([other])).toBeNull();
    expect(given([])).toBeNull();
  });

  it("are told apart in the own view, as the camera's picture is turned", () => {
    const turned: ViewSettings = { ...settings, rotate: 180 };
    const [one, other] = [right(900), left(400)];
    expect(new BothHands().add({ at: 0, hands: [one, other], took: 30 }, W, H, turned).hand).toBe(other);
  });

  it("are not mistaken where the intact hand reaches over the line", () => {
    const over = right(620);
    expect(given([over])).toBe(over);
    expect(given([{ ...over, side: "left" }])).toBeNull();
  });

  it("give each second of the covered one, with its repetitions and its lag", () => {
    const both = new BothHands();
    const swing = (at: number) => ({ open: 0.5 + 0.5 * Math.sin((2 * Math.PI * at) / 2000) });
    const seconds = [];
    for (let at = 0; at <= 12_100; at += 1000 / 15) {
      const hands = [right(900, swing(at)), left(400, swing(at - 200))];
      const { hand, second } = both.add({ at, hands, took: 30 }, W, H, settings);
      expect(hand).toBe(hands[0]);
      if (second) seconds.push(second);
    }
    expect(seconds).toHaveLength(12);
    for (const second of seconds) expect(second).toMatchObject({ in_view: 1, side: "left" });
    expect(seconds.reduce((sum, { repetitions }) => sum + repetitions, 0)).toBeGreaterThanOrEqual(4);
    expect(seconds[0]!.lag).toBeNull();
    expect(Math.abs(seconds.at(-1)!.lag! - 200)).toBeLessThan(30);
  });
});
