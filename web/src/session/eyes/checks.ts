import type { Rect, ViewSettings } from "./geometry";
import type { Seen } from "./hand";
import { ownViewed } from "./orient";
import { palmLength } from "./pose";
import type { Side } from "./sides";
import { mean, median } from "./stats";

/**
 * One check on the live picture: whether it passed, and what was measured. `why` names what is not as it should be; a remark
 * that the plan's coach has no words for (`bright`, `far`) does not make the check fail.
 */
export interface Reading {
  passed: boolean;
  value: number;
  why?: "dark" | "bright" | "near" | "far";
}

/**
 * What could be measured; a check that could not is left out.
 *
 * - `in_view`: share of frames with the whole hand on the intact side.
 * - `side`: share of hands whose label is the intact side.
 * - `light`: mean brightness of the intact side, 0..255.
 * - `distance`: palm length as a share of the shorter edge of the intact side's picture.
 * - `own_view`: share of hands that are shown as their owner sees them.
 */
export interface Checks {
  in_view?: Reading;
  side?: Reading;
  light?: Reading;
  distance?: Reading;
  own_view?: Reading;
}

/** Own proposals, tried on clips of hands; they decide what the coach says, never whether one may go on. */
export const LIMITS = { in_view: 0.6, side: 0.5, margin: 0.01, dark: 40, bright: 220, highlights: 80, clipped: 0.3, far: 0.14, near: 0.62 };

/** Fewer looks than this say nothing. */
export const FEWEST = 4;

/** Brightness of the intact side: dark, washed out, or neither. */
export function light(grey: Uint8Array): Reading {
  const value = mean(grey);
  const sorted = Uint8Array.from(grey).sort();
  // A lit hand on a dark table is light enough: its brightest twentieth says so.
  if (value < LIMITS.dark || sorted[Math.floor(0.95 * (sorted.length - 1))]! < LIMITS.highlights) return { passed: false, value, why: "dark" };
  const clipped = sorted.filter((v) => v >= 250).length / sorted.length;
  return value > LIMITS.bright || clipped > LIMITS.clipped ? { passed: true, value, why: "bright" } : { passed: true, value };
}

function distance(palm: number): Reading {
  if (palm > LIMITS.near) return { passed: false, value: palm, why: "near" };
  return palm < LIMITS.far ? { passed: true, value: palm, why: "far" } : { passed: true, value: palm };
}

/** What the tracked frames of the last seconds say, given the intact side's part of the raw frame and how it is shown. */
export function handChecks(seen: readonly Seen[], region: Rect, settings: ViewSettings, intact: Side): Checks {
  if (seen.length < FEWEST) return {};
  const hands = seen.map((s) => s.hand).filter((hand) => hand !== null);
  const whole = hands.filter((hand) => inside(hand.points, region)).length / seen.length;
  const checks: Checks = { in_view: { passed: whole >= LIMITS.in_view, value: whole } };
  if (hands.length < FEWEST) return checks;
  const right = hands.filter((hand) => hand.side === intact).length / hands.length;
  const palm = median(hands.map((hand) => palmLength(hand.points))) / Math.min(region.width, region.height);
  checks.side = { passed: right > LIMITS.side, value: right };
  checks.distance = distance(palm);
  checks.own_view = ownViewed(hands, settings, intact);
  return checks;
}

function inside(points: readonly number[], { x, y, width, height }: Rect): boolean {
  const [dx, dy] = [LIMITS.margin * width, LIMITS.margin * height];
  return points.every((value, k) =>
    k % 2 === 0 ? value >= x + dx && value <= x + width - dx : value >= y + dy && value <= y + height - dy,
  );
}
