import { describe, expect, it } from "vitest";
import { batch, judge } from "./receipt";

const line = (seq: number, text = `{"seq":${seq}}`) => ({ session: "s", seq, person: "p", line: text });

describe("batch", () => {
  it("takes the first hundred lines in order, whatever order they came in", () => {
    const lines = Array.from({ length: 150 }, (_, i) => line(149 - i));
    expect(batch(lines).map((l) => l.seq)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });
  it("stays within 200 kB of UTF-8, counted in bytes and not in letters", () => {
    const lines = Array.from({ length: 60 }, (_, i) => line(i, "\u00e4".repeat(4000)));
    const taken = batch(lines);
    expect(taken.length).toBe(25);
  });
  it("always takes one line, however long it is, so that sending never stands still", () => {
    expect(batch([line(0, "x".repeat(300_000)), line(1)]).map((l) => l.seq)).toEqual([0]);
  });
  it("takes nothing from nothing", () => expect(batch([])).toEqual([]));
});

describe("judge", () => {
  const sent = new Map([[0, "aa"], [1, "bb"], [2, "cc"]]);
  const held = new Set([0, 1, 2]);

  it("proves only lines whose stored hash is our own", () => {
    const receipt = { stored: [{ seq: 0, sha256: "aa" }, { seq: 1, sha256: "XX" }], missing: [] };
    expect(judge(sent, receipt, held)).toEqual({ proved: [0], differing: [1], lost: [] });
  });
  it("proves nothing that was not sent in this batch", () => {
    const receipt = { stored: [{ seq: 7, sha256: "aa" }], missing: [] };
    expect(judge(sent, receipt, held).proved).toEqual([]);
  });
  it("does not trust a receipt that names two hashes for one line", () => {
    const receipt = { stored: [{ seq: 0, sha256: "aa" }, { seq: 0, sha256: "zz" }], missing: [] };
    expect(judge(sent, receipt, held)).toEqual({ proved: [], differing: [0], lost: [] });
  });
  it("tells which missing lines are no longer here, and not those that will be sent again", () => {
    const receipt = { stored: [], missing: [[0, 4]] };
    expect(judge(sent, receipt, held).lost).toEqual([3, 4]);
  });
});
