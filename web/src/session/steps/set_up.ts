// The set-up of camera or glass mirror. Plans from before it asked anything have no questions.
import type { SetUp } from "../../shared/contract";
import type { Rules } from "./rules";

export const rules: Rules<SetUp> = {
  bars: (step) => step.questions ?? [],
};
