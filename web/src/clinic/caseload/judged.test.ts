import { expect, test } from "vitest";
import type { JudgementResult } from "../../shared/contract";
import { judgedWords, meansWords, percent } from "./judged";

test("a share is said in percent, and nothing as a dash", () => {
  expect([percent(0.917), percent(1), percent(null)]).toEqual(["92 %", "100 %", "-"]);
});

test("a session's judgement is said in a few figures, and nothing where nothing was judged", () => {
  const block = (both: number | null) => ({ kind: "judgement", scores: { accuracy: { both }, time: { both } } }) as unknown as JudgementResult;
  expect(judgedWords({ results: [block(0.5), block(0.92)] })).toBe("92 %, 0.92 s");
  expect(judgedWords({ results: [block(null)] })).toBe("-");
  expect(judgedWords({ results: [] })).toBe("");
});

test("all means of answering are named", () => {
  expect(meansWords(["pointer", "switch"])).toBe("touch or mouse, a switch");
  expect(meansWords([])).toBe("nothing");
});
