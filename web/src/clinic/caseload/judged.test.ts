import { expect, test } from "vitest";
import { meansWords, percent } from "./judged";

test("a share is said in percent, and nothing as a dash", () => {
  expect([percent(0.917), percent(1), percent(null)]).toEqual(["92 %", "100 %", "-"]);
});

test("all means of answering are named", () => {
  expect(meansWords(["pointer", "switch"])).toBe("touch or mouse, a switch");
  expect(meansWords([])).toBe("nothing");
});
