import { describe, expect, it } from "vitest";
import { Refusal } from "./api";
import type { Receipt } from "./contract";
import { sha256 } from "./hash";
import { backoff, type Door, sendAll } from "./outbox";
import type { Line, Running } from "./store";

/** A device's shelf and a clinic, both in memory; `answer` may bend what the clinic says. */
class Pair implements Door {
  shelf = new Map<string, Map<number, string>>();
  closed = new Set<string>();
  clinic = new Map<string, Map<number, string>>();
  posts: { session: string; seqs: number[] }[] = [];
  forgotten: string[] = [];
  answer: (receipt: Receipt, nth: number) => Receipt | Promise<Receipt> = (r) => r;
  refuse: (events: string[], nth: number) => Refusal | undefined = () => undefined;
  hash = sha256;

  fill(session: string, n: number, closed = true): this {
    this.shelf.set(session, new Map(Array.from({ length: n }, (_, i) => [i, JSON.stringify({ session, seq: i, text: "\u00fc" })])));
    if (closed) this.closed.add(session);
    return this;
  }
  async sessions() {
    return [...this.shelf.keys()].map((id) => ({ id, state: this.closed.has(id) ? "closed" : "open" }) as Running);
  }
  async lines(session: string): Promise<Line[]> {
    return [...(this.shelf.get(session) ?? [])].map(([seq, line]) => ({ session, seq, line }));
  }
  async post(session: string, events: string[]): Promise<Receipt> {
    const nth = this.posts.length;
    this.posts.push({ session, seqs: events.map((e) => JSON.parse(e).seq) });
    const no = this.refuse(events, nth);
    if (no) throw no;
    const disk = this.clinic.get(session) ?? new Map<number, string>();
    this.clinic.set(session, disk);
    for (const e of events) disk.set(JSON.parse(e).seq, e);
    const stored = await Promise.all(events.map(async (e) => ({ seq: JSON.parse(e).seq as number, sha256: await sha256(e) })));
    return this.answer({ stored, missing: [] }, nth);
  }
  async acknowledged(session: string, seqs: number[]) {
    for (const seq of seqs) this.shelf.get(session)?.delete(seq);
  }
  async forget(session: string) {
    this.forgotten.push(session);
    this.shelf.delete(session);
  }
}

const refusal = (status: number) => new Refusal(status, { code: "x", what: "x", where: "", todo: "" }, status === 429 ? 40 : 0);

describe("sendAll", () => {
  it("sends every line in order, deletes it, and forgets the closed session", async () => {
    const pair = new Pair().fill("a", 250);
    const round = await sendAll(pair);
    expect(round.end).toBe("sent");
    expect(pair.posts.map((p) => p.seqs.length)).toEqual([100, 100, 50]);
    expect(pair.clinic.get("a")!.size).toBe(250);
    expect(pair.forgotten).toEqual(["a"]);
  });

  it("does not forget a session that is still open", async () => {
    const pair = new Pair().fill("a", 3, false);
    await sendAll(pair);
    expect(pair.forgotten).toEqual([]);
    expect((await pair.lines("a")).length).toBe(0);
  });

  it("never deletes a line whose receipt has another hash, and says so", async () => {
    const pair = new Pair().fill("a", 5);
    pair.answer = (r) => ({ ...r, stored: r.stored.map((s) => (s.seq === 2 ? { ...s, sha256: "0".repeat(64) } : s)) });
    const round = await sendAll(pair);
    expect(round.troubles.get("a")).toBe("conflict");
    expect((await pair.lines("a")).map((l) => l.seq)).toEqual([2]);
    expect(pair.forgotten).toEqual([]);
  });

  it("never deletes on an empty receipt, and does not ask for ever", async () => {
    const pair = new Pair().fill("a", 5);
    pair.answer = () => ({ stored: [], missing: [] });
    expect((await sendAll(pair)).end).toBe("unreachable");
    expect((await pair.lines("a")).length).toBe(5);
    expect(pair.posts.length).toBe(1);
  });

  it("sends again what the receipt leaves out", async () => {
    const pair = new Pair().fill("a", 6);
    pair.answer = (r, nth) => (nth === 0 ? { stored: r.stored.filter((s) => s.seq !== 1 && s.seq !== 4), missing: [[1, 1], [4, 4]] } : r);
    expect((await sendAll(pair)).end).toBe("sent");
    expect(pair.posts[1]!.seqs).toEqual([1, 4]);
  });

  it("tells of a gap the device can no longer fill", async () => {
    const pair = new Pair().fill("a", 4);
    pair.shelf.get("a")!.delete(0);
    pair.answer = (r) => ({ ...r, missing: [[0, 0]] });
    expect((await sendAll(pair)).troubles.get("a")).toBe("gap");
  });

  it("stops a session on a conflict, keeps its lines, and still sends the others", async () => {
    const pair = new Pair().fill("a", 3).fill("b", 3);
    pair.refuse = (events) => (JSON.parse(events[0]!).session === "a" ? refusal(409) : undefined);
    const round = await sendAll(pair);
    expect(round.troubles).toEqual(new Map([["a", "conflict"]]));
    expect((await pair.lines("a")).length).toBe(3);
    expect(pair.forgotten).toEqual(["b"]);
  });

  it("keeps the one line the clinic refuses and sends all others", async () => {
    const pair = new Pair().fill("a", 9);
    pair.refuse = (events) => (events.some((e) => JSON.parse(e).seq === 5) ? refusal(422) : undefined);
    const round = await sendAll(pair);
    expect(round.troubles.get("a")).toBe("refused");
    expect((await pair.lines("a")).map((l) => l.seq)).toEqual([5]);
    expect(pair.clinic.get("a")!.size).toBe(8);
    expect(pair.forgotten).toEqual([]);
  });

  it.each([[0, "unreachable"], [500, "unreachable"], [429, "unreachable"], [401, "signed_out"]] as const)(
    "keeps everything when the clinic answers %i",
    async (status, end) => {
      const pair = new Pair().fill("a", 3);
      pair.refuse = () => refusal(status);
      const round = await sendAll(pair);
      expect(round.end).toBe(end);
      expect(round.retryAfter).toBe(status === 429 ? 40 : 0);
      expect((await pair.lines("a")).length).toBe(3);
    },
  );

  it("loses nothing over random failures: what left the device lies in the clinic, byte for byte", async () => {
    let seed = 7;
    const chance = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    for (let trial = 0; trial < 30; trial++) {
      const pair = new Pair().fill("a", 220);
      const before = new Map(pair.shelf.get("a"));
      pair.refuse = () => (chance() < 0.3 ? refusal(0) : undefined);
      pair.answer = (r) => {
        if (chance() < 0.3) throw refusal(0); // stored, but the receipt is lost on the way
        return { stored: r.stored.filter(() => chance() < 0.8).map((s) => (chance() < 0.02 ? { ...s, sha256: "bad" } : s)), missing: [] };
      };
      for (let round = 0; round < 200 && pair.shelf.has("a"); round++) {
        await sendAll(pair);
        for (const [seq, text] of before) {
          if (!pair.shelf.get("a")?.has(seq)) expect(pair.clinic.get("a")?.get(seq)).toBe(text);
        }
      }
      expect(pair.shelf.has("a"), "everything arrives in the end").toBe(false);
    }
  });
});

describe("backoff", () => {
  it("doubles from five seconds to five minutes", () => {
    expect([1, 2, 3, 7, 20].map((n) => backoff(n))).toEqual([5, 10, 20, 300, 300]);
  });
  it("waits as long as the clinic asks", () => expect(backoff(1, 40)).toBe(40));
});
