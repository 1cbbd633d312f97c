/** Landmarks of up to a second, as the log's `landmarks` event holds them. */
export interface Landmarked {
  /** Ms after the first frame. */
  times: number[];
  /** x, y of 21 landmarks for each time, in 1/10000 of the raw picture's width and height. */
  points: number[];
}

/** Landmarks, and the time of their first frame on the clock of `performance.now()`, ms: the event's `at` belongs there. */
export interface Tape {
  start: number;
  landmarks: Landmarked;
}

const MOST = 15;
/** Frames never come quite evenly: one a little early still counts as its turn. */
const EARLY = 8;

/** Keeps landmarks at no more than the rate the plan asks for, as whole numbers. */
export class LandmarkTape {
  #start = 0;
  #landmarks: Landmarked = { times: [], points: [] };
  #kept = -Infinity;

  constructor(private readonly rate: number) {}

  /** Takes the landmarks (pixels of a raw picture of this size) of a frame; gives the tape before when a second is full. */
  add(at: number, points: readonly number[], width: number, height: number): Tape | null {
    if (this.rate <= 0 || at - this.#kept < 1000 / this.rate - EARLY) return null;
    this.#kept = at;
    const tape = at - this.#start >= 1000 || this.#landmarks.times.length >= MOST ? this.take() : null;
    if (this.#landmarks.times.length === 0) this.#start = at;
    this.#landmarks.times.push(Math.round(at - this.#start));
    for (const [k, value] of points.entries()) this.#landmarks.points.push(whole(value / (k % 2 === 0 ? width : height)));
    return tape;
  }

  /** What was kept and not yet given; null if nothing. */
  take(): Tape | null {
    const tape = { start: this.#start, landmarks: this.#landmarks };
    this.#landmarks = { times: [], points: [] };
    return tape.landmarks.times.length > 0 ? tape : null;
  }
}

const whole = (share: number) => Math.max(-20_000, Math.min(30_000, Math.round(10_000 * share)));
