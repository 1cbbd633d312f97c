// Beats in time, out of the intervals that a strap sends. The standard carries no time: a notification's beats end at its arrival.
import type { HeartFile } from "../../shared/contract";

/** A beat at `at` s, so many ms after the one before; one that is not `good` cannot be right and is left out. */
export interface Beat {
  at: number;
  interval: number;
  good: boolean;
}
export type BeatRules = Pick<HeartFile, "shortest" | "longest" | "jump" | "gap" | "left_out" | "rate">;

/** s by which arrival may be later or earlier than the sum of intervals before beats in between must have been lost. */
const APART = 1.5;
const BEFORE = 5;

export class Beats {
  all: Beat[] = [];
  #last: number | null = null;
  #recent: number[] = [];
  readonly #rules: BeatRules;

  constructor(rules: BeatRules) {
    this.#rules = rules;
  }

  /** Intervals in ms that arrived at `arrival` s. */
  take(intervals: readonly number[], arrival: number): void {
    const { shortest, longest } = this.#rules;
    const likely = (one: number): boolean => one >= shortest && one <= longest;
    const length = intervals.filter(likely).reduce((sum, one) => sum + one, 0) / 1000;
    let at = this.#last;
    if (at === null || Math.abs(at + length - arrival) > APART) {
      at = arrival - length;
      this.#recent = [];
    }
    for (const interval of intervals) {
      // One that no heart has says nothing of the time either.
      if (likely(interval)) at += interval / 1000;
      this.all.push({ at, interval, good: likely(interval) && this.#fits(interval) });
      if (likely(interval)) this.#recent = [...this.#recent, interval].slice(-BEFORE);
    }
    this.#last = at;
  }

  /** The strap is out of reach: what comes next begins anew. */
  lost(): void {
    this.#last = null;
    this.#recent = [];
  }

  /** Held against those before, wrong ones among them: so one wrong beat does not keep all later ones out. */
  #fits(interval: number): boolean {
    if (this.#recent.length === 0) return true;
    const sorted = [...this.#recent].sort((one, other) => one - other);
    const median = sorted[Math.floor((sorted.length - 1) / 2)]!;
    return Math.abs(interval - median) <= this.#rules.jump * median;
  }
}

/** The beats that are good between two times, in s, and how many are not. */
export function between(beats: readonly Beat[], from: number, to: number): { good: Beat[]; leftOut: number } {
  const within = beats.filter((one) => one.at >= from && one.at <= to);
  const good = within.filter((one) => one.good);
  return { good, leftOut: within.length - good.length };
}

/** Pieces without a gap, each to be drawn as one line. */
export function runs(beats: readonly Beat[], gap: number): Beat[][] {
  const found: Beat[][] = [];
  let last = -Infinity;
  for (const beat of beats) {
    if (!beat.good) continue;
    if (beat.at - last > gap) found.push([]);
    found.at(-1)!.push(beat);
    last = beat.at;
  }
  return found;
}

/** The intervals in ms of a window at even steps; null with a gap in it, at its edges too, or with too many beats left out. */
export function evenly(beats: readonly Beat[], from: number, to: number, rules: BeatRules): number[] | null {
  const { good, leftOut } = between(beats, from, to);
  if (good.length < 4 || leftOut > rules.left_out * (good.length + leftOut)) return null;
  const times = [from, ...good.map((one) => one.at), to];
  if (times.some((time, n) => n > 0 && time - times[n - 1]! > rules.gap)) return null;
  const curve = spline(good.map((one) => one.at), good.map((one) => one.interval));
  const [first, last] = [good[0]!.at, good.at(-1)!.at];
  return Array.from({ length: Math.floor((last - first) * rules.rate + 1e-9) + 1 }, (_, n) => curve(first + n / rules.rate));
}

/** The natural cubic spline through points of rising x. */
export function spline(x: readonly number[], y: readonly number[]): (at: number) => number {
  const n = x.length - 1;
  const step = (i: number): number => x[i + 1]! - x[i]!;
  const slope = (i: number): number => (y[i + 1]! - y[i]!) / step(i);
  // Second derivatives, 0 at both ends: a tridiagonal system, solved forwards and back.
  const [upper, right, bend] = [new Float64Array(n + 1), new Float64Array(n + 1), new Float64Array(n + 1)];
  for (let i = 1; i < n; i += 1) {
    const divided = 2 * (step(i - 1) + step(i)) - step(i - 1) * upper[i - 1]!;
    upper[i] = step(i) / divided;
    right[i] = (6 * (slope(i) - slope(i - 1)) - step(i - 1) * right[i - 1]!) / divided;
  }
  for (let i = n - 1; i > 0; i -= 1) bend[i] = right[i]! - upper[i]! * bend[i + 1]!;
  let i = 0;
  return (at) => {
    if (at < x[i]!) i = 0;
    while (i < n - 1 && at > x[i + 1]!) i += 1;
    const [before, after, whole] = [at - x[i]!, x[i + 1]! - at, step(i)];
    return (
      (bend[i]! * after ** 3 + bend[i + 1]! * before ** 3) / (6 * whole) +
      (y[i]! / whole - (bend[i]! * whole) / 6) * after +
      (y[i + 1]! / whole - (bend[i + 1]! * whole) / 6) * before
    );
  };
}
