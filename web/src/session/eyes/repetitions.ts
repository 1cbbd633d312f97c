import { type Landmarks, MEASURES } from "./pose";

/** A swing needs this share of what is usual, so that a tremor on a large movement does not count. */
const SHARE = 0.4;
const FORGET = 8000;
/** A swing that came to rest, as when a hand is put in place, soon says nothing about what follows, ms. */
const STALLED = 2000;
/** No movement of a limb repeats faster, ms. */
const APART = 350;
/** After so long without a hand, ms, a movement begins anew. */
const GAP = 1000;
const STRONGER = 1.5;
const SMOOTH = 90;

/** One repetition as the camera saw it. */
export interface Repetition {
  /** How far the measure that swings most went, in palm lengths: what the picture shows, not what goes towards the camera. */
  amplitude: number;
  /** From the turning point before to this one, ms; null for the first, and after the hand was out of view. */
  lasted: number | null;
}

/** Where a movement turned: when, in ms, and at which value in palm lengths. */
interface Turned {
  at: number;
  value: number;
}

/** One measure over time and its turning points, with hysteresis. */
class Swing {
  /** The swing under way or the usual one, whichever is greater, in units of the least that counts. */
  strength = 0;
  #usual = 0;
  /** When the latest turning point was reached, ms, by the smoothed measure. */
  turned = -Infinity;
  /** The latest two turning points, the newer one last, by the measure as it was. */
  turns: readonly Turned[] = [];
  #course = new Course();
  #value = 0;
  #low = 0;
  #high = 0;
  #heading = 0;
  #first = 0;
  #last = -Infinity;
  #lowest = 0;
  #highest = 0;

