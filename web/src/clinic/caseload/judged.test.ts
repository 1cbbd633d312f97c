import { expect, test } from "vitest";
import type { JudgementResult } from "../../shared/contract";
import { changeLine, judgedWords, kinds, meansWords, normLine, percent } from "./judged";

test("a share is said in percent, and nothing as a dash", () => {
  expect([percent(0.917), percent(1), percent(null)]).toEqual(["92 %", "100 %", "-"]);
});

test("a session's judgement is said in a few figures, and nothing where nothing was judged", () => {
  const block = (both: number | null) => ({ kind: "judgement", scores: { trials: 9, answered: both === null ? 0 : 9, accuracy: { both }, time: { both } }, own: null }) as unknown as JudgementResult;
  expect(judgedWords({ results: [block(0.5), block(0.92)] })).toBe("92 %, 0.92 s");
  expect(judgedWords({ results: [block(null)] })).toBe("-");
  expect(judgedWords({ results: [] })).toBe("");
});

test("scores of the own limb are told from those of drawn pictures, and stand alone where nothing else was judged", () => {
  const of = (trials: number, both: number) => ({ trials, answered: trials, accuracy: { both }, time: { both } }) as JudgementResult["scores"];
  const own = { kind: "judgement", scores: of(0, 0), own: of(9, 0.5) } as JudgementResult;
  const mixed = { ...own, scores: of(3, 0.75) };
  expect(judgedWords({ results: [own] })).toBe("50 %, 0.50 s (own limb)");
  expect(judgedWords({ results: [mixed] })).toBe("75 %, 0.75 s");
  expect(kinds(own).map((one) => one.of)).toEqual(["own"]);
  expect(kinds(mixed).map((one) => one.of)).toEqual(["drawn", "own"]);
});

test("all means of answering are named", () => {
  expect(meansWords(["pointer", "switch"])).toBe("touch or mouse, a switch");
  expect(meansWords([])).toBe("nothing");
});

const known = { source: "practice norm", provenance: "unverified" } as const;

test("a time is said beside its norm as faster or slower with numbers, and that the source was not read", () => {
  const norm = { mean: 2, deviation: 0.5, slower: 1.2, deviations: 2.4, from_age: null, to_age: null, ...known };
  expect(normLine(norm)).toBe(
    "Norm of the time, any age: mean 2.00 s, standard deviation 0.50 s. This session: 1.20 s slower than its mean, 2.4 standard deviations. Source: practice norm (not yet checked against the source).",
  );
  expect(normLine({ ...norm, from_age: 60, to_age: 80 })).toContain("Norm of the time, ages 60 to 79: mean 2.00 s");
  expect(normLine({ ...norm, slower: -0.25, deviations: -0.5 })).toContain("0.25 s faster than its mean, 0.5 standard deviations");
});

test("a change is said beside the detectable change, and whether it is larger", () => {
  const change = { score: "time", first: 3, now: 2.4, change: -0.6, low: 0.19, high: 0.49, size: "larger", ...known } as const;
  expect(changeLine(change)).toBe(
    "Time of correct answers: 3.00 s then, 2.40 s now (-0.60 s). Detectable change: 0.19 to 0.49 s. This change is larger than that. Source: practice norm (not yet checked against the source).",
  );
  expect(changeLine({ ...change, score: "accuracy", first: 0.8, now: 0.9, change: 0.1, low: 0.05, high: 0.14, size: "within" })).toContain(
    "Correct answers: 80 % then, 90 % now (+10 percentage points). Detectable change: 5 to 14 percentage points. This change lies within that range.",
  );
});
