import { expect, it } from "vitest";
import type { ObservationResult } from "../../shared/contract";
import { observedLine, observedWords } from "./observed";

type Movement = ObservationResult["movements"][number];
const movement: Movement = { movement: "fist", watched: 60, repetitions: 9, tempo: 3.123, left: true, film: "drawn", tempo_n: 8, by_camera: 0, amplitude: null, amplitude_n: 0, in_view: null };

it("says how long a movement was watched, how often it was done, and how fast", () => {
  expect(observedLine(movement, 10)).toBe("watched for 60 s; done 9 of 10 times, 3.1 s each (median of 8)");
});

it("says when the film was not the drawn one", () => {
  expect(observedLine({ ...movement, film: "own" }, 10)).toContain("watched for 60 s (film of their own)");
});

it("says what the camera counted and measured, of how many, and how much of the time it saw the hand", () => {
  const filmed = { ...movement, by_camera: 7, amplitude: 1.236, amplitude_n: 7, in_view: 0.916 };
  const measured = "amplitude 1.24 palm lengths (median of 7); hand in view in 92 % of the camera's looks";
  expect(observedLine(filmed, 10)).toBe(`watched for 60 s; done 9 of 10 times, 3.1 s each (median of 8); 7 counted by the camera, 2 by presses; ${measured}`);
  expect(observedLine({ ...filmed, by_camera: 9 }, 10)).toContain("; 9 counted by the camera; amplitude");
});

it("leaves out what is not known", () => {
  expect(observedLine({ ...movement, watched: null, repetitions: 1, tempo: null, tempo_n: 0 }, undefined)).toBe("not watched; done 1 time");
});

it("says of a whole session how long was watched and how often it was done, and nothing without a film", () => {
  const result = { kind: "observation", step: "observation", movements: [movement], watched: 120, repetitions: 19 } satisfies ObservationResult;
  expect(observedWords({ results: [result] })).toBe("2:00 min, 19 times");
  expect(observedWords({ results: [] })).toBe("");
});
