// The person's guide, from the plan on this device: the same words as in the session where the plan has some.
import type { SessionPlan, SetUp } from "../../shared/contract";

export interface Part {
  title: string;
  lines: readonly string[];
}

const setUp = (plan: SessionPlan | undefined): SetUp | undefined => plan?.steps.find((step): step is SetUp => step.kind === "set_up");

/** The guide's parts in order; without a plan those that hold for everybody. */
export function guideOf(plan: SessionPlan | undefined): Part[] {
  const before = setUp(plan)?.before ?? ["Sit comfortably in a quiet place.", "You can stop at any time."];
  const other = plan ? `your ${plan.affected} ${plan.limb}` : "the other one";
  const own = plan ? `your ${plan.affected === "left" ? "right" : "left"} ${plan.limb}` : "the side you can move";
  const picture = plan?.picture === "glass"
    ? ["Look only at the reflection.", "The page beside you says what to do."]
    : [
        `The camera shows ${own}, and its reflection where ${other} would be.`,
        "The picture turns itself the right way. If it looks wrong, use the buttons below it.",
        "No picture leaves this device, and none is kept.",
      ];
  return [
    { title: "Before you start", lines: before },
    { title: "What you see", lines: picture },
    {
      title: "A session",
      lines: [
        "Open your page and press Start today's session.",
        "Answer a few questions about today.",
        "First only look, without moving.",
        "Then move as shown, at the pace shown. Keep looking at the reflection.",
        "Rest between the parts for as long as you like.",
        "At the end, say how it was.",
      ],
    },
    {
      title: "If it hurts or feels wrong",
      lines: [
        ...(plan?.hold.instruction ?? ["Stop moving, and keep looking at the still picture."]),
        "Stop is always at the bottom of the screen. The Escape key does the same.",
      ],
    },
    ...(plan?.emergency?.length ? [{ title: "If it does not settle", lines: plan.emergency }] : []),
    {
      title: "Without the internet",
      lines: [
        "You can still practise.",
        "What you did waits on this device. It is sent when you open your page with the internet on.",
      ],
    },
  ];
}
