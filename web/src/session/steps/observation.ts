// Action observation: a movement is watched, then done so often as planned. Everything follows from the step's own events.
import type { Observation } from "../../shared/contract";
import type { OwnOf } from "../state";
import { partOf, type Rules, type State } from "./rules.ts";

export interface Observing {
  /** The place of the movement that is due; beyond the last one the step is over. */
  movement: number;
  /** It was watched, and is to be done. */
  watched: boolean;
  /** How often it was done. */
  times: number;
}
type Logged = OwnOf<"movement_watched" | "movement_repeated" | "repeating_left">;

const next = (state: Observing): Observing => ({ movement: state.movement + 1, watched: false, times: 0 });

export const state: State<Observation, Observing, Logged> = {
  begin: () => ({ movement: 0, watched: false, times: 0 }),
  take(state, event, step) {
    const due = step.movements[state.movement];
    if (!due || event.movement !== due.id) return state;
    if (event.kind === "movement_watched") return { ...state, watched: true };
    if (!state.watched) return state;
    if (event.kind === "repeating_left") return next(state);
    return state.times + 1 < due.repetitions ? { ...state, times: state.times + 1 } : next(state);
  },
};

export const rules: Rules<Observation> = {
  practice: true,
  shorter: (step, share) => ({ ...step, movements: step.movements.slice(0, partOf(step.movements.length, share)) }),
  events: ["movement_watched", "movement_repeated", "repeating_left"],
  state,
};
