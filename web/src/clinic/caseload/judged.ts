// The scores of left/right judgement in words.
import type { ChangeBeside, JudgementResult, NormBeside, SessionResult } from "../../shared/contract";
import { provenanceWords } from "../../shared/words";

/** "92 %" for a share; a dash where nothing can be computed. */
export const percent = (share: number | null): string => (share === null ? "-" : `${Math.round(100 * share)} %`);

type Scores = JudgementResult["scores"];

/** The scores of drawn pictures, and those of pictures of the person's own limb, as far as there were such trials. */
export function kinds({ scores, own }: Pick<JudgementResult, "scores" | "own">): { of: "drawn" | "own"; scores: Scores }[] {
  return [...(scores.trials > 0 ? [{ of: "drawn" as const, scores }] : []), ...(own ? [{ of: "own" as const, scores: own }] : [])];
}

/** The scores of a session's judgement; of several blocks, those of the last; of the own limb where only that was judged. */
export function scoresOf(result: Pick<SessionResult, "results">): Scores | undefined {
  const last = result.results.filter((one) => one.kind === "judgement").at(-1);
  return last && (last.own && last.scores.answered === 0 ? last.own : last.scores);
}

/** "92 %, 1.85 s"; empty where nothing was judged. */
export function judgedWords(result: Pick<SessionResult, "results">): string {
  const scores = scoresOf(result);
  if (!scores) return "";
  const own = result.results.some((one) => one.kind === "judgement" && one.own === scores) ? " (own limb)" : "";
  return words(scores) + own;
}

function words(scores: Scores): string {
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

const unread = ({ source, provenance }: { source: string; provenance: NormBeside["provenance"] }): string => `${source} (${provenanceWords(provenance)})`;

/** The time beside the norm; faster and slower are said with their numbers. */
export function normLine(norm: NormBeside): string {
  const by = `${Math.abs(norm.slower).toFixed(2)} s ${norm.slower < 0 ? "faster" : "slower"} than its mean, ${Math.abs(norm.deviations).toFixed(1)} standard deviations`;
  const ages = norm.from_age == null || norm.to_age == null ? "any age" : `ages ${norm.from_age} to ${norm.to_age - 1}`;
  return `Norm of the time, ${ages}: mean ${norm.mean.toFixed(2)} s, standard deviation ${norm.deviation.toFixed(2)} s. This session: ${by}. Source: ${unread(norm)}.`;
}

const SIZES: Record<ChangeBeside["size"], string> = {
  larger: "This change is larger than that.",
  within: "This change lies within that range.",
  smaller: "This change is smaller than that.",
};

/** A change beside the detectable change, with its numbers; whether it is for better or worse is not said. */
export function changeLine(change: ChangeBeside): string {
  const timed = change.score === "time";
  const value = (number: number): string => (timed ? `${number.toFixed(2)} s` : percent(number));
  const signed = `${change.change > 0 ? "+" : change.change < 0 ? "-" : ""}${timed ? value(Math.abs(change.change)) : `${Math.round(100 * Math.abs(change.change))} percentage points`}`;
  const range = timed ? `${change.low.toFixed(2)} to ${change.high.toFixed(2)} s` : `${Math.round(100 * change.low)} to ${Math.round(100 * change.high)} percentage points`;
  return `${timed ? "Time of correct answers" : "Correct answers"}: ${value(change.first)} then, ${value(change.now)} now (${signed}). Detectable change: ${range}. ${SIZES[change.size]} Source: ${unread(change)}.`;
}
