// One trial of left/right judgement after another: a cross, the picture, an answer, a pause. Times are in ms, of the clock that
// animation frames and events share. There is no deadline. What breaks into a trial ends its page, and the trial comes up anew.
export type Side = "left" | "right";
/** By what an answer was given: it shifts times, so it is kept with each. */
export type Means = "pointer" | "two_keys" | "neighbouring_keys" | "arrow_keys" | "switch" | "other";

/** Between an answer and the next cross. */
export const PAUSE = 500;
/** A screen is taken to be this fast (ms a frame) until enough of its frames were seen. */
const USUAL = 1000 / 60;
const ENOUGH = 10;
const REMEMBERED = 60;

/** When the frames of the screen came, so that those which did not come in time can be counted. */
export class Frames {
  #last: number | null = null;
  #steps: number[] = [];
  #missed = 0;

  /** A frame came; `idle` while nothing is drawn in it, when it tells how fast the screen is. */
  came(now: number, idle: boolean): void {
    const step = this.#last === null ? null : now - this.#last;
    this.#last = now;
    if (step === null || step <= 0) return;
    this.#missed += Math.max(0, Math.round(step / this.interval) - 1);
    if (!idle) return;
    this.#steps.push(step);
    if (this.#steps.length > REMEMBERED) this.#steps.shift();
  }
  /** Counting begins anew with the frame that came last. */
  restart(): void {
    this.#missed = 0;
  }
  /** Milliseconds a frame: the median of those seen. */
  get interval(): number {
    if (this.#steps.length < ENOUGH) return USUAL;
    const sorted = [...this.#steps].sort((a, b) => a - b);
    return sorted[sorted.length >> 1]!;
  }
  /** How many frames should have come until this moment, and did not. */
  missed(at: number): number {
    return this.#missed + (this.#last === null ? 0 : Math.max(0, Math.floor((at - this.#last) / this.interval) - 1));
  }
}

export type Phase = "cross" | "picture" | "pause";

export interface Reply {
  side: Side;
  /** From the frame in which the picture was painted to the event of the answer. */
  ms: number;
  dropped: number;
}

/** Leads through trials; what is to be drawn follows from `phase`. */
export class Judging {
  phase: Phase = "pause";
  readonly frames = new Frames();
  /** When the phase began; for the picture this is its onset. */
  #since: number | null = null;

  /** `cross` and `pause` are how long they last. The first cross comes up with the first frame. */
  constructor(readonly cross: number, readonly pause = PAUSE) {}

  /** A frame is about to be painted; returns what has to be drawn anew in it. */
  frame(now: number): Phase | null {
    this.frames.came(now, this.phase !== "picture");
    if (this.#since === null || (this.phase === "pause" && now - this.#since >= this.pause)) return this.#turn("cross", now);
    // Half a frame early is nearer than half a frame late.
    if (this.phase === "cross" && now - this.#since >= this.cross - this.frames.interval / 2) {
      this.frames.restart();
      return this.#turn("picture", now);
    }
    return null;
  }
  /** The person answers at this moment; null where no picture was there to be judged. */
  answer(side: Side, at: number): Reply | null {
    if (this.phase !== "picture" || this.#since === null || at < this.#since) return null;
    const reply = { side, ms: at - this.#since, dropped: this.frames.missed(at) };
    this.#turn("pause", at);
    return reply;
  }
  #turn(phase: Phase, now: number): Phase {
    this.#since = now;
    return (this.phase = phase);
  }
}

/** Keys by their place on the keyboard, so that every layout has them in one place. */
interface Keys { means: Means; left: string; right: string }

/** Of two keys the left one means left: under both index fingers, or side by side under the one hand that is used. */
export function keysFor(hand: "both" | Side): Keys {
  if (hand === "left") return { means: "neighbouring_keys", left: "KeyD", right: "KeyF" };
  if (hand === "right") return { means: "neighbouring_keys", left: "KeyJ", right: "KeyK" };
  return { means: "two_keys", left: "KeyF", right: "KeyJ" };
}

type Pressed = Pick<KeyboardEvent, "code" | "repeat" | "isComposing" | "ctrlKey" | "altKey" | "metaKey">;

/** What a key says; null where it is none of these, is held down, or is pressed with another. */
export function saidBy(event: Pressed, keys: Keys): { side: Side; means: Means } | null {
  if (event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return null;
  for (const { means, left, right } of [keys, { means: "arrow_keys" as Means, left: "ArrowLeft", right: "ArrowRight" }]) {
    if (event.code === left) return { side: "left", means };
    if (event.code === right) return { side: "right", means };
  }
  return null;
}
