import { describe, expect, it } from "vitest";
import { sample } from "../session/sample";
import { controls, cued, stepped, support } from "./support";

const usual = support(sample);

describe("the support of a plan", () => {
  it("is the usual one where an older mirra left a plan without it", () => {
    const { support: _, ...older } = sample;
    expect(support(older as typeof sample)).toEqual(usual);
  });
  it("puts the buttons where the person looks, whichever hand they use", () => {
    expect(controls({ ...usual, hand: "left" })).toBe("left");
    expect(controls({ ...usual, hand: "left", seeing: "right" })).toBe("right");
    expect(controls(usual)).toBe("both");
  });
  it("cues the side that is not attended to", () => {
    expect(cued({ ...usual, seeing: "right" })).toBe("left");
    expect(cued({ ...usual, seeing: "left" })).toBe("right");
    expect(cued(usual)).toBeNull();
  });
});

it("moves in four steps for people who asked for less motion", () => {
  expect([0, 0.1, 0.6, 0.9, 1].map(stepped)).toEqual([0, 0, 0.5, 1, 1]);
});
