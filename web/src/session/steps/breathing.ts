// Paced breathing in a session: what is logged, and how far it has come. Where a breath stands: shared/breath.ts.
import type { Breathing } from "../../shared/contract";
import type { OwnOf } from "../state";
import { partOf, type Rules, type State } from "./rules.ts";

type Set = OwnOf<"breathing_set">;
type Paced = OwnOf<"breath_paced">;

/** How far it has come: what was last set (null before the first breath), and the whole breaths with their seconds. */
export interface Account {
  set: Pick<Set, "per_minute" | "heard" | "felt"> | null;
  seconds: number;
  breaths: number;
}

export const account: State<Breathing, Account, Set | Paced> = {
  begin: () => ({ set: null, seconds: 0, breaths: 0 }),
  take(before, event) {
    if (event.kind === "breath_paced") {
      return { ...before, seconds: before.seconds + 60 / event.per_minute, breaths: before.breaths + 1 };
    }
    const { per_minute, heard, felt } = event;
    return { ...before, set: { per_minute, heard, felt } };
  },
};

export const rules: Rules<Breathing> = {
  practice: true,
  shorter: (step, share) => ({ ...step, seconds: partOf(step.seconds, share, step.least) }),
  events: ["breathing_set", "breath_paced"],
  state: account,
};
