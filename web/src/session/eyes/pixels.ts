import type { Second } from "./movement";
import { mean, median } from "./stats";

/** A pixel changed when its brightness did by more than this, beyond what the whole picture did. */
const CHANGED = 14;
/** The picture moves when this share of its pixels changed; less is noise. */
const SHARE = 0.012;
/** Less contrast than this (standard deviation of brightness) is a covered lens or a dark room. */
const CONTRAST = 6;
const GAP = 400;

/**
 * How much of the picture changed from one sample to the next, 0..1. A change of the whole picture's brightness, as by a cloud
 * or the camera's own exposure, is not a movement.
 */
export function changed(before: Uint8Array, now: Uint8Array): number {
  const differences = Array.from(now, (value, k) => value - before[k]!);
  const whole = median(differences);
  return differences.filter((d) => Math.abs(d - whole) > CHANGED).length / differences.length;
}

/** Standard deviation of brightness. */
export function contrast(grey: Uint8Array): number {
  const centre = mean(grey);
  return Math.sqrt(grey.reduce((sum, value) => sum + (value - centre) ** 2, 0) / grey.length);
}

/**
 * Movement of an arm, a leg or a foot by pixels, second by second.
 *
 * It knows that something moves on the intact side, not what: a sleeve and a shadow count as well, slow or faint movement does not.
 */
export class PixelMovement {
  #before: Uint8Array | null = null;
  #last = -Infinity;
  #began = Number.NaN;
  #frames = 0;
  #visible = 0;
  #moving = 0;

  /** Takes the brightness of the intact side at a time in ms; gives the second before when it begins a new one. */
  add(at: number, grey: Uint8Array): Second | null {
    const second = this.#roll(at);
    const apart = at - this.#last;
    this.#frames += 1;
    if (contrast(grey) >= CONTRAST) this.#visible += 1;
    if (this.#before && apart <= GAP && changed(this.#before, grey) > SHARE) this.#moving += apart;
    this.#before = grey;
    this.#last = at;
    return second;
  }

  #roll(at: number): Second | null {
    if (Number.isNaN(this.#began)) this.#began = at;
    if (at < this.#began + 1000) return null;
    const second: Second = {
      by: "pixels",
      frames: this.#frames,
      in_view: this.#visible / this.#frames,
      movement: 0,
      moving: Math.min(1, this.#moving / 1000),
      repetitions: 0,
      side: null,
    };
    this.#began = at < this.#began + 2000 ? this.#began + 1000 : at;
    this.#frames = this.#visible = this.#moving = 0;
    return second;
  }
}
