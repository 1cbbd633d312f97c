// A check-in: questions before the practice, or between its parts.
import type { CheckIn } from "../../shared/contract";
import type { Rules } from "./rules";

export const rules: Rules<CheckIn> = {
  bars: (step) => step.questions,
};
