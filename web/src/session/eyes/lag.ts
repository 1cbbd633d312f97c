import { type Landmarks, MEASURES, palmSize } from "./pose";
import { mean } from "./stats";

/**
 * Own proposals, in ms: over the last `span` the lag is looked for within `most` either way, on a grid of `step`; `gap` is the
 * longest pause between two looks that is bridged. Movement is known where `seen` of the grid is; it must swing by `least` in units
 * of the least swing that counts as a repetition (standard deviation), and be `alike` (correlation).
 */
export const LAG = { span: 8000, step: 50, most: 1000, gap: 400, seen: 0.6, least: 0.12, alike: 0.6, asGood: 0.95 };

/** Every measure of the pose in units of its least swing, as one look saw it. */
interface Posed {
  at: number;
  values: number[];
}

/**
 * By how much the movement of the affected hand follows that of the intact one. Of the measures of the pose the one that swings
 * most in the intact hand is followed in both, the affected hand reflected as the mirror does it; the lag is the place of the
 * highest cross-correlation.
 */
export class Lag {
  #intact: Posed[] = [];
  #affected: Posed[] = [];
  #first = Number.NaN;
  #last = Number.NaN;

  /** Takes both hands of one look in pixels of the own view; null where a hand is not seen. */
  add(at: number, intact: Landmarks | null, affected: Landmarks | null): void {
    if (Number.isNaN(this.#first)) this.#first = at;
    this.#last = at;
    const fresh = (posed: Posed[]) => posed.filter((one) => one.at > at - LAG.span - LAG.gap);
    this.#intact = fresh(this.#intact);
    this.#affected = fresh(this.#affected);
    if (intact) this.#intact.push({ at, values: measures(intact) });
    if (affected) this.#affected.push({ at, values: measures(affected.map((value, k) => (k % 2 === 0 ? -value : value))) });
  }

  /** The lag of the last seconds in ms, positive where the affected hand is later; null where it is not known. */
  take(): number | null {
    if (!(this.#last - this.#first >= LAG.seen * LAG.span)) return null;
    const intact = MEASURES.map((_, k) => sampled(this.#intact, k, this.#last));
    const swings = intact.map(spread);
    const lead = swings.indexOf(Math.max(...swings));
    const affected = sampled(this.#affected, lead, this.#last);
    if (swings[lead]! < LAG.least || spread(affected) < LAG.least) return null;
    return highest(intact[lead]!, affected);
  }
}

/** A measure on the grid that ends at `end`, oldest first; NaN where it is not known. */
function sampled(posed: readonly Posed[], measure: number, end: number): number[] {
  const out: number[] = [];
  let k = 0;
  for (let at = end - LAG.span; at <= end; at += LAG.step) {
    while (k + 2 < posed.length && posed[k + 1]!.at < at) k++;
    const [before, after] = [posed[k], posed[k + 1]];
    if (!before || !after || before.at > at || after.at < at || after.at - before.at > LAG.gap) out.push(Number.NaN);
    else out.push(before.values[measure]! + ((after.values[measure]! - before.values[measure]!) * (at - before.at)) / (after.at - before.at));
  }
  return out;
}

function measures(hand: Landmarks): number[] {
  const size = palmSize(hand);
  return MEASURES.map(({ least, length, of }) => of(hand) / (length ? least * size : least));
}

/** Standard deviation of what is known; NaN counts as none, and too little that is known has no spread. */
function spread(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length < LAG.seen * values.length) return 0;
  const middle = mean(known);
  return Math.sqrt(mean(known.map((value) => (value - middle) ** 2)));
}

/** Where the second series is most alike the first one, ms later; null where it is alike nowhere, or only at the very end. */
function highest(first: readonly number[], second: readonly number[]): number | null {
  const most = LAG.most / LAG.step;
  const at = (lag: number) => correlation(first, second, lag);
  const all = Array.from({ length: 2 * most + 1 }, (_, k) => at(k - most));
  const peaks = [...all.keys()].slice(1, -1).filter((k) => all[k]! >= all[k - 1]! && all[k]! > all[k + 1]! && all[k]! >= LAG.alike);
  // A movement that repeats quickly is as alike a whole repetition later: the nearest peak is meant.
  const best = Math.max(...peaks.map((k) => all[k]!));
  const near = peaks.filter((k) => all[k]! >= LAG.asGood * best).sort((a, b) => Math.abs(a - most) - Math.abs(b - most))[0];
  if (near === undefined) return null;
  const [before, there, after] = [all[near - 1]!, all[near]!, all[near + 1]!];
  const between = (before - after) / (2 * (before - 2 * there + after));
  return Math.round((near - most + between) * LAG.step);
}

/** Correlation of the first series with the second one so many steps later, where both are known. */
function correlation(first: readonly number[], second: readonly number[], lag: number): number {
  const pairs: [number, number][] = [];
  for (let k = Math.max(0, -lag); k < first.length - Math.max(0, lag); k++) {
    const [a, b] = [first[k]!, second[k + lag]!];
    if (!Number.isNaN(a) && !Number.isNaN(b)) pairs.push([a, b]);
  }
  if (2 * pairs.length < first.length) return -1;
  const [x, y] = [mean(pairs.map(([a]) => a)), mean(pairs.map(([, b]) => b))];
  let [xx, yy, xy] = [0, 0, 0];
  for (const [a, b] of pairs) {
    xx += (a - x) ** 2;
    yy += (b - y) ** 2;
    xy += (a - x) * (b - y);
  }
  return xy / Math.sqrt(xx * yy) || 0;
}
