// A person's place in a programme, in a therapist's words.
import type { Move, Verdict } from "../../shared/contract";

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

/** "2 March 2026" for the day 2026-03-02. */
export const dayWords = (day: string): string =>
  new Date(`${day}T12:00`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
