// At which pace the heart rate swings most: some minutes at each, from the fastest down, and what can be said of it.
import type { HeartFile } from "../../shared/contract";
import type { Limits } from "../../shared/breath";
import { type Beat, evenly } from "./beats";
import { swing } from "./coherence";

/** One pace, and the power of its peak in ms²; null where it could not be measured, or the heart did not follow that pace. */
export interface Tried {
  perMinute: number;
  power: number | null;
}
export type Found = { kind: "pace"; perMinute: number } | { kind: "few" } | { kind: "close" };

/** The paces to try, the fastest first. */
export function pacesOf({ slowest, fastest, pace_step }: Limits): number[] {
  const count = Math.floor((fastest - slowest) / pace_step + 1e-9) + 1;
  return Array.from({ length: count }, (_, n) => Math.round((fastest - n * pace_step) * 10) / 10);
}

/** What the beats of a pace say that was breathed from one time to another, in s. */
export function tried(perMinute: number, beats: readonly Beat[], from: number, to: number, rules: HeartFile): Tried {
  const values = evenly(beats, from, to, rules);
  const found = values && swing(values, rules);
  const followed = found && Math.abs(found.peak - perMinute / 60) <= rules.around;
  return { perMinute, power: followed ? found.power : null };
}

/** The pace whose peak is larger than all others, if enough were measured and it stands out. */
export function decide(steps: readonly Tried[], { fewest, margin }: Pick<HeartFile, "fewest" | "margin">): Found {
  const measured = steps.flatMap(({ perMinute, power }) => (power === null ? [] : [{ perMinute, power }])).sort((one, other) => other.power - one.power);
  const [first, second] = measured;
  if (!first || !second || measured.length < fewest) return { kind: "few" };
  return first.power >= second.power * (1 + margin) ? { kind: "pace", perMinute: first.perMinute } : { kind: "close" };
}
