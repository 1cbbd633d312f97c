// Sessions that nobody will go on with: their log says so, and their plan and answers leave this device.
import type { Event } from "./contract";
import { displayed, displayId } from "./display";
import type { Seal } from "./seal";
import { appending, type Running, sessions } from "./store";
import { wall } from "./wall";

/** Whether a session may still be gone on with: it was broken off within its plan's time. */
export const fresh = (one: Running, now: number): boolean => now - one.last <= one.plan.resume_within * 1000;

/** The last event of a session that was found open too late. */
export function ending(one: Running, now: Date): Event {
  const step = one.plan.steps[one.step]?.id ?? "none";
  const { picture } = (one as { flow?: { picture?: "camera" | "glass" | null } }).flow ?? {};
  const display = displayId(displayed(one.plan, picture ?? one.plan.picture));
  return { v: 1, session: one.id, seq: one.nextSeq, at: one.at, wall: wall(now), display, kind: "interrupted", step, reason: "found_open" };
}

/** End these sessions; the caller holds the lock of the session page. */
export async function end(late: readonly Running[], seal: Seal): Promise<void> {
  const append = appending(seal);
  for (const one of late) await append(ending(one, new Date()), { ...one, state: "closed" }, true);
}

/** Only one page at a time may write a session's log; `work` is left out where another one does, or may do, so. */
export async function alone(work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return;
  await navigator.locks.request("mirra-session", { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}

/** End the sessions of others than this person (null: of everybody), and those whose time has passed. */
export async function endOthers(person: string | null, seal: Seal): Promise<void> {
  await alone(async () => {
    const all = await sessions();
    await end(all.filter((one) => one.plan.person !== person || !fresh(one, Date.now())), seal);
  });
}