  /** Takes the value at a time in ms, of which `unit` is a palm length; true when the movement has been there and is on its way back. */
  add(at: number, raw: number, least: number, unit: number): boolean {
    const apart = at - this.#last;
    this.#last = at;
    if (apart > GAP) this.#course = new Course();
    this.#course.add(at, raw / unit);
    if (apart > GAP) return this.#begin(raw);
    this.#value += (raw - this.#value) * (1 - Math.exp(-apart / SMOOTH));
    this.#usual *= Math.exp(-apart / FORGET);
    if (this.#value < this.#low) [this.#low, this.#lowest] = [this.#value, at];
    if (this.#value > this.#high) [this.#high, this.#highest] = [this.#value, at];
    const stalled = at - (this.#heading < 0 ? this.#lowest : this.#highest);
    this.strength = Math.max(this.#usual, ((this.#high - this.#low) / least) * Math.exp(-stalled / STALLED));
    const needed = least * Math.max(1, SHARE * this.#usual);
    if (this.#heading >= 0 && this.#high - this.#value >= needed) return this.#turn(-1, least);
    if (this.#heading <= 0 && this.#value - this.#low >= needed) return this.#turn(1, least);
    return false;
  }

  #begin(raw: number): boolean {
    this.#value = this.#low = this.#high = raw;
    this.#heading = 0;
    this.turns = [];
    return false;
  }

  #turn(heading: 1 | -1, least: number): boolean {
    const swing = (this.#high - this.#low) / least;
    this.#usual = this.#usual < 1 ? swing : (this.#usual + swing) / 2;
    if (this.#heading === 0) this.#first = heading;
    const returning = heading !== this.#first;
    this.#heading = heading;
    this.turned = heading < 0 ? this.#highest : this.#lowest;
    const before = this.turns.at(-1);
    this.turns = [...(before ? [before] : []), this.#course.turn(this.turned, before)];
    // From here on only what follows the turning point counts for the next one.
    if (heading < 0) [this.#low, this.#lowest] = [this.#value, this.#last];
    else [this.#high, this.#highest] = [this.#value, this.#last];
    return returning;
  }
}

/** Own proposals, ms: how far around a turning point the measure is fitted, at most and at least, and as a share of the way there. */
const FIT = { least: 170, most: 800, share: 0.2 };
/** So many values are kept: more than a slow repetition has. */
const KEPT = 300;

/** The latest values of a measure as they were. Smoothing, which finds the turning points, makes a swing smaller and later. */
class Course {
  #values: Turned[] = [];

  add(at: number, value: number): void {
    this.#values.push({ at, value });
    if (this.#values.length > KEPT) this.#values.shift();
  }

  /** The turning point that the smoothed measure reached at `seen`: the vertex of a parabola through the values around it. */
  turn(seen: number, before: Turned | undefined): Turned {
    const half = Math.min(FIT.most, Math.max(FIT.least, before ? FIT.share * (seen - before.at) : 0));
    let found = { at: seen - SMOOTH, value: this.#near(seen - SMOOTH).value };
    for (let look = 0; look < 2; look++) {
      const around = this.#values.filter(({ at }) => Math.abs(at - found.at) <= half);
      found = (around.length >= 4 && vertex(around, found.at, half)) || found;
    }
    return found;
  }

  #near(time: number): Turned {
    return this.#values.reduce((best, one) => (Math.abs(one.at - time) < Math.abs(best.at - time) ? one : best));
  }
}

/** The vertex of the parabola that lies closest to the values, by least squares; null where it is not within `half` of `middle`. */
function vertex(values: readonly Turned[], middle: number, half: number): Turned | null {
  const sum = (of: (x: number, y: number) => number) => values.reduce((all, { at, value }) => all + of((at - middle) / half, value), 0);
  const [n, x1, x2, x3, x4] = [values.length, sum((x) => x), sum((x) => x ** 2), sum((x) => x ** 3), sum((x) => x ** 4)];
  const [y0, y1, y2] = [sum((_, y) => y), sum((x, y) => x * y), sum((x, y) => x * x * y)];
  const det = (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number) =>
    a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const all = det(n, x1, x2, x1, x2, x3, x2, x3, x4);
  if (Math.abs(all) < 1e-9) return null;
  const c = det(y0, x1, x2, y1, x2, x3, y2, x3, x4) / all;
  const b = det(n, y0, x2, x1, y1, x3, x2, y2, x4) / all;
  const a = det(n, x1, y0, x1, x2, y1, x2, x3, y2) / all;
  const x = -b / (2 * a);
  return Math.abs(x) <= 1 ? { at: middle + x * half, value: c + b * x + a * x * x } : null;
}

/**
 * Counts how often a movement was made, whatever the movement: several measures of the pose are followed, and the one
 * that swings most for its kind is counted. A repetition counts as it is on its way back.
 */
export class Repetitions {
  readonly #swings = MEASURES.map(() => new Swing());
  #lead = -1;
  #counted = -Infinity;
  #last = -Infinity;
  /** The turning point of the repetition before, ms; null where there is none, or the hand was out of view since. */
  #before: number | null = null;

  /** Takes the landmarks of one frame at a time in ms, and the palm's size in pixels; gives the repetition that they complete. */
  add(at: number, hand: Landmarks, size: number): Repetition | null {
    if (at - this.#last > GAP) this.#before = null;
    this.#last = at;
    let counts: Swing | null = null;
    for (const [k, { least, length, of }] of MEASURES.entries()) {
      const unit = length ? size : 1; // a direction is that of a line one palm long
      const returned = this.#swings[k]!.add(at, of(hand), least * unit, unit);
      // A measure that takes the lead may be late with a repetition that the one before has counted.
      if (returned && this.#leads(k) && this.#swings[k]!.turned > this.#counted) counts = this.#swings[k]!;
    }
    if (!counts || at - this.#counted < APART) return null;
    this.#counted = at;
    const [from, to] = counts.turns as [Turned, Turned]; // what returns has turned twice
    const lasted = this.#before === null ? null : Math.max(0, to.at - this.#before);
    this.#before = to.at;
    return { amplitude: Math.abs(to.value - from.value), lasted };
  }

  /** The lead passes only to a clearly stronger measure: of two alike, neither both may count nor none. */
  #leads(k: number): boolean {
    const strengths = this.#swings.map((swing) => swing.strength);
    const strongest = strengths.indexOf(Math.max(...strengths));
    if (strengths[strongest]! > STRONGER * (strengths[this.#lead] ?? 0)) this.#lead = strongest;
    return this.#lead === k;
  }
}
