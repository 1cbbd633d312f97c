// Where a session on this device stands, and what to do with those found open when the page loads.
import { fresh } from "../shared/late";
import type { Running } from "../shared/store";
import type { Flow } from "./state";

/** A running session together with the state its next event is played from. */
export interface Standing extends Running {
  flow: Flow;
}

/** The session this person may go on with (the latest within its plan's time), and those of theirs to end as
 * interrupted; another person's are not looked at. */
export function found(all: Running[], now: number, person: string): { resume: Standing | null; late: Running[] } {
  const open = all.filter((one) => one.state === "open" && one.plan.person === person);
  open.sort((a, b) => b.last - a.last);
  const resume = open.find((one): one is Standing => fresh(one, now) && "flow" in one) ?? null;
  return { resume, late: open.filter((one) => one !== resume) };
}
