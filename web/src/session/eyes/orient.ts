import type { Reading } from "./checks";
import { ownView, type ViewSettings } from "./geometry";
import type { Hand, Seen } from "./hand";
import { latest } from "./looks";
import { direction, palmLength, palmSize, type Point, turned } from "./pose";
import type { Side } from "./sides";

/** How a camera's picture becomes the person's own view. */
export type Stand = Pick<ViewSettings, "rotate" | "flip">;

/** Own proposals, tried on real films; a person's correction always wins over what they decide. */
export const ORIENT = { flat: 0.22, foreshortened: 0.25, tilt: 0.5, lookBack: 2000, fewest: 4, agreed: 0.7, passed: 0.6 };

/** Which side of the hand the camera sees; null where it is seen edge on. */
export function face({ points, side }: Hand): "back" | "palm" | null {
  const turn = turned(points);
  if (Math.abs(turn) < ORIENT.flat) return null;
  return turn > 0 === (side === "right") ? "back" : "palm";
}

/**
 * Where the hand points in the camera's picture, as a unit vector. A hand that lies on the table before the camera points at it
 * more or less, which shortens how far down it seems to point: the width of its palm says how long it is.
 */
function pointing(hand: Hand, above: boolean): Point {
  const [x, y] = direction(hand.points);
  if (above) return [x, y];
  const across = (x * palmLength(hand.points)) / palmSize(hand.points);
  return [across, Math.sign(y) * Math.sqrt(1 - across * across)];
}

/**
 * How the picture must be turned and flipped, by one look at the hand; null where this look does not tell.
 *
 * A camera `above` the hand sees the side that its owner sees: the picture is only turned until the fingers point up. A camera
 * before the person sees a hand that lies on the table the same way, from the far side; a hand held up shows it the side that
 * its owner does not see, so that its outline must be flipped, as in a looking-glass.
 */
export function stand(hand: Hand, above: boolean): Stand | null {
  if (palmLength(hand.points) < ORIENT.foreshortened * palmSize(hand.points)) return null;
  const [x, y] = pointing(hand, above);
  if (above) return { rotate: upright(x, y), flip: false };
  const seen = face(hand);
  if (seen === "back") return { rotate: y < -ORIENT.tilt ? 0 : 180, flip: false };
  if (y > ORIENT.tilt) return { rotate: 180, flip: false };
  return seen === "palm" || y < -ORIENT.tilt ? { rotate: 0, flip: true } : null;
}

/** The quarter turn that brings a direction up. A tilt of less than 60 degrees is the forearm's, not the camera's. */
function upright(x: number, y: number): Stand["rotate"] {
  if (y < -0.5) return 0;
  if (y > Math.abs(x)) return 180;
  return x < 0 ? 90 : 270;
}

/** The two ways a picture may have to be shown, of which the person chooses where no tracker can: limb pointing up, or down. */
export function ways(above: boolean): [Stand, Stand] {
  return [{ rotate: 0, flip: !above }, { rotate: 180, flip: false }];
}

/** Decides how to show the picture, from what most of the latest looks say. */
export class Orient {
  #votes: { at: number; stand: Stand }[] = [];

  /** Takes one look; gives what is decided as soon as the looks agree. */
  add(seen: Seen, above: boolean): Stand | null {
    const vote = seen.hand && stand(seen.hand, above);
    if (vote) this.#votes.push({ at: seen.at, stand: vote });
    this.#votes = latest(this.#votes, seen.at, ORIENT.lookBack, ORIENT.fewest);
    if (!vote || this.#votes.length < ORIENT.fewest) return null;
    const agree = this.#votes.filter((one) => one.stand.rotate === vote.rotate && one.stand.flip === vote.flip).length;
    return agree >= ORIENT.agreed * this.#votes.length ? vote : null;
  }

  forget(): void {
    this.#votes = [];
  }
}

/** Where the hand points in the picture as it is shown. */
function shownDirection(hand: Hand, settings: ViewSettings): Point {
  const [a, b, c, d] = ownView(1, 1, settings);
  const [x, y] = pointing(hand, settings.above ?? false);
  return [a * x + c * y, b * x + d * y];
}

/** Whether one look shows the hand as its owner sees it. */
function owned(hand: Hand, settings: ViewSettings, intact: Side): boolean {
  if (hand.side !== intact || shownDirection(hand, settings)[1] > -ORIENT.tilt) return false;
  const seen = face(hand);
  if (seen === null) return true;
  const inward = turned(hand.points) > 0 === (hand.side === "right") !== settings.flip;
  // On the palm's side the thumb lies outward, but for a hand held up before the camera: that one is seen as in a looking-glass.
  const heldUp = !settings.above && pointing(hand, false)[1] < ORIENT.tilt;
  return inward === (seen === "back" || heldUp);
}

/**
 * Whether the picture is the person's own view: fingertips away from the body, thumb inward where the back of the hand is seen,
 * and the hand of the side that is meant. `value` is the share of looks that say so.
 */
export function ownViewed(hands: readonly Hand[], settings: ViewSettings, intact: Side): Reading {
  const value = hands.filter((hand) => owned(hand, settings, intact)).length / hands.length;
  return { passed: value >= ORIENT.passed, value };
}
