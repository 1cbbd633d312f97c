// How the limb is shown: as in a mirror, or in one of the other ways that trials use.
import type { Display, SessionPlan } from "./contract";

/** The mirror as it is. */
export const MIRROR: Display = { size: 1, delay: 0, covered: false };

/** The short id that every event carries; `mirra.practice.display` makes the same. */
export const displayId = ({ size, delay, covered }: Display): string =>
  `s${Math.round(100 * size)}_d${delay}${covered ? "_c" : ""}`;

/** How the limb is shown by this plan, before a camera or a glass mirror; plans from before there were displays have none. */
export const displayed = (plan: SessionPlan, picture: SessionPlan["picture"]): Display =>
  picture === "glass" ? MIRROR : ((plan.display as Display | undefined) ?? MIRROR);
