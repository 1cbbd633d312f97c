// The outbox: lines leave this device's store only after the server has proved, by hash, that its disk has them.
import { Refusal } from "./api";
import type { Receipt } from "./contract";
import { isSession, type Misfit } from "./fit";
import { BATCH_LINES, batch, judge } from "./receipt";
import type { Line } from "./store";

/** What the outbox needs of the world, for one person and one shelf; the real ones are in `sending.svelte.ts`. What the
 * store gives is checked. An entry of the index page goes out as a session of one line. */
export interface Door {
  /** The sessions of which lines of the person wait. */
  sessions(): Promise<unknown[]>;
  lines(session: string): Promise<unknown[]>;
  hash(text: string): Promise<string>;
  post(session: string, events: string[]): Promise<Receipt>;
  acknowledged(session: string, seqs: number[]): Promise<void>;
  /** Why a stored record may not be sent as a line of a session; null when it may. */
  misfit(record: unknown, session: string): Misfit | null;
}

/** Why a session's lines stay here although the clinic answers. */
export type Trouble = "conflict" | "refused" | "not_ours" | "gap" | Misfit;

/** How one round of sending ended. */
export interface Round {
  end: "sent" | "unreachable" | "signed_out" | "insecure" | "troubled";
  troubles: Map<unknown, Trouble>;
  /** Seconds the server asked to wait. */
  retryAfter: number;
}

/** So many refused lines of one session are looked for in a round; then the rest waits too. */
const MOST_REFUSED = 10;

/** Send everything of each shelf once, until the clinic cannot be reached. */
export async function sendShelves(doors: readonly Door[], progress: () => void = () => {}): Promise<Round> {
  const all: Round = { end: "sent", troubles: new Map(), retryAfter: 0 };
  for (const door of doors) {
    const round = await sendAll(door, progress);
    for (const [session, trouble] of round.troubles) all.troubles.set(session, trouble);
    if (round.end !== "sent") all.end = round.end;
    all.retryAfter = Math.max(all.retryAfter, round.retryAfter);
    if (round.end !== "sent" && round.end !== "troubled") break;
  }
  return all;
}

/** Send everything of one shelf once; `progress` is called after each proved batch. Never deletes what was not proved. */
export async function sendAll(door: Door, progress: () => void = () => {}): Promise<Round> {
  const troubles = new Map<unknown, Trouble>();
  try {
    for (const session of await door.sessions()) {
      const trouble = isSession(session) ? await sendOne(door, session, progress) : "unfit";
      if (trouble) troubles.set(session, trouble);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { end: error.status === 401 ? "signed_out" : "unreachable", troubles, retryAfter: error.retryAfter };
  }
  return { end: troubles.size > 0 ? "troubled" : "sent", troubles, retryAfter: 0 };
}

/** Send one session's lines in order; what does not fit or the server refuses stays here and is reported. */
async function sendOne(door: Door, session: string, progress: () => void): Promise<Trouble | undefined> {
  let trouble: Trouble | undefined;
  let most = BATCH_LINES;
  const refused = new Set<number>();
  for (;;) {
    const held = await door.lines(session);
    const misfits = held.map((line) => door.misfit(line, session));
    trouble ??= misfits.find((one) => one !== null) ?? undefined;
    const good = held.filter((line, i): line is Line => misfits[i] === null && !refused.has((line as Line).seq));
    const sent = batch(good, most);
    if (sent.length === 0) break;
    const hashes = new Map(await Promise.all(sent.map(async (l) => [l.seq, await door.hash(l.line)] as const)));
    let receipt: Receipt;
    try {
      receipt = await door.post(session, sent.map((l) => l.line));
    } catch (error) {
      const known = refusedFor(error);
      if (known === undefined) throw error;
      if (known !== "refused") return known;
      // One line in the batch is refused: find it by halving, keep it here, send the others.
      if (sent.length === 1) refused.add(sent[0]!.seq);
      most = sent.length === 1 ? BATCH_LINES : Math.ceil(sent.length / 2);
      if (refused.size >= MOST_REFUSED) break;
      continue;
    }
    const verdict = judge(hashes, receipt, new Set(held.map((line) => (line as Partial<Line> | null)?.seq ?? -1)));
    if (verdict.proved.length > 0) await door.acknowledged(session, verdict.proved);
    progress();
    if (verdict.differing.length > 0) return "conflict";
    if (verdict.lost.length > 0) trouble ??= "gap";
    if (verdict.proved.length === 0) throw new Refusal(502, { code: "no_receipt", what: "The clinic did not confirm.", where: "", todo: "" });
  }
  return refused.size > 0 ? "refused" : trouble;
}

/** The trouble a refusal means for one session; undefined when it concerns all of them (network, sign-in, load). */
function refusedFor(error: unknown): Trouble | undefined {
  if (!(error instanceof Refusal)) return undefined;
  if (error.problem.code === "another_key") return "old_key";
  if (error.status === 409) return "conflict";
  if (error.status === 403 || error.status === 404) return "not_ours";
  if (error.status === 400 || error.status === 413 || error.status === 422) return "refused";
  return undefined;
}

/** Seconds until the next attempt after `failures` in a row: 5, 10, 20 ... up to five minutes, or as the server asks. */
export function backoff(failures: number, retryAfter = 0): number {
  return Math.max(retryAfter, Math.min(300, 5 * 2 ** Math.max(0, failures - 1)));
}
