// A look: looking without moving.
import type { Look } from "../../shared/contract";
import type { Rules } from "./rules";

export const rules: Rules<Look> = {
  looks: true,
  still: true,
  practice: true,
};
