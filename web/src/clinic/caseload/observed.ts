// The results of action observation in words.
import type { ObservationResult, SessionPlan, SessionResult } from "../../shared/contract";
import { count, minutes } from "../../shared/words";

type Movement = ObservationResult["movements"][number];
type Step = Extract<SessionPlan["steps"][number], { kind: "observation" }>;

/** The steps of action observation of a plan, by id. */
export const observing = (plan: SessionPlan): ReadonlyMap<string, Step> =>
  new Map(plan.steps.flatMap((step) => (step.kind === "observation" ? [[step.id, step] as const] : [])));

/** "watched for 60 s; done 9 of 10 times, 3.1 s each (median of 8)". What is missing is left out. */
export function observedLine(movement: Movement, asked: number | undefined): string {
  const { watched, repetitions, tempo, tempo_n, film } = movement;
  const parts = [
    watched === null ? "not watched" : `watched for ${Math.round(watched)} s${film === "own" ? " (film of their own)" : ""}`,
    `done ${asked === undefined ? count(repetitions, "time") : `${repetitions} of ${count(asked, "time")}`}${tempo === null ? "" : `, ${tempo.toFixed(1)} s each${tempo_n ? ` (median of ${tempo_n})` : ""}`}`,
  ];
  return [...parts, ...filmed(movement)].join("; ");
}

/** What the camera counted and measured, and how far it saw the hand meanwhile. */
function filmed({ repetitions, by_camera, amplitude, amplitude_n, in_view }: Movement): string[] {
  const counted = [`${by_camera} counted by the camera`, ...(repetitions > by_camera ? [`${repetitions - by_camera} by presses`] : [])].join(", ");
  return [
    ...(by_camera > 0 ? [counted] : []),
    ...(amplitude === null ? [] : [`amplitude ${amplitude.toFixed(2)} palm lengths (median of ${amplitude_n})`]),
    ...(in_view === null ? [] : [`hand in view in ${Math.round(100 * in_view)} % of the camera's looks`]),
  ];
}

/** "2:00 min, 19 times": what was watched and done in a session; empty where nothing was to be watched. */
export function observedWords({ results }: Pick<SessionResult, "results">): string {
  const found = results.filter((one) => one.kind === "observation");
  const sum = (of: (one: ObservationResult) => number) => found.reduce((all, one) => all + of(one), 0);
  return found.length === 0 ? "" : `${minutes(sum((one) => one.watched))} min, ${count(sum((one) => one.repetitions), "time")}`;
}
