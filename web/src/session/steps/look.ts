// A look: looking without moving.
import type { Look } from "../../shared/contract";
import { partOf, type Rules } from "./rules.ts";

export const rules: Rules<Look> = {
  looks: true,
  still: true,
  practice: true,
  shorter: (step, share) => ({ ...step, seconds: partOf(step.seconds, share, step.least) }),
};
