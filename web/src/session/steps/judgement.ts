// Left/right judgement: which trial comes next. What happens within a trial is led by judging.ts.
import type { Judgement } from "../../shared/contract";
import type { OwnOf } from "../state";
import { partOf, type Rules, type State } from "./rules.ts";

export interface Standing {
  /** The place of the trial that comes next. */
  next: number;
  begun: boolean;
  /** Its picture may have been seen already, before a pause. */
  again: boolean;
}

export const state: State<Judgement, Standing, OwnOf<"judging_started" | "picture_judged">> = {
  begin: () => ({ next: 0, begun: false, again: false }),
  take: (before, event) =>
    event.kind === "judging_started"
      ? { ...before, begun: true, again: before.begun }
      : { next: event.trial + 1, begun: true, again: false },
};

export const rules: Rules<Judgement> = {
  practice: true,
  shorter: (step, share) => ({ ...step, trials: step.trials.slice(0, partOf(step.trials.length, share)) }),
  events: ["judging_started", "picture_judged"],
  state,
};
