import { describe, expect, it } from "vitest";
import { sample } from "../../session/sample";
import { glassOffered, guideOf } from "./guide";

const text = (parts: ReturnType<typeof guideOf>): string => parts.flatMap((part) => part.lines).join(" ");

describe("the person's guide", () => {
  it("names the person's own sides and limb", () => {
    expect(text(guideOf({ ...sample, affected: "left", limb: "foot" }))).toContain("shows your right foot");
    expect(text(guideOf({ ...sample, affected: "right", limb: "hand" }))).toContain("where your right hand would be");
  });
  it("says what the plan says before a session", () => {
    expect(guideOf(sample)[0]?.lines).toEqual(["Take off rings."]);
  });
  it("speaks of no camera where the plan has a glass mirror", () => {
    expect(text(guideOf({ ...sample, picture: "glass" }))).not.toContain("camera");
  });
  it("says nothing twice, so that its list can be drawn", () => {
    for (const plan of [undefined, sample]) {
      for (const part of guideOf(plan)) expect(new Set(part.lines).size).toBe(part.lines.length);
    }
  });
});

describe("the sheet for a glass mirror", () => {
  const without = { ...sample, steps: sample.steps.map((step) => (step.kind === "set_up" ? { ...step, glass: [] } : step)) };
  it("is offered where the plan has a glass mirror, or lets the person choose one", () => {
    expect([glassOffered(sample), glassOffered({ ...without, picture: "glass" }), glassOffered(without)]).toEqual([true, true, false]);
  });
});
