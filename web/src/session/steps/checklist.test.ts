// One item after the other, and the time that is left.
import { expect, it } from "vitest";
import type { Checklist } from "../../shared/contract";
import type { OwnOf } from "../state";
import { clock, state } from "./checklist";

const step: Checklist = {
  kind: "checklist", id: "calm", title: "Calm", addon: "calm", before: [],
  items: ["sit", "breathe"].map((id) => ({ id, text: id, seconds: 60 })),
};
const checked = (item: string, outcome: "done" | "not_today" = "done"): OwnOf<"item_checked"> => ({ kind: "item_checked", item, outcome, lasted: 0 });

it("goes from item to item, whether it was done or not", () => {
  expect(state.take(0, checked("sit"), step)).toBe(1);
  expect(state.take(1, checked("breathe", "not_today"), step)).toBe(2);
});
it("is moved on by no other item than the one that is due", () => {
  expect(state.take(0, checked("breathe"), step)).toBe(0);
  expect(state.take(2, checked("breathe"), step)).toBe(2);
});
it("counts down in whole seconds and stops at nothing", () => {
  expect([120, 64.2, 0.01, 0, -3].map(clock)).toEqual(["2:00", "1:05", "0:01", "0:00", "0:00"]);
});
