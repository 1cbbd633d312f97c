// What was breathed outside a session: whole breaths by their pace.
import type { Found, Tried } from "./resonance";

export interface Done {
  seconds: number;
  breaths: number;
  /** In the order in which the paces were first used. */
  paces: readonly { perMinute: number; breaths: number }[];
}

export const nothing: Done = { seconds: 0, breaths: 0, paces: [] };

/** The same with one more whole breath. */
export function withBreath(done: Done, perMinute: number): Done {
  const known = done.paces.some((one) => one.perMinute === perMinute);
  const paces = known ? done.paces : [...done.paces, { perMinute, breaths: 0 }];
  return {
    seconds: done.seconds + 60 / perMinute,
    breaths: done.breaths + 1,
    paces: paces.map((one) => (one.perMinute === perMinute ? { ...one, breaths: one.breaths + 1 } : one)),
  };
}

/** How a person is led: for how long, how fast, and by what beside what is seen. */
export interface Choices {
  minutes: number;
  perMinute: number;
  sound: boolean;
  felt: boolean;
}

/** Minutes after one tap, within what the catalogue allows. */
export function minutesTapped(limits: { minutes_low: number; minutes_high: number }, minutes: number, way: -1 | 1): number {
  return Math.min(limits.minutes_high, Math.max(limits.minutes_low, minutes + way));
}

/** What the beats of a strap said while somebody breathed. */
export interface HeartTold {
  /** The coherence ratio of each whole minute; null where too much was missing. */
  coherence: readonly (number | null)[];
  leftOut: number;
  /** Where one's own pace was looked for: each pace that was breathed to its end, and what came of it. */
  tried: readonly Tried[];
  found: Found | null;
}
