// What lies on this device between the two pages: plans come in from the server, events go out to it.
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import type { Event, SessionPlan } from "./contract";
import type { Seal } from "./seal";

/** One event or entry as the exact text that will be sent; its hash is taken over these bytes. */
export interface Line {
  /** The session whose event it is; an entry of the index page stands alone under its own id. */
  session: string;
  /** The place within the session; that of an entry is 0. */
  seq: number;
  /** Whose enrolment wrote it; null where that is not known, and then it is sent for nobody. */
  person: string | null;
  line: string;
}

/** Where an open session on this device stands, so that it can be resumed; it is dropped when the session is closed.
 * Times are wall-clock ms. */
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

/** Whose device this is, and the clinic's key to which their lines are sealed (null: none is known). */
export interface Enrolled {
  person: string;
  key: string | null;
}

/** Where lines wait: events of sessions in one shelf, entries of the index page in another. */
export type Shelf = "lines" | "entries";
const SHELVES: readonly Shelf[] = ["lines", "entries"];

interface Waits {
  key: [string, number];
  value: Line;
  indexes: { person: string };
}
interface Shape extends DBSchema {
  lines: Waits;
  entries: Waits;
  sessions: { key: string; value: Running };
  settings: { key: string; value: unknown };
}
type Name = Shelf | "sessions" | "settings";

let opened: Promise<IDBPDatabase<Shape>> | undefined;

function store(): Promise<IDBPDatabase<Shape>> {
  opened ??= new Promise<IDBPDatabase<Shape>>((resolve, reject) => {
    const asked = openDB<Shape>("mirra", 3, {
      async upgrade(db, from, _to, change) {
        if (from < 1) {
          db.createObjectStore("lines", { keyPath: ["session", "seq"] });
          db.createObjectStore("sessions", { keyPath: "id" });
          db.createObjectStore("settings");
        }
        if (from < 2) {
          change.objectStore("lines").createIndex("person", "person");
          await own(change);
        }
        if (from < 3) db.createObjectStore("entries", { keyPath: ["session", "seq"] }).createIndex("person", "person");
      },
      blocked: () => reject(new DOMException("An older mirra is open in another tab.", "AbortError")),
      terminated: () => (opened = undefined),
    });
    asked.then(resolve, reject);
  });
  opened.catch(() => (opened = undefined));
  return opened;
}

/** From version 1: lines get the owner whom their session's plan names; records of closed sessions go. */
async function own(change: IDBPTransaction<Shape, Name[], "versionchange">): Promise<void> {
  const sessions = await change.objectStore("sessions").getAll();
  const owners = new Map(sessions.map((one) => [one.id, one.plan?.person ?? null]));
  for (let at = await change.objectStore("lines").openCursor(); at; at = await at.continue()) {
    await at.update({ ...at.value, person: owners.get(at.value.session) ?? null });
  }
  for (const one of sessions) if (one.state === "closed") await change.objectStore("sessions").delete(one.id);
  const plan = (await change.objectStore("settings").get(PLAN)) as SessionPlan | undefined;
  if (plan) await change.objectStore("settings").put({ person: plan.person, key: null } satisfies Enrolled, ENROLLED);
}

/** How to append one event and the session's new standing in one transaction; resolves when the browser holds it.
 * `strict` waits for the disk (used at step ends). */
export const appending = (seal: Seal) => async (event: Event, running: Running, strict: boolean): Promise<void> => {
  const line = seal(event.session, event.seq, JSON.stringify(event));
  const db = await store();
  const tx = db.transaction(["lines", "sessions"], "readwrite", { durability: strict ? "strict" : "relaxed" });
  const { id, plan, state } = running;
  const sessions = tx.objectStore("sessions");
  const done = Promise.all([
    tx.objectStore("lines").add({ session: event.session, seq: event.seq, person: plan.person, line }),
    state === "closed" ? sessions.delete(id) : sessions.put(running),
    tx.done,
  ]);
  tx.commit(); // at once: a page that is being closed has no later turn in which the browser would do it
  await done;
};

/** Keep an entry of the index page; resolves when it is on the disk. */
export async function keepEntry(id: string, person: string, line: string): Promise<void> {
  const tx = (await store()).transaction("entries", "readwrite", { durability: "strict" });
  await Promise.all([tx.store.add({ session: id, seq: 0, person, line }), tx.done]);
}

/** The open sessions on this device, whoever they belong to; one that names no person is not of this mirra. */
export async function sessions(): Promise<Running[]> {
  const all: Partial<Running>[] = await (await store()).getAll("sessions");
  return all.filter((one): one is Running => typeof one.plan?.person === "string");
}

/** The sessions, or ids of entries, of which lines of this person wait; the store is not believed, so they may be anything. */
export async function waitingIds(shelf: Shelf, person: string): Promise<unknown[]> {
  const keys: unknown[] = await (await store()).getAllKeysFromIndex(shelf, "person", person);
  return [...new Set(keys.map((key) => (Array.isArray(key) ? (key[0] as unknown) : key)))];
}

