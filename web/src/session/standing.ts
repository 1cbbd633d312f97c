// Where a session on this device stands, and what to do with those found open when the page loads.
import type { Running } from "../shared/store";
import type { Flow } from "./flow";

/** A running session together with the state its next event is played from. */
export interface Standing extends Running {
  flow: Flow;
}

/** The session a person may go on with (the latest within its plan's time), and those to close as interrupted. */
export function found(all: Running[], now: number): { resume: Standing | null; late: Standing[] } {
  const open = all.filter((one): one is Standing => one.state === "open" && "flow" in one);
  open.sort((a, b) => b.last - a.last);
  const fresh = open.filter((one) => now - one.last <= one.plan.resume_within * 1000);
  const resume = fresh[0] ?? null;
  return { resume, late: open.filter((one) => one !== resume) };
}
