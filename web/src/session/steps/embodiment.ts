// The embodiment statements: asked of those who looked long enough, and not too often.
import type { Embodiment, SessionPlan } from "../../shared/contract";
import type { Device } from "../device";
import { partOf, type Rules } from "./rules.ts";

const DAY = 86_400_000;
/** A look of just that length, timed by repaints, may end a few milliseconds short of it: browsers round their clocks. */
const ROUNDED = 100;

export const rules: Rules<Embodiment> = {
  shorter: (step, share) => ({ ...step, after_seconds: partOf(step.after_seconds, share, step.least) }),
  enter(turn, step) {
    const { looked, recent } = turn.flow;
    if (recent || looked + ROUNDED < step.after_seconds * 1000) turn.leave("skipped");
  },
};

/** Whether this person answered the statements on this device more lately than the plan asks for them. */
export function answeredLately(plan: SessionPlan, felt: Device["felt"], now: number): boolean {
  const step = plan.steps.find((one): one is Embodiment => one.kind === "embodiment");
  if (!felt || felt.person !== plan.person || !step) return false;
  return now - felt.at < (step.every_days ?? 0) * DAY;
}
