import type { Hand, Look } from "./hand";
import { palmSize } from "./pose";
import { type Repetition, Repetitions } from "./repetitions";
import type { Side } from "./sides";
import { mean } from "./stats";

/** A hand that was not seen for so long, ms, is another one when it is seen again. */
const FORGET = 700;
/** A hand may move so far between two looks, in its palm's length. */
const REACH = 2;
/** Votes of the model's labels, the newest weighing most; so many looks may be wrong before a hand changes its side. */
const KEEP = 0.85;

/** A hand over several looks. */
interface Known {
  at: number;
  x: number;
  y: number;
  /** Above 0 where the labels say that it is the one that is wanted. */
  votes: number;
}

/**
 * Finds the hand of one side wherever it lies in the picture. One label alone is often wrong where a hand is seen edge on, so a
 * hand is known by where it was before, and its labels vote. The hand of the other side is never taken for it, though it be alone.
 */
export class Chosen {
  #known: Known[] = [];

  constructor(private readonly side: Side) {}

  add({ at, hands }: Look): Hand | null {
    const before = this.#known.filter((one) => at - one.at < FORGET);
    const now = hands.map((hand) => ({ hand, known: this.#know(hand, at, before) }));
    this.#known = [...now.map(({ known }) => known), ...before];
    const best = now.reduce<(typeof now)[number] | null>((best, one) => (one.known.votes > (best?.known.votes ?? 0) ? one : best), null);
    return best?.hand ?? null;
  }

  /** The hand as it was seen before, which is taken out of `before`; or a new one. */
  #know(hand: Hand, at: number, before: Known[]): Known {
    const [x, y] = [mean(hand.points.filter((_, k) => k % 2 === 0)), mean(hand.points.filter((_, k) => k % 2 === 1))];
    const away = (one: Known) => Math.hypot(one.x - x, one.y - y);
    const nearest = before.reduce<Known | null>((best, one) => (best && away(best) <= away(one) ? best : one), null);
    const same = nearest && away(nearest) < REACH * palmSize(hand.points) ? nearest : null;
    if (same) before.splice(before.indexOf(same), 1);
    return { at, x, y, votes: KEEP * (same?.votes ?? 0) + (hand.side === this.side ? 1 : -1) };
  }
}

/** One look at the hand that is followed. */
export interface Followed {
  at: number;
  seen: boolean;
  /** The repetition that this look completes. */
  repetition: Repetition | null;
}

const SIZE_SMOOTH = 500;

/** Counts and measures what the hand of one side does, wherever it lies in the picture. */
export class FollowedHand {
  readonly #chosen: Chosen;
  readonly #repetitions = new Repetitions();
  #size = 0;
  #last = -Infinity;

  constructor(side: Side) {
    this.#chosen = new Chosen(side);
  }

  add(look: Look): Followed {
    const { at } = look;
    const hand = this.#chosen.add(look);
    if (!hand) return { at, seen: false, repetition: null };
    const apart = at - this.#last;
    this.#last = at;
    // The palm looks shorter in one look than in another, and is not: its size changes slowly.
    this.#size += (palmSize(hand.points) - this.#size) * (apart > FORGET ? 1 : 1 - Math.exp(-apart / SIZE_SMOOTH));
    return { at, seen: true, repetition: this.#repetitions.add(at, hand.points, this.#size) };
  }
}
