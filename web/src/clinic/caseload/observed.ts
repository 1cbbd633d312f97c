// The results of action observation in words.
import type { ObservationResult, SessionPlan, SessionResult } from "../../shared/contract";
import { count, minutes } from "../../shared/words";

type Movement = ObservationResult["movements"][number];
type Step = Extract<SessionPlan["steps"][number], { kind: "observation" }>;

/** The steps of action observation of a plan, by id. */
export const observing = (plan: SessionPlan): ReadonlyMap<string, Step> =>
  new Map(plan.steps.flatMap((step) => (step.kind === "observation" ? [[step.id, step] as const] : [])));

/** "watched for 60 s; done 9 of 10 times, 3.1 s each". What is missing is left out. */
export function observedLine({ watched, repetitions, tempo, film }: Movement, asked: number | undefined): string {
  const parts = [
    watched === null ? "not watched" : `watched for ${Math.round(watched)} s${film === "own" ? " (film of their own)" : ""}`,
    `done ${asked === undefined ? count(repetitions, "time") : `${repetitions} of ${count(asked, "time")}`}${tempo === null ? "" : `, ${tempo.toFixed(1)} s each`}`,
  ];
  return parts.join("; ");
}

/** "2:00 min, 19 times": what was watched and done in a session; empty where nothing was to be watched. */
export function observedWords({ results }: Pick<SessionResult, "results">): string {
  const found = results.filter((one) => one.kind === "observation");
  const sum = (of: (one: ObservationResult) => number) => found.reduce((all, one) => all + of(one), 0);
  return found.length === 0 ? "" : `${minutes(sum((one) => one.watched))} min, ${count(sum((one) => one.repetitions), "time")}`;
}
