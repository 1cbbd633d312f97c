import { expect, it } from "vitest";
import type { DesignCard, ScheduleCard } from "../../shared/contract";
import { firstDisplays, letter, runs, sessionWords, stateWords } from "./schedule";

const card = { days: 28, practised: 3, state: "in_force" } as ScheduleCard;

it("says how a schedule stands", () => {
  expect(stateWords(card)).toBe("In force: 3 of 28 days practised");
  expect(stateWords({ ...card, state: "ended" })).toBe("Ended early: 3 of 28 days practised");
  expect(stateWords({ ...card, state: "finished", practised: 28 })).toBe("Finished: 28 of 28 days practised");
});

it("says what a session showed, and when that was not what its day had", () => {
  const one = { id: "a", when: "2026-06-03T10:15:00", shown: ["Mirror"], as_scheduled: true, looked: 60 };
  expect(sessionWords(one)).toMatch(/10:15: Mirror$/);
  expect(sessionWords({ ...one, as_scheduled: false, shown: ["Mirror", "s150_d0"] })).toMatch(/Mirror and s150_d0 \(not as scheduled\)$/);
  expect(sessionWords({ ...one, as_scheduled: false }, true)).toMatch(/10:15: Mirror$/);
});

it("begins with the covered mirror as A and the mirror as B", () => {
  const known = ["mirror", "covered", "delayed", "small"];
  expect(firstDisplays({ displays_low: 2 } as DesignCard, known)).toEqual(["covered", "mirror"]);
  expect(firstDisplays({ displays_low: 3 } as DesignCard, known)).toEqual(["covered", "mirror", "delayed"]);
  expect(firstDisplays({ displays_low: 2 } as DesignCard, ["delayed", "small"])).toEqual(["delayed", "small"]);
  expect([0, 1, 3].map(letter)).toEqual(["A", "B", "D"]);
});

it("tells a list of days run by run", () => {
  expect(runs(["A", "A", "B", "A"])).toEqual(["Days 1 to 2: A", "Day 3: B", "Day 4: A"]);
  expect(runs([])).toEqual([]);
});
