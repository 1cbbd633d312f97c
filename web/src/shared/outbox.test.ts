import { describe, expect, it } from "vitest";
import { Refusal } from "./api";
import type { Receipt } from "./contract";
import { misfit } from "./fit";
import { sha256 } from "./hash";
import { backoff, type Door, sendAll, sendShelves } from "./outbox";
import type { Line } from "./store";

const [A, B] = ["a".repeat(32), "b".repeat(32)] as const;
const ME = "c".repeat(32);
const note = (session: string, seq: number) =>
  JSON.stringify({ v: 1, session, seq, at: seq, wall: "2026-03-01T09:30:00.000+01:00", kind: "note", step: "after", text: "\u00fc" });

/** A device's shelf and a clinic, both in memory; `answer` may bend what the clinic says. */
class Pair implements Door {
  shelf = new Map<string, Map<number, string>>();
  clinic = new Map<string, Map<number, string>>();
  posts: { session: string; seqs: number[] }[] = [];
  answer: (receipt: Receipt, nth: number) => Receipt | Promise<Receipt> = (r) => r;
  refuse: (events: string[], nth: number) => Refusal | undefined = () => undefined;
  hash = sha256;
  misfit = (record: unknown, session: string) => misfit(record, session, null);

  fill(session: string, n: number): this {
    this.shelf.set(session, new Map(Array.from({ length: n }, (_, i) => [i, note(session, i)])));
    return this;
  }
  async sessions(): Promise<unknown[]> {
    return [...this.shelf].filter(([, lines]) => lines.size > 0).map(([id]) => id);
  }
  async lines(session: string): Promise<Line[]> {
    return [...(this.shelf.get(session) ?? [])].map(([seq, line]) => ({ session, seq, person: ME, line }));
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
}

const refusal = (status: number) => new Refusal(status, { code: "x", what: "x", where: "", todo: "" }, status === 429 ? 40 : 0);

describe("sendAll", () => {
  it("sends every line in order, and deletes it", async () => {
    const pair = new Pair().fill(A, 250);
    const round = await sendAll(pair);
    expect(round.end).toBe("sent");
    expect(pair.posts.map((p) => p.seqs.length)).toEqual([100, 100, 50]);
    expect(pair.clinic.get(A)!.size).toBe(250);
    expect(await pair.sessions()).toEqual([]);
  });

  it("never deletes a line whose receipt has another hash, and says so", async () => {
    const pair = new Pair().fill(A, 5);
    pair.answer = (r) => ({ ...r, stored: r.stored.map((s) => (s.seq === 2 ? { ...s, sha256: "0".repeat(64) } : s)) });
    const round = await sendAll(pair);
    expect(round.troubles.get(A)).toBe("conflict");
    expect((await pair.lines(A)).map((l) => l.seq)).toEqual([2]);
  });

  it("never deletes on an empty receipt, and does not ask for ever", async () => {
    const pair = new Pair().fill(A, 5);
    pair.answer = () => ({ stored: [], missing: [] });
    expect((await sendAll(pair)).end).toBe("unreachable");
    expect((await pair.lines(A)).length).toBe(5);
    expect(pair.posts.length).toBe(1);
  });

  it("sends again what the receipt leaves out", async () => {
    const pair = new Pair().fill(A, 6);
    pair.answer = (r, nth) => (nth === 0 ? { stored: r.stored.filter((s) => s.seq !== 1 && s.seq !== 4), missing: [[1, 1], [4, 4]] } : r);
    expect((await sendAll(pair)).end).toBe("sent");
    expect(pair.posts[1]!.seqs).toEqual([1, 4]);
  });

  it("tells of a gap the device can no longer fill", async () => {
    const pair = new Pair().fill(A, 4);
    pair.shelf.get(A)!.delete(0);
    pair.answer = (r) => ({ ...r, missing: [[0, 0]] });
    expect((await sendAll(pair)).troubles.get(A)).toBe("gap");
  });

  it("stops a session on a conflict, keeps its lines, and still sends the others", async () => {
    const pair = new Pair().fill(A, 3).fill(B, 3);
    pair.refuse = (events) => (JSON.parse(events[0]!).session === A ? refusal(409) : undefined);
    const round = await sendAll(pair);
    expect(round.troubles).toEqual(new Map([[A, "conflict"]]));
    expect((await pair.lines(A)).length).toBe(3);
    expect(await pair.sessions()).toEqual([A]);
  });

  it("keeps the one line the clinic refuses and sends all others", async () => {
    const pair = new Pair().fill(A, 9);
    pair.refuse = (events) => (events.some((e) => JSON.parse(e).seq === 5) ? refusal(422) : undefined);
    const round = await sendAll(pair);
    expect(round.troubles.get(A)).toBe("refused");
    expect((await pair.lines(A)).map((l) => l.seq)).toEqual([5]);
    expect(pair.clinic.get(A)!.size).toBe(8);
  });

  it.each([[0, "unreachable"], [500, "unreachable"], [429, "unreachable"], [401, "signed_out"]] as const)(
    "keeps everything when the clinic answers %i",
    async (status, end) => {
      const pair = new Pair().fill(A, 3);
      pair.refuse = () => refusal(status);
      const round = await sendAll(pair);
      expect(round.end).toBe(end);
      expect(round.retryAfter).toBe(status === 429 ? 40 : 0);
      expect((await pair.lines(A)).length).toBe(3);
    },
  );

  it("loses nothing over random failures: what left the device lies in the clinic, byte for byte", async () => {
    let seed = 7;
    const chance = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    for (let trial = 0; trial < 30; trial++) {
      const pair = new Pair().fill(A, 220);
      const before = new Map(pair.shelf.get(A));
      pair.refuse = () => (chance() < 0.3 ? refusal(0) : undefined);
      pair.answer = (r) => {
        if (chance() < 0.3) throw refusal(0); // stored, but the receipt is lost on the way
        return { stored: r.stored.filter(() => chance() < 0.8).map((s) => (chance() < 0.02 ? { ...s, sha256: "bad" } : s)), missing: [] };
      };
      for (let round = 0; round < 200 && pair.shelf.get(A)!.size > 0; round++) {
        await sendAll(pair);
        for (const [seq, text] of before) {
          if (!pair.shelf.get(A)?.has(seq)) expect(pair.clinic.get(A)?.get(seq)).toBe(text);
        }
      }
      expect(pair.shelf.get(A)!.size, "everything arrives in the end").toBe(0);
    }
  });
});

describe("what does not fit", () => {
  const sealedFor = (key: string, seq: number) => `sealed1.${key}.${seq}.${"A".repeat(87)}.${"A".repeat(720)}`;

  it("is never posted, stays, is shown, and holds nothing else back", async () => {
    const pair = new Pair().fill(A, 4).fill("../people", 2).fill(B, 3);
    pair.shelf.get(A)!.set(1, "a picture").set(2, sealedFor("f".repeat(16), 2));
    const round = await sendAll(pair);
    expect(pair.posts).toEqual([{ session: A, seqs: [0, 3] }, { session: B, seqs: [0, 1, 2] }]);
    expect(round.troubles).toEqual(new Map([[A, "unfit"], ["../people", "unfit"]]));
    expect([...pair.shelf.get(A)!.keys()]).toEqual([1, 2]);
    expect(pair.shelf.get("../people")!.size).toBe(2);
  });

  it("has its own word when it is sealed to a key that the clinic no longer has", async () => {
    const pair = new Pair().fill(A, 2);
    pair.shelf.get(A)!.set(2, sealedFor("f".repeat(16), 2));
    expect((await sendAll(pair)).troubles).toEqual(new Map([[A, "old_key"]]));
    expect([...pair.shelf.get(A)!.keys()]).toEqual([2]);
  });

  it("has its own word too when only the clinic can say so", async () => {
    const pair = new Pair().fill(A, 2);
    pair.refuse = () => new Refusal(422, { code: "another_key", what: "x", where: "", todo: "" });
    expect((await sendAll(pair)).troubles).toEqual(new Map([[A, "old_key"]]));
    expect(pair.shelf.get(A)!.size).toBe(2);
  });

  it("ends a session's round after ten refused lines, so that no flood of them is posted", async () => {
    const pair = new Pair().fill(A, 3000);
    pair.refuse = () => refusal(422);
    expect((await sendAll(pair)).troubles.get(A)).toBe("refused");
    expect(pair.posts.length).toBeLessThan(100);
    expect(pair.shelf.get(A)!.size).toBe(3000);
  });
});

describe("sendShelves", () => {
  it("sends the entries after the sessions, and tells the troubles of both", async () => {
    const [sessions, entries] = [new Pair().fill(A, 3), new Pair().fill(B, 2)];
    sessions.refuse = () => refusal(409);
    const round = await sendShelves([sessions, entries]);
    expect(round.end).toBe("troubled");
    expect(round.troubles).toEqual(new Map([[A, "conflict"]]));
    expect(await entries.sessions(), "a trouble of one shelf holds nothing of the other back").toEqual([]);
  });

  it("leaves the other shelf alone once the clinic cannot be reached", async () => {
    const [sessions, entries] = [new Pair().fill(A, 3), new Pair().fill(B, 2)];
    sessions.refuse = () => refusal(429);
    const round = await sendShelves([sessions, entries]);
    expect([round.end, round.retryAfter]).toEqual(["unreachable", 40]);
    expect(entries.posts).toEqual([]);
  });
});

describe("backoff", () => {
  it("doubles from five seconds to five minutes", () => {
    expect([1, 2, 3, 7, 20].map((n) => backoff(n))).toEqual([5, 10, 20, 300, 300]);
  });
  it("waits as long as the clinic asks", () => expect(backoff(1, 40)).toBe(40));
});
