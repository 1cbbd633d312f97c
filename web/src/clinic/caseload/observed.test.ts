import { expect, it } from "vitest";
import type { ObservationResult } from "../../shared/contract";
import { observedLine, observedWords } from "./observed";

type Movement = ObservationResult["movements"][number];
const movement: Movement = { movement: "fist", watched: 60, repetitions: 9, tempo: 3.123, left: true, film: "drawn" };

it("says how long a movement was watched, how often it was done, and how fast", () => {
  expect(observedLine(movement, 10)).toBe("watched for 60 s; done 9 of 10 times, 3.1 s each");
});

it("says when the film was not the drawn one", () => {
  expect(observedLine({ ...movement, film: "own" }, 10)).toContain("watched for 60 s (film of their own)");
});

it("leaves out what is not known", () => {
  expect(observedLine({ ...movement, watched: null, repetitions: 1, tempo: null }, undefined)).toBe("not watched; done 1 time");
});

it("says of a whole session how long was watched and how often it was done, and nothing without a film", () => {
  const result = { kind: "observation", step: "observation", movements: [movement], watched: 120, repetitions: 19 } satisfies ObservationResult;
  expect(observedWords({ results: [result] })).toBe("2:00 min, 19 times");
  expect(observedWords({ results: [] })).toBe("");
});
