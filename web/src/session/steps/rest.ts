// A rest. Its page times it, and waits for the person at its end.
import type { Rest } from "../../shared/contract";
import type { Rules } from "./rules";

export const rules: Rules<Rest> = {
  still: true,
};
