// The check-out: how it was, once the practice is over.
import type { CheckOut } from "../../shared/contract";
import type { Rules } from "./rules";

export const rules: Rules<CheckOut> = {
  after: true,
};
