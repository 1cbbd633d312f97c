// The results of a checklist in words.
import type { ChecklistResult, SessionPlan } from "../../shared/contract";
import { minutes } from "../../shared/words";

type List = Extract<SessionPlan["steps"][number], { kind: "checklist" }>;
type Item = ChecklistResult["items"][number];

/** The step of the plan that a result is of. */
export const listOf = (plan: SessionPlan, result: ChecklistResult): List | undefined =>
  plan.steps.find((step): step is List => step.kind === "checklist" && step.id === result.step);

/** "Sit well: done, 2:40 of 3:00 min"; an item that did not come up was not reached. */
export function itemLine(list: List | undefined, { item, outcome, seconds }: Item): string {
  const planned = list?.items.find((one) => one.id === item);
  const text = (planned?.text ?? item.replaceAll("_", " ")).replace(/\.$/, "");
  if (outcome === null) return `${text}: not reached`;
  if (outcome === "not_today") return `${text}: not today`;
  return `${text}: done, ${minutes(seconds)}${planned ? ` of ${minutes(planned.seconds)}` : ""} min`;
}
