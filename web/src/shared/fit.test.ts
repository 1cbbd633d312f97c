import { describe, expect, it } from "vitest";
import type { Event } from "./contract";
import { isSession, misfit, MOST_LINES } from "./fit";

const S = "a".repeat(32);
const KEY = "0123456789abcdef";
const sealed = (over: { key?: string; seq?: string | number; from?: string; box?: string } = {}) =>
  `sealed1.${over.key ?? KEY}.${over.seq ?? 3}.${over.from ?? "A".repeat(87)}.${over.box ?? "A".repeat(720)}`;
const event = (over: Record<string, unknown> = {}) =>
  ({ v: 1, session: S, seq: 3, at: 1.5, wall: "2026-03-01T09:30:00.000+01:00", kind: "note", step: "after", text: "\u00fc \u{1f642}", ...over });
const line = (over: Record<string, unknown> = {}) => JSON.stringify(event(over));
const record = (over: Record<string, unknown> = {}) => ({ session: S, seq: 3, person: "b".repeat(32), line: line(), ...over });

describe("a line that may leave", () => {
  it.each([
    ["plain", record()],
    ["with as many letters as a note may have, each of two units", record({ line: line({ text: "\u{1f642}".repeat(280) }) })],
    ["sealed, small", record({ line: sealed() })],
    ["sealed, middle", record({ line: sealed({ box: "A".repeat(2768) }) })],
    ["sealed, large", record({ line: sealed({ box: "A".repeat(10960) }) })],
  ])("%s", (_name, one) => expect(misfit(one, S, KEY)).toBeNull());

  it("is each event of the contract that a browser writes", () => {
    const events: Partial<Event>[] = [
      { kind: "opened", plan: S, simulated: false, input: "pointer", picture: "camera", browser: "other", lacks: ["sealing"] },
      { kind: "opened", display: "s50_d200_c", plan: S, simulated: false, input: "pointer", picture: "camera", browser: "other", lacks: [], shown: { size: 0.5, delay: 200, covered: true } },
      { kind: "display_changed", display: "s100_d0", shown: { size: 1, delay: 0, covered: false } },
      { kind: "tracked", step: "look", frames: 24, in_view: 1, movement: null, moving: 0.25, repetitions: null, side: "left" },
      { kind: "affected_tracked", step: "block_1", frames: 14, in_view: 0.9, movement: 0.4, moving: 0.5, repetitions: 1, lag: -120 },
      { kind: "landmarks", times: [0, 66], points: [1, -20, 30_000] },
      { kind: "loop_latency", flashes: 5, seen: 0, median: null, spread: null },
      { kind: "closed", outcome: "completed" },
    ];
    for (const one of events) {
      const { v, session, seq, at, wall } = event();
      expect(misfit(record({ line: JSON.stringify({ v, session, seq, at, wall, ...one }) }), S, null), one.kind).toBeNull();
    }
  });
});

describe("a line that may not leave", () => {
  it.each([
    ["nothing", null],
    ["no record", "line"],
    ["a field more", record({ picture: "x" })],
    ["a field less", { session: S, seq: 3, line: line() }],
    ["another session", record({ session: "b".repeat(32) })],
    ["a place that is no number", record({ seq: "3" })],
    ["a broken place", record({ seq: 3.5 })],
    ["a place before the first", record({ seq: -1, line: line({ seq: -1 }) })],
    ["a place past every session's end", record({ seq: MOST_LINES, line: line({ seq: MOST_LINES }) })],
    ["another place than in the event", record({ line: line({ seq: 4 }) })],
    ["another session in the event", record({ line: line({ session: "b".repeat(32) }) })],
    ["no text", record({ line: new Uint8Array(8) })],
    ["no JSON", record({ line: "a picture" })],
    ["no event", record({ line: "{}" })],
    ["a list", record({ line: "[]" })],
    ["a display that is none", record({ line: line({ display: "a picture" }) })],
    ["an unknown kind", record({ line: line({ kind: "picture" }) })],
    ["a field more in the event", record({ line: line({ picture: "/9j/4AAQ" }) })],
    ["another version", record({ line: line({ v: 2 }) })],
    ["a note too long", record({ line: line({ text: "x".repeat(281) }) })],
    ["wall time without offset", record({ line: line({ wall: "2026-03-01T09:30:00" }) })],
    ["words hidden in spaces", record({ line: line().replace(",", ",  ") })],
    ["a key given twice", record({ line: line().replace('"v":1', '"v":1,"v":1') })],
    ["words hidden in how letters are written", record({ line: line().replace("after", "\\u0061fter") })],
    ["more than a line may hold", record({ line: line().padEnd(9000) })],
    ["sealed for another place", record({ line: sealed({ seq: 4 }) })],
    ["sealed with a place written otherwise", record({ line: sealed({ seq: "03" }) })],
    ["sealed in another size", record({ line: sealed({ box: "A".repeat(721) }) })],
    ["sealed with other letters", record({ line: sealed({ box: `${"A".repeat(719)}=` }) })],
    ["sealed with a line's end", record({ line: `${sealed()}\n` })],
    ["sealed with more", record({ line: `${sealed()}.more` })],
  ])("%s", (_name, one) => expect(misfit(one, S, KEY)).toBe("unfit"));

  it("is one sealed to another key, which has its own answer", () => {
    expect(misfit(record({ line: sealed() }), S, "f".repeat(16))).toBe("old_key");
    expect(misfit(record({ line: sealed() }), S, null)).toBe("old_key");
  });
});

it("a session's id is thirty-two hex digits, else it would be part of an address", () => {
  expect(isSession(S)).toBe(true);
  for (const id of ["A".repeat(32), "a".repeat(31), `${S}\n`, `${S}/..`, 3, null, [S]]) expect(isSession(id)).toBe(false);
});

describe("an entry of the index page", () => {
  const ID = "e".repeat(32);
  const diary = (over: Record<string, unknown> = {}) =>
    JSON.stringify({ v: 1, id: ID, wall: "2026-03-01T09:30:00.000+01:00", kind: "diary", day: "2026-03-01", answers: [{ question: "pain", value: 4, choice: null, text: "" }], ...over });
  const entry = (over: Record<string, unknown> = {}) => ({ session: ID, seq: 0, person: "b".repeat(32), line: diary(), ...over });

  it.each([
    ["plain", entry()],
    ["sealed", entry({ line: sealed({ seq: 0 }) })],
  ])("may leave: %s", (_name, one) => expect(misfit(one, ID, KEY, "entries")).toBeNull());

  it.each([
    ["an event of a session", record()],
    ["a second line under an id", entry({ seq: 1 })],
    ["another id than it says", entry({ line: diary({ id: "f".repeat(32) }) })],
    ["a kind that there is not", entry({ line: diary({ kind: "picture" }) })],
    ["a field more", entry({ line: diary({ picture: "/9j/4AAQ" }) })],
    ["no answer", entry({ line: diary({ answers: [] }) })],
    ["a place that is not the first", entry({ line: sealed({ seq: 3 }) })],
  ])("may not leave: %s", (_name, one) => expect(misfit(one, (one as { session: string }).session, KEY, "entries")).toBe("unfit"));

  it("may not leave among the events of a session", () => expect(misfit(entry(), ID, KEY)).toBe("unfit"));
});
