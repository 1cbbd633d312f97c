// Motor imagery: which movement is due, and which part of it. Everything follows from the step's own events.
import type { Imagery } from "../../shared/contract";
import type { OwnOf } from "../state";
import { partOf, type Rules, type State } from "./rules.ts";

export type Part = OwnOf<"imagery_skipped">["part"];
export interface Imagining {
  /** The place of the movement that is due; beyond the last one the step is over. */
  movement: number;
  part: Part;
  /** How often the movement was imagined or executed in this part. */
  times: number;
}
type Logged = OwnOf<"movement_timed" | "vividness_rated" | "imagery_skipped">;

/** How often a movement is to be done in a part; 0 where the part is none of movements. */
export const timesOf = (step: Imagery, part: Part): number =>
  part === "imagined" ? step.times : part === "executed" ? step.executions : 0;

function after(state: Imagining, step: Imagery): Imagining {
  const parts: Part[] = step.executions > 0 ? ["imagined", "seen", "felt", "executed"] : ["imagined", "seen", "felt"];
  const next = parts[parts.indexOf(state.part) + 1];
  // What was not imagined once is neither rated nor executed.
  if (!next || (state.part === "imagined" && state.times === 0)) return { movement: state.movement + 1, part: "imagined", times: 0 };
  return { movement: state.movement, part: next, times: 0 };
}

/** An event of another movement or part is a correction of what was said before: it moves nothing on. */
export const state: State<Imagery, Imagining, Logged> = {
  begin: () => ({ movement: 0, part: "imagined", times: 0 }),
  take(state, event, step) {
    if (event.movement !== step.movements[state.movement]?.id) return state;
    switch (event.kind) {
      case "movement_timed": {
        if (event.way !== state.part) return state;
        const done = { ...state, times: state.times + 1 };
        return done.times < timesOf(step, state.part) ? done : after(done, step);
      }
      case "vividness_rated":
        return event.sense === state.part ? after(state, step) : state;
      case "imagery_skipped":
        return event.part === state.part ? after(state, step) : state;
    }
  },
};

export const rules: Rules<Imagery> = {
  practice: true,
  shorter: (step, share) => ({ ...step, movements: step.movements.slice(0, partOf(step.movements.length, share)) }),
  events: ["movement_timed", "vividness_rated", "imagery_skipped"],
  state,
};
