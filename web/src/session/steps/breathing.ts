// Paced breathing: where a breath stands, what a change of pace does, and what is logged. A breath is breathing in, then longer
// out, and the next one begins at once: there is no number here for a pause.
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

/** The breath under way: for how many seconds it has gone on, and its pace. */
export interface Breath {
  into: number;
  perMinute: number;
}

/** Let seconds go by. `whole` is the pace of a breath that ended meanwhile, else null; what is over it goes into the next one. */
export function advance(breath: Breath, seconds: number, next: number): { breath: Breath; whole: number | null } {
  const into = breath.into + seconds;
  const length = 60 / breath.perMinute;
  if (into < length) return { breath: { ...breath, into }, whole: null };
  return { breath: { into: into - length, perMinute: next }, whole: breath.perMinute };
}

/** Whether it is breathed out now, and how large the shape is, 0 to 1. It never stands still: that would look like a pause. */
export function shape({ into, perMinute }: Breath, outShare: number): { out: boolean; size: number } {
  const share = Math.min(1, (into * perMinute) / 60);
  const turn = 1 - outShare;
  return share < turn ? { out: false, size: share / turn } : { out: true, size: (1 - share) / outShare };
}

/** The pace after one tap towards slower (-1) or faster (1), never beyond what the plan allows. */
export function tapped(step: Breathing, perMinute: number, way: -1 | 1): number {
  const steps = Math.round((perMinute - step.slowest) / step.pace_step) + way;
  const wanted = Math.round((step.slowest + steps * step.pace_step) * 10) / 10;
  return Math.min(step.fastest, Math.max(step.slowest, wanted));
}
