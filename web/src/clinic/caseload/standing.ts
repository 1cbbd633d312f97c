// A person's place in a programme, in a therapist's words.
import type { Move, SeenNeed, Verdict } from "../../shared/contract";

export const adviceWords: Record<Verdict["advice"], string> = {
  stay: "Stay at this stage.",
  move_on: "Move on.",
  step_back: "Step back.",
  ask: "Please decide.",
};

export const causeWords: Record<Move["cause"], string> = {
  first: "first stage",
  gate: "the gate was met",
  days: "its days were over",
  back: "step back",
  therapist: "chosen by a therapist",
};

const MEASURES: Record<SeenNeed["measure"], string> = {
  judgement_accuracy: "Right answers, worse side",
  judgement_time: "Time, slower side",
  judgement_difference: "Difference between the sides",
  pain_before: "Pain before",
  pain_rise: "Rise of pain",
};

/** A share in percent, times in seconds, pain in points. */
function number(need: SeenNeed, value: number): string {
  if (need.measure === "judgement_accuracy") return `${Math.round(100 * value)} %`;
  return need.unit.startsWith("s,") ? `${value.toFixed(2)} s` : `${value}`;
}

export const needWords = (need: SeenNeed) => ({
  measure: MEASURES[need.measure],
  needed: need.at_least === null ? `at most ${number(need, need.at_most ?? 0)}` : `at least ${number(need, need.at_least)}`,
  worst: need.worst === null ? "not measured" : number(need, need.worst),
  met: need.met,
});

/** "2 March 2026" for the day 2026-03-02. */
export const dayWords = (day: string): string =>
  new Date(`${day}T12:00`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
