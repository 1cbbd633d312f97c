// What to send, and what a receipt proves. Pure: nothing here can delete anything.
import type { Receipt } from "./contract";
import type { Line } from "./store";

export const BATCH_LINES = 100;
export const BATCH_BYTES = 200_000;

/** The first lines in order that fit one batch: at most `most` of them and 200 kB; one line always fits. */
export function batch(lines: readonly Line[], most = BATCH_LINES): Line[] {
  const size = new TextEncoder();
  const out: Line[] = [];
  let bytes = 0;
  for (const line of [...lines].sort((a, b) => a.seq - b.seq)) {
    bytes += size.encode(line.line).length;
    if (out.length > 0 && (out.length >= most || bytes > BATCH_BYTES)) break;
    out.push(line);
  }
  return out;
}

/** What a receipt says about the lines that were sent. */
export interface Verdict {
  /** The server holds exactly our bytes: these may be deleted. */
  proved: number[];
  /** The server names other bytes under the same number: never delete, tell loudly. */
  differing: number[];
  /** Numbers the server lacks and this device no longer has. */
  lost: number[];
}

/** Compare a receipt with the hashes of what was sent; `held` are the numbers still on this device. */
export function judge(sent: ReadonlyMap<number, string>, receipt: Receipt, held: ReadonlySet<number>): Verdict {
  const verdict: Verdict = { proved: [], differing: [], lost: [] };
  const told = new Map<number, Set<string>>();
  for (const { seq, sha256 } of receipt.stored) told.set(seq, (told.get(seq) ?? new Set()).add(sha256));
  for (const [seq, own] of sent) {
    const stored = told.get(seq);
    if (!stored) continue;
    (stored.size === 1 && stored.has(own) ? verdict.proved : verdict.differing).push(seq);
  }
  for (const range of receipt.missing) {
    const [from, to] = range as [number, number];
    for (let seq = from; seq <= to && verdict.lost.length < 1000; seq++) if (!held.has(seq)) verdict.lost.push(seq);
  }
  return verdict;
}
