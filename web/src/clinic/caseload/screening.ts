// A screening in words, and which of its questions still waits for an answer.
import type { QuestionCard, ScreeningCard } from "../../shared/contract";
import { count } from "../../shared/words";

type Outcome = ScreeningCard["outcome"];

const outcomes: Record<Outcome, string> = {
  fits: "Fits",
  precautions: "Fits with precautions",
  unfinished: "Not finished",
  cannot_start: "Cannot start",
};
export const outcomeWords = (outcome: Outcome): string => outcomes[outcome];

/** "hand (there)": the limb, and whether it is there, decide which condition packs fit. */
export const limbWords = (limb: string, affected: "there" | "gone"): string => `${limb} (${affected === "there" ? "there" : "amputated or missing"})`;

/** What is still missing before a screening can be saved; empty when nothing is. */
export function missingWords(outcome: Outcome | undefined, open: readonly string[], signed: string): string {
  if (outcome === undefined) return "Choose the limb, and whether it is there.";
  if (outcome === "unfinished") return `${count(open.length, "question is", "questions are")} not answered.`;
  if (outcome === "precautions" && signed.trim() === "") return "Nobody has signed the precautions off.";
  return "";
}

/** The first question, in the order asked, that waits for an answer. */
export const firstOpen = (questions: readonly QuestionCard[], open: readonly string[]): string | undefined =>
  questions.find((one) => open.includes(one.id))?.id;
