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

/** One measure over time and its turning points, with hysteresis. */
class Swing {
  /** The swing under way or the usual one, whichever is greater, in units of the least that counts. */
  strength = 0;
  #usual = 0;
  /** When the latest turning point was reached, ms. */
  turned = -Infinity;
  #value = 0;
  #low = 0;
  #high = 0;
  #heading = 0;
  #first = 0;
  #last = -Infinity;
  #lowest = 0;
  #highest = 0;

  /** Takes the value at a time in ms; true when the movement has been there and is on its way back. */
  add(at: number, raw: number, least: number): boolean {
    const apart = at - this.#last;
    this.#last = at;
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
    return false;
  }

  #turn(heading: 1 | -1, least: number): boolean {
    const swing = (this.#high - this.#low) / least;
    this.#usual = this.#usual < 1 ? swing : (this.#usual + swing) / 2;
    if (this.#heading === 0) this.#first = heading;
    const returning = heading !== this.#first;
    this.#heading = heading;
    this.turned = heading < 0 ? this.#highest : this.#lowest;
    // From here on only what follows the turning point counts for the next one.
    if (heading < 0) [this.#low, this.#lowest] = [this.#value, this.#last];
    else [this.#high, this.#highest] = [this.#value, this.#last];
    return returning;
  }
}

/**
 * Counts how often a movement was made, whatever the movement: several measures of the pose are followed, and the one
 * that swings most for its kind is counted. A repetition counts as it is on its way back.
 */
export class Repetitions {
  readonly #swings = MEASURES.map(() => new Swing());
  #lead = -1;
  #counted = -Infinity;

  /** Takes the landmarks of one frame at a time in ms, and the palm's size in pixels; true when they complete a repetition. */
  add(at: number, hand: Landmarks, size: number): boolean {
    let counts = false;
    for (const [k, { least, length, of }] of MEASURES.entries()) {
      const returned = this.#swings[k]!.add(at, of(hand), length ? least * size : least);
      // A measure that takes the lead may be late with a repetition that the one before has counted.
      if (returned && this.#leads(k) && this.#swings[k]!.turned > this.#counted) counts = true;
    }
    if (!counts || at - this.#counted < APART) return false;
    this.#counted = at;
    return true;
  }

  /** The lead passes only to a clearly stronger measure: of two alike, neither both may count nor none. */
  #leads(k: number): boolean {
    const strengths = this.#swings.map((swing) => swing.strength);
    const strongest = strengths.indexOf(Math.max(...strengths));
    if (strengths[strongest]! > STRONGER * (strengths[this.#lead] ?? 0)) this.#lead = strongest;
    return this.#lead === k;
  }
}
