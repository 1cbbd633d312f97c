// The results of direct movement in words.
import type { DirectMovementResult, SessionPlan } from "../../shared/contract";

type Ladder = Extract<SessionPlan["steps"][number], { kind: "direct_movement" }>;

/** The step of the plan that a result is of. */
export const ladderOf = (plan: SessionPlan, result: DirectMovementResult): Ladder | undefined =>
  plan.steps.find((step): step is Ladder => step.kind === "direct_movement" && step.id === result.step);

export const nameOf = (ladder: Ladder | undefined, movement: string): string =>
  ladder?.movements.find((one) => one.id === movement)?.name ?? movement.replaceAll("_", " ");

/** "done 5 of 5 times; pain expected 6, felt 3 (3 less)". */
export function directLine({ times, planned, expected, felt }: DirectMovementResult): string {
  const said = (value: number | null): string => (value === null ? "not said" : `${value}`);
  const pain = expected === null && felt === null ? "pain not said" : `pain expected ${said(expected)}, felt ${said(felt)}`;
  return `done ${times} of ${planned} times; ${pain}${difference(expected, felt)}`;
}

function difference(expected: number | null, felt: number | null): string {
  if (expected === null || felt === null) return "";
  if (expected === felt) return " (as expected)";
  return ` (${Math.abs(felt - expected)} ${felt < expected ? "less" : "more"})`;
}
