import { describe, expect, it } from "vitest";
import type { Pooled } from "../../shared/contract";
import { figureWords } from "./comparisons";

const figure: Pooled = {
  outcome: "pain", measure: "SMD", value: -0.81, low: -1.36, high: -0.2, meaning: "below 0 is less pain", trials: 9, people: 372, i2: 82,
  model: "random", certainty: "fair", source: "Wang 2021", provenance: "unverified",
};

describe("a pooled effect in words", () => {
  it("has its interval, direction, size, heterogeneity, model, certainty and source", () => {
    expect(figureWords(figure)).toMatch(
      /^pain: SMD -0\.81 \(-1\.36 to -0\.20\); below 0 is less pain; 9 trials; 372 people; I\u00b2 82 %; random-effects model; certainty fair; Wang 2021 \(.+\)$/,
    );
  });
  it("says what the source does not state", () => {
    const bare = figureWords({ ...figure, trials: null, people: null, i2: null, model: "not stated" });
    for (const one of ["trials", "people", "heterogeneity", "model"]) expect(bare).toContain(`${one} not stated`);
  });
});
