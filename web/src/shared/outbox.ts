// The outbox: lines leave this device's store only after the server has proved, by hash, that its disk has them.
import { Refusal } from "./api";
import type { Receipt } from "./contract";
import { BATCH_LINES, batch, judge } from "./receipt";
import type { Line, Running } from "./store";

/** What the outbox needs of the world; the real one is in `sending.ts`. */
export interface Door {
  sessions(): Promise<Running[]>;
  lines(session: string): Promise<Line[]>;
  hash(text: string): Promise<string>;
  post(session: string, events: string[]): Promise<Receipt>;
  acknowledged(session: string, seqs: number[]): Promise<void>;
  forget(session: string): Promise<void>;
}

/** Why a session's lines stay here although the clinic answers. */
export type Trouble = "conflict" | "refused" | "not_ours" | "gap";

/** How one round of sending ended. */
export interface Round {
  end: "sent" | "unreachable" | "signed_out" | "insecure" | "troubled";
  troubles: Map<string, Trouble>;
  /** Seconds the server asked to wait. */
  retryAfter: number;
}

/** Send everything once; `progress` is called after each proved batch. Never deletes what was not proved. */
export async function sendAll(door: Door, progress: () => void = () => {}): Promise<Round> {
  const troubles = new Map<string, Trouble>();
  try {
    for (const session of await door.sessions()) {
      const trouble = await sendOne(door, session, progress);
      if (trouble) troubles.set(session.id, trouble);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { end: error.status === 401 ? "signed_out" : "unreachable", troubles, retryAfter: error.retryAfter };
  }
  return { end: troubles.size > 0 ? "troubled" : "sent", troubles, retryAfter: 0 };
}

/** Send one session's lines in order; what the server refuses stays here and is reported. */
async function sendOne(door: Door, session: Running, progress: () => void): Promise<Trouble | undefined> {
  let trouble: Trouble | undefined;
  let most = BATCH_LINES;
  const skipped = new Set<number>();
  for (;;) {
    const held = await door.lines(session.id);
    const sent = batch(held.filter((line) => !skipped.has(line.seq)), most);
    if (sent.length === 0) break;
    const hashes = new Map(await Promise.all(sent.map(async (l) => [l.seq, await door.hash(l.line)] as const)));
    let receipt: Receipt;
    try {
      receipt = await door.post(session.id, sent.map((l) => l.line));
    } catch (error) {
      const known = refusedFor(error);
      if (known === undefined) throw error;
      if (known !== "refused") return known;
      // One line in the batch is refused: find it by halving, keep it here, send the others.
      if (sent.length === 1) skipped.add(sent[0]!.seq);
      most = sent.length === 1 ? BATCH_LINES : Math.ceil(sent.length / 2);
      trouble = "refused";
      continue;
    }
    const verdict = judge(hashes, receipt, new Set(held.map((l) => l.seq)));
    if (verdict.proved.length > 0) await door.acknowledged(session.id, verdict.proved);
    progress();
    if (verdict.differing.length > 0) return "conflict";
    if (verdict.lost.length > 0) trouble ??= "gap";
    if (verdict.proved.length === 0) throw new Refusal(502, { code: "no_receipt", what: "The clinic did not confirm.", where: "", todo: "" });
  }
  if (skipped.size === 0 && session.state === "closed") await door.forget(session.id);
  return skipped.size === 0 && trouble === "refused" ? undefined : trouble;
}

/** The trouble a refusal means for one session; undefined when it concerns all of them (network, sign-in, load). */
function refusedFor(error: unknown): Trouble | undefined {
  if (!(error instanceof Refusal)) return undefined;
  if (error.status === 409) return "conflict";
  if (error.status === 403 || error.status === 404) return "not_ours";
  if (error.status === 400 || error.status === 413 || error.status === 422) return "refused";
  return undefined;
}

/** Seconds until the next attempt after `failures` in a row: 5, 10, 20 ... up to five minutes, or as the server asks. */
export function backoff(failures: number, retryAfter = 0): number {
  return Math.max(retryAfter, Math.min(300, 5 * 2 ** Math.max(0, failures - 1)));
}