/** The unsent lines of a person's session, or of an entry, in order. */
export async function lines(shelf: Shelf, session: string, person: string): Promise<Line[]> {
  const all = await (await store()).getAll(shelf, IDBKeyRange.bound([session, 0], [session, Number.MAX_SAFE_INTEGER]));
  return all.filter((line) => line.person === person);
}

/** How many lines wait here: of this person, of others, and of nobody known. */
export interface Waiting {
  mine: number;
  others: number;
  unknown: number;
}

export async function waiting(person: string | null): Promise<Waiting> {
  const tx = (await store()).transaction(SHELVES);
  const counted = await Promise.all(
    SHELVES.map(async (shelf) => {
      const held = tx.objectStore(shelf);
      const [all, owned, mine] = await Promise.all([
        held.count(),
        held.index("person").count(),
        person === null ? 0 : held.index("person").count(person),
      ]);
      return { mine, others: owned - mine, unknown: all - owned };
    }),
  );
  return counted.reduce((sum, one) => ({ mine: sum.mine + one.mine, others: sum.others + one.others, unknown: sum.unknown + one.unknown }));
}

/** Drop lines the server has proved to hold (the caller has compared the hashes). */
export async function acknowledged(shelf: Shelf, session: string, seqs: number[]): Promise<void> {
  const tx = (await store()).transaction(shelf, "readwrite");
  await Promise.all([...seqs.map((seq) => tx.store.delete([session, seq])), tx.done]);
}

/** Change the text of waiting lines where `change` gives another one; used to seal what was stored unsealed. */
export async function rewrite(shelf: Shelf, change: (line: Line) => string): Promise<void> {
  const tx = (await store()).transaction(shelf, "readwrite", { durability: "strict" });
  for (let at = await tx.store.openCursor(); at; at = await at.continue()) {
    const line = change(at.value);
    if (line !== at.value.line) await at.update({ ...at.value, line });
  }
  await tx.done;
}

export async function setting<T>(key: string): Promise<T | undefined> {
  return (await (await store()).get("settings", key)) as T | undefined;
}

export async function keep(key: string, value: unknown): Promise<void> {
  await (await store()).put("settings", value, key);
}

export const enrolled = (): Promise<Enrolled | undefined> => setting<Enrolled>(ENROLLED);

/** The plan to play next, if it is one of the person's whose device this is. */
export async function storedPlan(): Promise<SessionPlan | undefined> {
  const [plan, here] = await Promise.all([setting<SessionPlan>(PLAN), enrolled()]);
  return plan && plan.person === here?.person ? plan : undefined;
}

/** From now on this is a person's device, or nobody's: what lay ready for another one goes, unsent lines stay. */
export async function enrol(now: Enrolled | null): Promise<void> {
  const tx = (await store()).transaction("settings", "readwrite", { durability: "strict" });
  const before = (await tx.store.get(ENROLLED)) as Enrolled | undefined;
  if (before?.person !== now?.person) await Promise.all([PLAN, SHEET, LESSONS, DIARY, BREATHING, DEVICE, FILMS].map((key) => tx.store.delete(key)));
  await (now ? tx.store.put(now, ENROLLED) : tx.store.delete(ENROLLED));
  await tx.done;
}

/** The film that was chosen on this device for a movement. It lies here only, and goes with the person whose device this was. */
export async function film(movement: string): Promise<Blob | undefined> {
  const found = (await setting<Record<string, unknown>>(FILMS))?.[movement];
  return found instanceof Blob ? found : undefined;
}

/** Keep a film for a movement in the place of an earlier one. */
export const keepFilm = (movement: string, file: Blob): Promise<void> => changeFilms((films) => ({ ...films, [movement]: file }));

export const dropFilm = (movement: string): Promise<void> =>
  changeFilms((films) => Object.fromEntries(Object.entries(films).filter(([id]) => id !== movement)));

async function changeFilms(change: (films: Record<string, unknown>) => Record<string, unknown>): Promise<void> {
  const tx = (await store()).transaction("settings", "readwrite", { durability: "strict" });
  const films = (await tx.store.get(FILMS)) as Record<string, unknown> | undefined;
  await tx.store.put(change(films ?? {}), FILMS);
  await tx.done;
}

/** Settings by name: the plan to play next, the sheet for a glass mirror that was read last, the
 * lessons to read again, what the diary asks, the words and numbers of breathing, how this device's camera stands, whose device it is, films that were
 * chosen here by their movements, and whether the browser promised to keep all this. */
export const PLAN = "plan";
export const SHEET = "sheet";
export const LESSONS = "lessons";
export const DIARY = "diary";
export const BREATHING = "breathing";
export const DEVICE = "device";
export const ENROLLED = "enrolled";
export const FILMS = "films";
export const KEPT = "kept";
