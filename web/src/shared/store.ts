// What lies on this device between the two pages: plans come in from the server, events go out to it.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Event, SessionPlan } from "./contract";

/** One event as the exact line that will be sent; its hash is taken over these bytes. */
export interface Line {
  session: string;
  seq: number;
  line: string;
}

/** Where a session on this device stands, so that it can be resumed. Times are wall-clock ms. */
export interface Running {
  id: string;
  plan: SessionPlan;
  opened: number;
  /** Wall time of the last event. */
  last: number;
  /** Monotonic ms since opening, as of the last event. */
  at: number;
  nextSeq: number;
  /** Index of the step in plan.steps. */
  step: number;
  /** Index of the exercise within a block. */
  exercise: number;
  state: "open" | "closed";
}

interface Shape extends DBSchema {
  lines: { key: [string, number]; value: Line };
  sessions: { key: string; value: Running };
  settings: { key: string; value: unknown };
}

let opened: Promise<IDBPDatabase<Shape>> | undefined;

function store(): Promise<IDBPDatabase<Shape>> {
  opened ??= openDB<Shape>("mirra", 1, {
    upgrade(db) {
      db.createObjectStore("lines", { keyPath: ["session", "seq"] });
      db.createObjectStore("sessions", { keyPath: "id" });
      db.createObjectStore("settings");
    },
    terminated() {
      opened = undefined;
    },
  });
  return opened;
}

/** Append one event and the session's new standing in one transaction; resolves when the browser holds it.
 * `strict` waits for the disk (used at step ends). */
export async function append(event: Event, running: Running, strict: boolean): Promise<void> {
  const db = await store();
  const tx = db.transaction(["lines", "sessions"], "readwrite", { durability: strict ? "strict" : "relaxed" });
  const done = Promise.all([
    tx.objectStore("lines").add({ session: event.session, seq: event.seq, line: JSON.stringify(event) }),
    tx.objectStore("sessions").put(running),
    tx.done,
  ]);
  tx.commit(); // at once: a page that is being closed has no later turn in which the browser would do it
  await done;
}

/** All sessions on this device, those with unsent lines and those still open. */
export async function sessions(): Promise<Running[]> {
  return (await store()).getAll("sessions");
}

/** The unsent lines of a session in order. */
export async function lines(session: string): Promise<Line[]> {
  return (await store()).getAll("lines", IDBKeyRange.bound([session, 0], [session, Number.MAX_SAFE_INTEGER]));
}

/** How many lines wait to be sent. */
export async function unsent(): Promise<number> {
  return (await store()).count("lines");
}

/** Drop lines the server has proved to hold (the caller has compared the hashes). */
export async function acknowledged(session: string, seqs: number[]): Promise<void> {
  const tx = (await store()).transaction("lines", "readwrite");
  await Promise.all([...seqs.map((seq) => tx.store.delete([session, seq])), tx.done]);
}

/** Forget a session that is closed and wholly sent. */
export async function forget(session: string): Promise<void> {
  await (await store()).delete("sessions", session);
}

export async function setting<T>(key: string): Promise<T | undefined> {
  return (await (await store()).get("settings", key)) as T | undefined;
}

export async function keep(key: string, value: unknown): Promise<void> {
  await (await store()).put("settings", value, key);
}

/** Settings by name: the plan to play next, and how this device's camera stands. */
export const PLAN = "plan";
export const DEVICE = "device";
