// The scores of left/right judgement in words.
import type { JudgementResult, SessionResult } from "../../shared/contract";

/** "92 %" for a share; a dash where nothing can be computed. */
export const percent = (share: number | null): string => (share === null ? "-" : `${Math.round(100 * share)} %`);

/** The scores of a session's judgement; of several blocks, those of the last. */
export const scoresOf = (result: Pick<SessionResult, "results">): JudgementResult["scores"] | undefined =>
  result.results.filter((one) => one.kind === "judgement").at(-1)?.scores;

/** "92 %, 1.85 s"; empty where nothing was judged. */
export function judgedWords(result: Pick<SessionResult, "results">): string {
  const scores = scoresOf(result);
  if (!scores) return "";
  return scores.time.both === null ? percent(scores.accuracy.both) : `${percent(scores.accuracy.both)}, ${scores.time.both.toFixed(2)} s`;
}

const MEANS: Record<JudgementResult["by"][number], string> = {
  pointer: "touch or mouse",
  two_keys: "two keys",
  neighbouring_keys: "two neighbouring keys",
  arrow_keys: "arrow keys",
  switch: "a switch",
  other: "other means",
  simulated: "a simulated person",
};

export const meansWords = (by: JudgementResult["by"]): string => by.map((one) => MEANS[one]).join(", ") || "nothing";
