import { midlineColumn, ownSize, type ViewSettings } from "./geometry";
import type { Hand, Look } from "./hand";
import { owned } from "./framing";
import { Lag } from "./lag";
import { Movement, type Second } from "./movement";
import { mean } from "./stats";

/** One second of the covered hand: its `Second`, and by how many ms it follows the intact one (null where that is not known). */
export interface AffectedSecond extends Second {
  lag: number | null;
}

/** Tells the two hands of a picture apart by the line between them, and follows the one that is covered. */
export class BothHands {
  readonly #movement = new Movement();
  readonly #lag = new Lag();

  /** Takes one look at a raw frame of this size; gives the intact hand, and each second of the other one. */
  add({ at, hands, took }: Look, width: number, height: number, settings: ViewSettings): { hand: Hand | null; second: AffectedSecond | null } {
    const [ownWidth] = ownSize(width, height, settings.rotate);
    const line = midlineColumn(ownWidth, settings.midline);
    const own = (hand: Hand) => owned(hand.points, width, height, settings);
    const beyond = (x: number) => x >= line === (settings.intact === "right");
    const intact = (hand: Hand) => {
      const across = own(hand).filter((_, k) => k % 2 === 0);
      // The intact hand that reaches over the line from the wrong side is still the one to be told the way back.
      return beyond(mean(across)) || (hand.side === settings.intact && across.some(beyond));
    };
    const hand = hands.find(intact) ?? null;
    const affected = hands.find((one) => !intact(one)) ?? null;
    this.#lag.add(at, hand && own(hand), affected && own(affected));
    const second = this.#movement.add({ at, hand: affected, took });
    return { hand, second: second && { ...second, lag: this.#lag.take() } };
  }
}
