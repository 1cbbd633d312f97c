import { expect, test } from "vitest";
import type { ChecklistResult, SessionPlan } from "../../shared/contract";
import { itemLine, listOf } from "./checked";

const list = { kind: "checklist" as const, id: "calm", title: "Calm", addon: "calm", before: [], items: [{ id: "sit", text: "Sit well.", seconds: 180 }] };
const result: ChecklistResult = { kind: "checklist", step: "calm", addon: "calm", items: [] };

test("what was done is said with how long it took of its time", () => {
  expect(itemLine(list, { item: "sit", outcome: "done", seconds: 160 })).toBe("Sit well: done, 2:40 of 3:00 min");
  expect(itemLine(undefined, { item: "sit_well", outcome: "done", seconds: 160 })).toBe("sit well: done, 2:40 min");
});

test("what was left out, and what did not come up, is told apart", () => {
  expect(itemLine(list, { item: "sit", outcome: "not_today", seconds: 0 })).toBe("Sit well: not today");
  expect(itemLine(list, { item: "sit", outcome: null, seconds: 0 })).toBe("Sit well: not reached");
});

test("a result finds its own list in the plan", () => {
  expect(listOf({ steps: [list] } as unknown as SessionPlan, result)).toBe(list);
  expect(listOf({ steps: [] } as unknown as SessionPlan, result)).toBeUndefined();
});
