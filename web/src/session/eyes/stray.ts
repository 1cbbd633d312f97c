import { owned } from "./framing";
import { midlineColumn, ownSize, shown, type ViewSettings } from "./geometry";
import type { Seen } from "./hand";
import { palmSize } from "./pose";

/** Where the person must move their limb to, as they see it themselves. */
export type Way = "left" | "right" | "up" | "down";

/**
 * Own proposals: the share of landmarks beyond an edge that counts; for how long, ms, looks are remembered and must have been
 * taken; the share of them with which the way is said, and below which it is over.
 */
export const STRAY = { share: 0.12, lookBack: 1600, after: 900, said: 0.5, over: 0.3 };

/**
 * Which way the hand must go to be wholly seen again, by one look; null where it is. Across the line counts first: there the two
 * hands melt into one. The forearm may leave the picture below.
 */
export function way(points: readonly number[], width: number, height: number, settings: ViewSettings): Way | null {
  const [w, h] = ownSize(width, height, settings.rotate);
  const part = shown(w, h, settings);
  const own = owned(points, width, height, settings);
  const line = midlineColumn(w, settings.midline);
  const right = settings.intact === "right";
  const beyond = (out: (x: number, y: number) => boolean) => {
    let count = 0;
    for (let k = 0; k < own.length; k += 2) if (out(own[k]!, own[k + 1]!)) count++;
    return count >= (STRAY.share * own.length) / 2;
  };
  // The tracker places landmarks to within some hundredths of a palm.
  const slack = 0.08 * palmSize(points);
  if (settings.view !== "plain" && beyond((x) => (right ? x < line - slack : x > line + slack))) return right ? "right" : "left";
  if (beyond((x) => x > Math.min(w, part.x + part.width) + slack)) return "left";
  if (beyond((x) => x < Math.max(0, part.x) - slack)) return "right";
  if (beyond((_, y) => y < part.y - slack)) return "down";
  return beyond((_, y) => y > part.y + part.height + slack) ? "up" : null;
}

/** The way to go, once most of the latest looks say it; it stays while no hand is seen. */
export class Stray {
  #now: Way | null = null;
  #looks: { at: number; way: Way | null }[] = [];

  add(seen: Seen, width: number, height: number, settings: ViewSettings): Way | null {
    if (!seen.hand) return this.#now;
    const found = way(seen.hand.points, width, height, settings);
    this.#looks = [...this.#looks.filter(({ at }) => at > seen.at - STRAY.lookBack), { at: seen.at, way: found }];
    const share = (of: Way | null) => this.#looks.filter((look) => look.way === of).length / this.#looks.length;
    if (found && seen.at - this.#looks[0]!.at >= STRAY.after && share(found) >= STRAY.said) this.#now = found;
    if (this.#now && share(this.#now) < STRAY.over) this.#now = null;
    return this.#now;
  }
}
