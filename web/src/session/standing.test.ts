import { expect, it } from "vitest";
import { begin } from "./flow";
import { sample } from "./sample";
import { found, type Standing } from "./standing";

const one = (id: string, last: number, state: "open" | "closed" = "open"): Standing => ({
  id, plan: sample, opened: 0, last, at: 0, nextSeq: 3, step: 1, exercise: 0, state, flow: begin(),
});
const hour = 3600_000;

it("offers the latest session within the plan's time and closes the other open ones", () => {
  const { resume, late } = found([one("a", 10), one("b", 2 * hour), one("c", 2 * hour + 5), one("d", 2 * hour, "closed")], 3 * hour, "sample");
  expect(resume?.id).toBe("c");
  expect(late.map((s) => s.id)).toEqual(["b", "a"]);
});

it("offers nothing once the time has passed", () => {
  const { resume, late } = found([one("a", 0)], hour + 1, "sample");
  expect(resume).toBeNull();
  expect(late.map((s) => s.id)).toEqual(["a"]);
});

it("looks at nobody else's", () => {
  const other = { ...one("b", 2), plan: { ...sample, person: "somebody else" } };
  const { resume, late } = found([one("a", 1), other], 3, "sample");
  expect(resume?.id).toBe("a");
  expect(late).toEqual([]);
  expect(found([other], 3, "sample")).toEqual({ resume: null, late: [] });
});
