import { expect, test } from "vitest";
import { dayWords, needWords } from "./standing";

const need = { measure: "judgement_accuracy", name: "Right answers on the worse side", unit: "share", at_least: 0.8, at_most: null, worst: 0.755, met: false } as const;

test("a share is said in percent, a time in seconds, pain in points", () => {
  expect(needWords(need)).toEqual({ name: "Right answers on the worse side", needed: "at least 80 %", worst: "76 %", met: false });
  const time = { ...need, measure: "judgement_time", unit: "seconds", at_least: null, at_most: 3, worst: 1.8, met: true } as const;
  expect(needWords(time)).toMatchObject({ needed: "at most 3.00 s", worst: "1.80 s", met: true });
  const pain = { ...need, measure: "pain_rise", unit: "points", at_least: 2, worst: 3 } as const;
  expect(needWords(pain)).toMatchObject({ needed: "at least 2", worst: "3" });
});

test("what was not measured is said so", () => {
  expect(needWords({ ...need, worst: null }).worst).toBe("not measured");
});

test("a day is the day it names, in every time zone", () => {
  expect(dayWords("2026-03-02")).toBe("2 March 2026");
});
