// What comes next: ranking, the pain expected, the movement, the pain felt, the difference.
import { describe, expect, it } from "vitest";
import type { DirectMovement } from "../../shared/contract";
import type { OwnOf } from "../state";
import { dueOf, nextPart, state, type Directing, type Part } from "./direct_movement";

const question = (id: string) => ({ id, text: id, low: 0, high: 10, low_words: "", high_words: "", choices: [] });
const step: DirectMovement = {
  kind: "direct_movement", id: "direct_movement", title: "Move", before: [], ranking: [], rank: question("how_hard"), due: null, news: "", why: "", act: [],
  times: 2, expected: question("pain_expected"), felt: question("pain"),
  movements: ["fist", "pinch"].map((id) => ({
    id, name: id, instruction: [], caution: "", tempo: 4, demonstration: { id, repetitions: 1, seconds: 4 },
  })),
};
type Logged = OwnOf<"movement_ranked" | "directly_moved" | "direct_part_left">;
const ranked = (movement: string, value: number): Logged => ({ kind: "movement_ranked", movement, value });
const moved: Logged = { kind: "directly_moved", movement: "pinch" };
const left = (part: Part, movement = "pinch"): Logged => ({ kind: "direct_part_left", movement, part });
const after = (...events: Logged[]): Directing => events.reduce((from, event) => state.take(from, event, step), state.begin(step));
const both = [ranked("fist", 6), ranked("pinch", 2)];

describe("direct movement", () => {
  it("ranks one movement after the other, and a movement that is left out is passed", () => {
    expect(after(ranked("fist", 6)).passed).toBe(1);
    expect(after(ranked("pinch", 6))).toEqual(state.begin(step));
    expect(after(left("rank", "fist"), ranked("pinch", 3))).toMatchObject({ passed: 2, ranked: { pinch: 3 } });
  });
  it("begins with the movement ranked lowest, or with the one that the plan says is due", () => {
    expect(dueOf(step, after(...both)).id).toBe("pinch");
    expect(dueOf({ ...step, due: "fist" }, after(...both)).id).toBe("fist");
    expect(dueOf(step, after(left("rank", "fist"), left("rank"))).id).toBe("fist");
  });
  it("asks what is expected, lets the movement be done, asks what was felt, and tells the difference", () => {
    expect(nextPart(step, after(), {})).toBe("rank");
    expect(nextPart(step, after(...both), undefined)).toBe("expected");
    expect(nextPart(step, after(...both), { pain_expected: 6 })).toBe("moving");
    expect(nextPart(step, after(...both, moved), { pain_expected: 6 })).toBe("moving");
    expect(nextPart(step, after(...both, moved, moved), { pain_expected: 6 })).toBe("felt");
    expect(nextPart(step, after(...both, moved, moved), { pain_expected: 6, pain: 3 })).toBe("told");
  });
  it("ranks nothing in a session that does not ask", () => {
    expect(nextPart({ ...step, rank: null }, after(), {})).toBe("expected");
  });
  it("tells no difference where an answer was left out, and asks what was felt only after a movement", () => {
    expect(nextPart(step, after(...both, left("expected")), {})).toBe("moving");
    expect(nextPart(step, after(...both, left("expected"), moved, left("moving")), {})).toBe("felt");
    expect(nextPart(step, after(...both, left("expected"), moved, left("moving")), { pain: 2 })).toBe("over");
    expect(nextPart(step, after(...both, left("moving")), { pain_expected: 6 })).toBe("over");
    expect(nextPart(step, after(...both, moved, moved, left("felt")), { pain_expected: 6 })).toBe("over");
  });
});
