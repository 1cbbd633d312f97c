// Why a session is as it is, said to the person.
import type { SessionPlan } from "../../shared/contract";

/** The plan's reasons in plain words, each once; a plan made before there were any gives its rules. */
export function reasons(plan: Pick<SessionPlan, "why">): string[] {
  const plain = plan.why.map((rule) => rule.plain ?? "").filter((text) => text !== "");
  return [...new Set(plain.length > 0 ? plain : plan.why.map((rule) => rule.text))];
}
