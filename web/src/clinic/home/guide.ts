// The person's guide, from the plan on this device: the same words as in the session where the plan has some.
import type { SessionPlan, SetUp } from "../../shared/contract";
import { fill, words } from "../../words/words.svelte";

export interface Part {
  title: string;
  lines: readonly string[];
}

const setUp = (plan: SessionPlan | undefined): SetUp | undefined => plan?.steps.find((step): step is SetUp => step.kind === "set_up");

/** Whether a session of the plan is done with a glass mirror, or may be: the person can choose one in set-up. */
export const glassOffered = (plan: SessionPlan): boolean => plan.picture === "glass" || (setUp(plan)?.glass.length ?? 0) > 0;

/** The guide's parts in order; without a plan those that hold for everybody. */
export function guideOf(plan: SessionPlan | undefined): Part[] {
  const said = words.guide;
  const intact = plan?.affected === "left" ? "right" : "left";
  const own = plan ? words.limb.object[intact][plan.limb] : said.ownSide;
  const other = plan ? words.limb.subject[plan.affected][plan.limb] : said.otherSide;
  const picture = plan?.picture === "glass" ? said.glassLines : [fill(said.shows, { own, other }), said.turns, said.stays];
  return [
    { title: said.before, lines: setUp(plan)?.before ?? said.beforeLines },
    { title: said.see, lines: picture },
    { title: said.session, lines: said.sessionLines },
    { title: said.hurts, lines: [...(plan?.hold.instruction ?? [said.holdLines]), said.stop] },
    ...(plan?.emergency?.length ? [{ title: said.notSettled, lines: plan.emergency }] : []),
    { title: said.offline, lines: said.offlineLines },
  ];
}
