// The results of motor imagery in words.
import type { ImageryResult, SessionPlan } from "../../shared/contract";
import { count } from "../../shared/words";

type Movement = ImageryResult["movements"][number];

/** The movements' names, by id, as the plan gave them. */
export const movementNames = (plan: SessionPlan): ReadonlyMap<string, string> =>
  new Map(plan.steps.flatMap((step) => (step.kind === "imagery" ? step.movements.map((one) => [one.id, one.name] as const) : [])));

const seconds = (value: number): string => `${value.toFixed(1)} s`;

/** "imagined 3 times, 4.2 s; executed 3 times, 4.0 s; ratio 1.05; seen 4, felt 3". What is missing is left out. */
export function movementLine({ imagined, executed, imagined_time, executed_time, ratio, seen, felt }: Movement): string {
  const parts = [
    imagined_time === null ? "not imagined" : `imagined ${count(imagined.length, "time")}, ${seconds(imagined_time)}`,
    executed_time !== null && `executed ${count(executed.length, "time")}, ${seconds(executed_time)}`,
    ratio !== null && `ratio ${ratio.toFixed(2)}`,
    seen !== null && `seen ${seen}`,
    felt !== null && `felt ${felt}`,
  ];
  return parts.filter(Boolean).join("; ");
}
