import { expect, it } from "vitest";
import { sample } from "../session/sample";
import { ending, fresh } from "./late";
import type { Running } from "./store";

const one: Running = { id: "a".repeat(32), plan: sample, opened: 0, last: 1000, at: 90_000, nextSeq: 17, step: 2, exercise: 0, state: "open" };

it("a session may be gone on with for as long as its plan says", () => {
  expect(fresh(one, 1000 + 3600_000)).toBe(true);
  expect(fresh(one, 1001 + 3600_000)).toBe(false);
});

it("a session found open too late is interrupted for good, at the step where it stood", () => {
  expect(ending(one, new Date(0))).toMatchObject({ session: one.id, seq: 17, at: 90_000, kind: "interrupted", step: "look", reason: "found_open", display: "s100_d0" });
  const display = { size: 2, delay: 90, covered: false };
  const shown = { ...one, plan: { ...sample, display } };
  expect(ending(shown, new Date(0)).display).toBe("s200_d90");
  expect(ending({ ...shown, flow: { picture: "glass" } } as Running, new Date(0)).display).toBe("s100_d0");
});
