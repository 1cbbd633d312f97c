import type { Hand, Seen } from "./hand";
import { type Landmarks, palmSize, point, TIPS } from "./pose";
import { Repetitions } from "./repetitions";
import type { Side } from "./sides";

/**
 * One second of measuring, in the units of the log's `tracked` event.
 *
 * By the hand: `in_view` is the share of frames with a hand, `movement` the mean path of the five fingertips in palm lengths
 * per second in view, `moving` the share of the second in which they moved, `side` the majority of the model's labels.
 * By pixels (`by` says which): `in_view` is the share of samples in which the picture showed anything at all, `moving` the
 * share in which it changed; `movement` and `repetitions` are 0, because pixels have no palm to measure by and cannot be counted
 * honestly; `side` is null.
 */
export interface Second {
  by: "hand" | "pixels";
  frames: number;
  in_view: number;
  movement: number;
  moving: number;
  repetitions: number;
  side: Side | null;
}

/** Fingertips faster than this, in palm lengths per second, move; a hand at rest in a noisy picture stays below 0.2. */
export const MOVING = 0.25;
const SMOOTH = 80;
const SIZE_SMOOTH = 500;
/** A hand lost for longer, ms, is found anew: what lies between is not a path. */
const GAP = 400;
const MOST_REPETITIONS = 20;

/** The tracked frames of a second, summed. */
interface Sum {
  frames: number;
  hands: number;
  seen: number;
  path: number;
  moving: number;
  repetitions: number;
}

const empty = (): Sum => ({ frames: 0, hands: 0, seen: 0, path: 0, moving: 0, repetitions: 0 });

/** Turns tracked frames into one `Second` after another. */
export class Movement {
  readonly #repetitions = new Repetitions();
  #began = Number.NaN;
  #sum = empty();
  #labels = { left: 0, right: 0 };
  #tips: number[] | null = null;
  #size = 0;
  #last = -Infinity;

  /** Takes what was seen in one frame; gives the second before when the frame begins a new one. */
  add(seen: Seen): Second | null {
    const second = this.#roll(seen.at);
    this.#sum.frames += 1;
    if (seen.hand) this.#follow(seen.at, seen.hand);
    return second;
  }

  #roll(at: number): Second | null {
    if (Number.isNaN(this.#began)) this.#began = at;
    if (at < this.#began + 1000) return null;
    const second = this.#close();
    // Time without frames (a hidden page) was not measured: nothing is said of it.
    this.#began = at < this.#began + 2000 ? this.#began + 1000 : at;
    this.#sum = empty();
    return second;
  }

  #close(): Second {
    const { frames, hands, seen, path, moving, repetitions } = this.#sum;
    return {
      by: "hand",
      frames: Math.min(frames, 240),
      in_view: hands / frames,
      movement: seen > 0 ? Math.min(1000, (1000 * path) / seen) : 0,
      moving: Math.min(1, moving / 1000),
      repetitions: Math.min(repetitions, MOST_REPETITIONS),
      side: hands > 0 ? (this.#labels.left > this.#labels.right ? "left" : "right") : null,
    };
  }

  #follow(at: number, { points, side }: Hand): void {
    const apart = at - this.#last;
    this.#last = at;
    this.#sum.hands += 1;
    if (apart > GAP) this.#labels = { left: 0, right: 0 };
    this.#labels[side] += 1;
    const size = palmSize(points);
    const part = apart > GAP ? 1 : 1 - Math.exp(-apart / SIZE_SMOOTH);
    this.#size += (size - this.#size) * part;
    if (this.#repetitions.add(at, points, this.#size)) this.#sum.repetitions += 1;
    this.#move(apart, points);
  }

  #move(apart: number, points: Landmarks): void {
    const tips = TIPS.flatMap((tip) => point(points, tip));
    if (!this.#tips || apart > GAP) {
      this.#tips = tips;
      return;
    }
    const before = this.#tips;
    const part = 1 - Math.exp(-apart / SMOOTH);
    this.#tips = before.map((was, k) => was + (tips[k]! - was) * part);
    let path = 0;
    for (let k = 0; k < tips.length; k += 2) path += Math.hypot(this.#tips[k]! - before[k]!, this.#tips[k + 1]! - before[k + 1]!);
    path /= TIPS.length * this.#size;
    this.#sum.path += path;
    this.#sum.seen += apart;
    if ((1000 * path) / apart > MOVING) this.#sum.moving += apart;
  }
}
