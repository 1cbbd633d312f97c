import { expect, test } from "vitest";
import { dayWords } from "./standing";

test("a day is the day it names, in every time zone", () => {
  expect(dayWords("2026-03-02")).toBe("2 March 2026");
});
