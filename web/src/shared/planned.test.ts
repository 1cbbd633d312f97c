import { expect, it } from "vitest";
import { sample } from "../session/sample";
import { seconds } from "./planned";

it("tells of each step how long it takes, where that is planned", () => {
  const lengths = Object.fromEntries(sample.steps.map((step) => [step.id, seconds(step)]));
  expect(lengths).toEqual({ check_in: 0, set_up: 0, look: 60, felt: 0, block: 24, again: 0, rest: 30, check_out: 0, summary: 0 });
  expect(seconds({ ...sample.steps[0]!, kind: "unheard_of" } as never)).toBe(0);
});
