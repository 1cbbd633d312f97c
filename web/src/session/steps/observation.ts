// Action observation: a movement is watched, then done so often as planned. Everything follows from the step's own events.
import type { Observation } from "../../shared/contract";
import type { OwnOf } from "../state";
import { median } from "../eyes/stats.ts";
import { partOf, type Rules, type State } from "./rules.ts";

export interface Observing {
  /** The place of the movement that is due; beyond the last one the step is over. */
  movement: number;
  /** It was watched, and is to be done. */
  watched: boolean;
  /** How often it was done. */
  times: number;
  /** Those times that the camera counted, in their order. */
  seen: readonly Measured[];
}
/** What the camera measured of a repetition: palm lengths and ms, null where it did not. */
export interface Measured {
  amplitude: number | null;
  lasted: number | null;
}
type Logged = OwnOf<"movement_watched" | "movement_repeated" | "movement_followed" | "repeating_left">;

const beginning = (movement: number): Observing => ({ movement, watched: false, times: 0, seen: [] });
const next = (state: Observing): Observing => beginning(state.movement + 1);

export const state: State<Observation, Observing, Logged> = {
  begin: () => beginning(0),
  take(state, event, step) {
    const due = step.movements[state.movement];
    if (!due || event.movement !== due.id) return state;
    if (event.kind === "movement_watched") return { ...state, watched: true };
    if (!state.watched || event.kind === "movement_followed") return state;
    if (event.kind === "repeating_left") return next(state);
    const { by, amplitude = null, lasted = null } = event;
    const seen = by === "camera" ? [...(state.seen ?? []), { amplitude, lasted }] : state.seen;
    return state.times + 1 < due.repetitions ? { ...state, times: state.times + 1, seen } : next(state);
  },
};

export const rules: Rules<Observation> = {
  practice: true,
  camera: true,
  shorter: (step, share) => ({ ...step, movements: step.movements.slice(0, partOf(step.movements.length, share)) }),
  events: ["movement_watched", "movement_repeated", "movement_followed", "repeating_left"],
  state,
};

/** So many repetitions are the first ones, which the later ones are held against; own proposal. */
const FIRST = 3;
/** A size within this share of the first ones is about the same; own proposal. */
const SAME = 0.15;

const known = (values: readonly (number | null | undefined)[]): number[] => values.filter((value) => typeof value === "number");

/** What is told of repetitions that the camera counted. Null is not known, or not known yet. */
export interface Told {
  /** The size of the latest one beside the first ones. */
  size: "smaller" | "same" | "larger" | null;
  /** The size of all later ones, in per cent of the first ones. */
  percent: number | null;
  /** How long the latest one took, s. */
  latest: number | null;
  /** How long one usually took, s. */
  usual: number | null;
}

export function told(seen: readonly Measured[]): Told {
  const sizes = known(seen.map(({ amplitude }) => amplitude));
  const times = known(seen.map(({ lasted }) => lasted));
  const [first, later] = [sizes.slice(0, FIRST), sizes.slice(FIRST)];
  const share = later.length > 0 ? (of: number) => of / median(first) : null;
  const now = share ? share(later.at(-1)!) : null;
  return {
    size: now === null ? null : now < 1 - SAME ? "smaller" : now > 1 + SAME ? "larger" : "same",
    percent: share && Math.round(100 * share(median(later))),
    latest: typeof seen.at(-1)?.lasted === "number" ? seen.at(-1)!.lasted! / 1000 : null,
    usual: times.length > 0 ? median(times) / 1000 : null,
  };
}
