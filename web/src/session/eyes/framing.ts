import { ASPECT, ownSize, ownView, type ViewSettings, type Zoom } from "./geometry";
import { type Landmarks, palmLength } from "./pose";
import type { Seen } from "./hand";
import { latest } from "./looks";
import { median, quantile } from "./stats";
import type { Side } from "./sides";

/** Where the line lies and what is shown about it, in shares of the own view. */
export interface Framed {
  midline: number;
  zoom: Zoom;
}

/**
 * Own proposals. The hand as it is fills `hand` of the picture's height, opened `open`, where it was in the last seconds `been`;
 * but never less than `least`. The line lies `gap` hands beside it: `closest` where a wide hand needs the room, `widest` where the
 * camera's picture ends close by. `slow` is in widths of the own view a second; what is `near` enough is left as it is. A cut fits
 * as long as the cut wished for is at most `larger` times and at least `smaller` times as high; with `least` this keeps the hand
 * above a third of the picture's height.
 */
export const FRAMING = {
  hand: 0.45, open: 0.6, been: 0.8, least: 0.4, aside: 1.1, gap: 0.22, closest: 0.08, widest: 0.6,
  lookBack: 2000, fewest: 4, slow: 0.04, near: 0.02, larger: 1.25, smaller: 0.9,
};

/** An open hand in palms, wrist to fingertip. */
const OPEN = 1.9;

/** Landmarks in pixels of the own view. */
export function owned(points: Landmarks, width: number, height: number, settings: Pick<ViewSettings, "rotate" | "flip">): number[] {
  const [a, b, c, d, e, f] = ownView(width, height, settings);
  return points.map((_, k) => (k % 2 === 0 ? a * points[k]! + c * points[k + 1]! + e : b * points[k - 1]! + d * points[k]! + f));
}

const xs = (points: Landmarks) => points.filter((_, k) => k % 2 === 0);
const ys = (points: Landmarks) => points.filter((_, k) => k % 2 === 1);

const extent = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

/** How hands seen at several moments, in pixels of an own view of this size, are best shown. */
export function framed(hands: readonly Landmarks[], width: number, height: number, intact: Side): Framed {
  const edge = (of: (points: Landmarks) => number, share: number) => quantile(hands.map(of), share);
  const [left, right] = [edge((p) => Math.min(...xs(p)), 0.1), edge((p) => Math.max(...xs(p)), 0.9)];
  const [top, bottom] = [edge((p) => Math.min(...ys(p)), 0.1), edge((p) => Math.max(...ys(p)), 0.9)];
  const high = median(hands.map((p) => extent(ys(p))));
  const hand = Math.max(high, median(hands.map((p) => extent(xs(p)))));
  const across = FRAMING.aside * (right - left) + FRAMING.gap * hand;
  const opened = (OPEN * median(hands.map(palmLength))) / FRAMING.open;
  const wished = Math.max(high / FRAMING.hand, opened, (bottom - top) / FRAMING.been, (2 * across) / ASPECT);
  const tall = Math.min(height, high / FRAMING.least, wished);
  const half = (tall * ASPECT) / 2;
  const [inner, outer] = intact === "right" ? [left, width - half] : [width - right, width - half];
  // From the limb's side, counted from the affected one: beside the hand, and so that the picture does not reach beyond the frame.
  const gap = Math.max(FRAMING.closest * hand, Math.min(FRAMING.gap * hand, half - FRAMING.aside * (right - left)));
  const line = Math.max(0, Math.max(Math.min(inner - gap, outer), inner - FRAMING.widest * hand));
  const y = Math.max(0, Math.min(height - tall, (top + bottom - tall) / 2));
  return { midline: (intact === "right" ? line : width - line) / width, zoom: { top: y / height, height: tall / height } };
}

/** Gathers looks at the hand and says how it is best shown. */
export class Framing {
  #looks: { at: number; points: Landmarks }[] = [];

  /** Takes one look at a raw frame of this size; null as long as too little was seen. */
  add(seen: Seen, width: number, height: number, settings: ViewSettings): Framed | null {
    if (!seen.hand) return null;
    this.#looks = latest([...this.#looks, { at: seen.at, points: seen.hand.points }], seen.at, FRAMING.lookBack, FRAMING.fewest);
    const hands = this.#looks.map(({ points }) => owned(points, width, height, settings));
    if (hands.length < FRAMING.fewest) return null;
    return framed(hands, ...ownSize(width, height, settings.rotate), settings.intact);
  }

  forget(): void {
    this.#looks = [];
  }
}

const towards = (now: number, then: number, most: number) =>
  Math.abs(then - now) <= FRAMING.near ? now : now + Math.max(-most, Math.min(most, then - now));

/** The picture's next place on its slow way to another; its size stays. */
export function followed(now: Framed, then: Framed, seconds: number): Framed {
  const most = FRAMING.slow * seconds;
  const middle = then.zoom.top + (then.zoom.height - now.zoom.height) / 2;
  const top = towards(now.zoom.top, Math.max(0, Math.min(1 - now.zoom.height, middle)), most);
  return { midline: towards(now.midline, then.midline, most), zoom: { ...now.zoom, top } };
}

/**
 * Whether the picture as it is cut `now` no longer fits the hand: the hand is larger or smaller than it was, or it is not
 * `inside` the picture. The first few looks may show a hand smaller than it is.
 */
export function misfits(now: Framed, then: Framed, inside: boolean): boolean {
  const ratio = then.zoom.height / now.zoom.height;
  return !inside || ratio > FRAMING.larger || ratio < FRAMING.smaller;
}
