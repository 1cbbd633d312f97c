import { expect, it } from "vitest";
import { sorted } from "./columns";

const rows = [{ n: 10, s: "b" }, { n: 9, s: "a" }, { n: 9, s: "c" }];

it("sorts numbers as numbers, both ways, and leaves equal rows in their order", () => {
  const column = { id: "n", title: "", text: (r: { n: number }) => `${r.n}`, order: (r: { n: number }) => r.n };
  expect(sorted(rows, column, false).map((r) => r.s)).toEqual(["a", "c", "b"]);
  expect(sorted(rows, column, true).map((r) => r.s)).toEqual(["b", "a", "c"]);
});

it("sorts by the text where a column gives no order", () => {
  expect(sorted(rows, { id: "s", title: "", text: (r) => r.s }, false).map((r) => r.s)).toEqual(["a", "b", "c"]);
});
