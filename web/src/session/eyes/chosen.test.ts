import { describe, expect, it } from "vitest";
import { Chosen, FollowedHand } from "./chosen";
import type { Hand } from "./hand";
import { handAt, type Pose } from "./hand.fixture";
import { palmSize } from "./pose";
import { random } from "./random.fixture";
import type { Side } from "./sides";

const hand = (side: Side, pose: Pose = {}): Hand => ({ side, points: handAt(pose, 60, 0.01, random(7)) });

describe("the hand of one side, wherever it lies", () => {
  it("is found among two, whichever the model names first", () => {
    const chosen = new Chosen("left");
    for (let k = 0; k < 20; k++) {
      const hands = [hand("right", { x: 8 }), hand("left", { x: 3 })];
      expect(chosen.add({ at: 70 * k, hands: k % 2 ? hands : hands.reverse(), took: 20 })?.side).toBe("left");
    }
  });

  it("is never the other hand, though that be alone", () => {
    const chosen = new Chosen("left");
    for (let k = 0; k < 50; k++) expect(chosen.add({ at: 70 * k, hands: [hand("right")], took: 20 })).toBeNull();
  });

  it("stays the same while some labels are wrong, and while it moves", () => {
    const chosen = new Chosen("left");
    let seen = 0;
    for (let k = 0; k < 100; k++) {
      const x = 4 + Math.sin(k / 4);
      if (chosen.add({ at: 70 * k, hands: [hand(k % 5 === 3 ? "right" : "left", { x })], took: 20 })) seen += 1;
    }
    expect(seen).toBe(100);
  });

  it("is let go when it was gone and another one comes", () => {
    const chosen = new Chosen("left");
    for (let k = 0; k < 20; k++) chosen.add({ at: 70 * k, hands: [hand("left")], took: 20 });
    expect(chosen.add({ at: 5000, hands: [hand("right")], took: 20 })).toBeNull();
  });
});

it("is counted and measured in palm lengths, with the other hand in the picture doing something else", () => {
  const followed = new FollowedHand("left");
  const found = [];
  for (let at = 0; at < 21_000; at += 70) {
    const swing = at < 20_000 ? (1 - Math.cos((2 * Math.PI * at) / 2000)) / 2 : 0;
    const look = followed.add({ at, hands: [hand("right", { x: 12, open: 1 - ((at / 500) % 1) }), hand("left", { x: 3 + 1.5 * swing })], took: 20 });
    expect(look.seen).toBe(true);
    if (look.repetition) found.push(look.repetition);
  }
  expect(found).toHaveLength(10);
  const palm = palmSize(handAt({}, 60)) / 60;
  for (const { amplitude } of found) expect(Math.abs((amplitude * palm) / 1.5 - 1)).toBeLessThan(0.05);
  for (const { lasted } of found.slice(1)) expect(Math.abs(lasted! - 2000)).toBeLessThan(70);
});
