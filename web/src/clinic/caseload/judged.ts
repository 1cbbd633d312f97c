// The scores of left/right judgement in words.
import type { JudgementResult } from "../../shared/contract";

/** "92 %" for a share; a dash where nothing can be computed. */
export const percent = (share: number | null): string => (share === null ? "-" : `${Math.round(100 * share)} %`);

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
