// Which movement and part comes next, whatever is timed, rated or left out.
import { describe, expect, it } from "vitest";
import type { Imagery } from "../../shared/contract";
import type { OwnOf } from "../state";
import { type Imagining, state } from "./imagery";

const question = { low: 1, high: 5, low_words: "no", high_words: "yes", choices: [] };
const step: Imagery = {
  kind: "imagery", id: "imagery", title: "Imagine", before: [], imagine: [], execute: [], times: 3, executions: 2,
  seen: { id: "seen", text: "Seen?", ...question }, felt: { id: "felt", text: "Felt?", ...question },
  movements: ["fist", "pinch"].map((id) => ({ id, name: id, caution: "", demonstration: { id, repetitions: 1, seconds: 4 } })),
};
type Logged = OwnOf<"movement_timed" | "vividness_rated" | "imagery_skipped">;
const timed = (movement: string, way: "imagined" | "executed"): Logged => ({ kind: "movement_timed", movement, way, lasted: 2000 });
const rated = (movement: string, sense: "seen" | "felt"): Logged => ({ kind: "vividness_rated", movement, sense, value: 3 });
const skipped = (movement: string, part: Imagining["part"]): Logged => ({ kind: "imagery_skipped", movement, part });
const after = (events: Logged[], of = step): Imagining => events.reduce((from, event) => state.take(from, event, of), state.begin(of));
const thrice = [1, 2, 3].map(() => timed("fist", "imagined"));
const both = [rated("fist", "seen"), rated("fist", "felt")];

describe("motor imagery", () => {
  it("imagines so often, asks both ratings, executes, and goes on to the next movement", () => {
    expect(after(thrice.slice(1))).toEqual({ movement: 0, part: "imagined", times: 2 });
    expect(after(thrice).part).toBe("seen");
    expect(after([...thrice, both[0]!]).part).toBe("felt");
    expect(after([...thrice, ...both])).toEqual({ movement: 0, part: "executed", times: 0 });
    expect(after([...thrice, ...both, timed("fist", "executed"), timed("fist", "executed")])).toEqual({ movement: 1, part: "imagined", times: 0 });
  });
  it("executes nothing where the plan does not say so", () => {
    expect(after([...thrice, ...both], { ...step, executions: 0 })).toEqual({ movement: 1, part: "imagined", times: 0 });
  });
  it("goes on from each part that is left out", () => {
    expect(after([...thrice.slice(1), skipped("fist", "imagined")]).part).toBe("seen");
    expect(after([...thrice, skipped("fist", "seen"), skipped("fist", "felt"), skipped("fist", "executed")]).movement).toBe(1);
  });
  it("neither rates nor executes what was not imagined once", () => {
    expect(after([skipped("fist", "imagined")])).toEqual({ movement: 1, part: "imagined", times: 0 });
  });
  it("is moved on by no event of another part or movement", () => {
    for (const event of [timed("pinch", "imagined"), timed("fist", "executed"), rated("fist", "felt"), skipped("fist", "executed")]) {
      expect(after([event])).toEqual(state.begin(step));
    }
  });
  it("takes a rating that is given again as a correction", () => {
    expect(after([...thrice, rated("fist", "seen"), rated("fist", "seen")]).part).toBe("felt");
  });
  it("stays over once it is", () => {
    const all = ["fist", "pinch"].map((one) => skipped(one, "imagined"));
    expect(after([...all, ...thrice]).movement).toBe(2);
  });
});
