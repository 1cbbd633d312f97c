import { expect, it } from "vitest";
import { led } from "./radio";

const radio = { count: 11, chosen: null, choose: () => {}, digit: (d: number) => d };

it("moves with arrows around the ends, jumps with Home and End, and takes digits", () => {
  expect(led("ArrowRight", 10, radio)).toBe(0);
  expect(led("ArrowUp", 0, radio)).toBe(10);
  expect(led("End", 2, radio)).toBe(10);
  expect(led("7", 2, radio)).toBe(7);
});

it("leaves every other key alone, and digits that stand for nothing", () => {
  for (const key of ["Enter", " ", "Tab", "Escape", "a"]) expect(led(key, 2, radio)).toBeNull();
  expect(led("9", 0, { ...radio, count: 7, digit: (d) => (d <= 3 ? d + 3 : -1) })).toBeNull();
});
