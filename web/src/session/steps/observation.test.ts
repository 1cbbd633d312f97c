// What comes next: watching, doing, the next movement.
import { describe, expect, it } from "vitest";
import type { Observation } from "../../shared/contract";
import type { OwnOf } from "../state";
import { type Observing, state } from "./observation";

const step: Observation = {
  kind: "observation", id: "observation", title: "Watch", before: [], watch: [], act: "Now do it.", side: "left", seconds: 60, speed: 1,
  movements: ["fist", "pinch"].map((id) => ({
    id, name: id, instruction: [], caution: "", tempo: 4, repetitions: 2, demonstration: { id, repetitions: 1, seconds: 4 },
  })),
};
type Logged = OwnOf<"movement_watched" | "movement_repeated" | "repeating_left">;
const watched = (movement: string): Logged => ({ kind: "movement_watched", movement, lasted: 60_000, outcome: "done", film: "drawn" });
const repeated = (movement: string): Logged => ({ kind: "movement_repeated", movement, by: "taps" });
const left = (movement: string): Logged => ({ kind: "repeating_left", movement });
const after = (...events: Logged[]): Observing => events.reduce((from, event) => state.take(from, event, step), state.begin(step));

describe("action observation", () => {
  it("lets a movement be done so often as planned once it was watched, then shows the next", () => {
    expect(after(watched("fist"))).toEqual({ movement: 0, watched: true, times: 0 });
    expect(after(watched("fist"), repeated("fist"))).toEqual({ movement: 0, watched: true, times: 1 });
    expect(after(watched("fist"), repeated("fist"), repeated("fist"))).toEqual({ movement: 1, watched: false, times: 0 });
  });
  it("goes on from a movement that is left early", () => {
    expect(after(watched("fist"), left("fist")).movement).toBe(1);
  });
  it("counts nothing before the film was watched, and nothing of another movement", () => {
    expect(after(repeated("fist"), left("fist"), watched("pinch"))).toEqual(state.begin(step));
  });
  it("stays over once it is", () => {
    expect(after(watched("fist"), left("fist"), watched("pinch"), left("pinch"), repeated("pinch")).movement).toBe(2);
  });
});
