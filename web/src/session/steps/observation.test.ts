// What comes next: watching, doing, the next movement.
import { describe, expect, it } from "vitest";
import type { Observation } from "../../shared/contract";
import type { OwnOf } from "../state";
import { type Observing, state, told } from "./observation";

const step: Observation = {
  kind: "observation", id: "observation", title: "Watch", before: [], watch: [], act: "Now do it.", side: "left", seconds: 60, speed: 1, camera: true,
  movements: ["fist", "pinch"].map((id) => ({
    id, name: id, instruction: [], caution: "", tempo: 4, repetitions: 2, demonstration: { id, repetitions: 1, seconds: 4 },
  })),
};
type Logged = OwnOf<"movement_watched" | "movement_repeated" | "movement_followed" | "repeating_left">;
const watched = (movement: string): Logged => ({ kind: "movement_watched", movement, lasted: 60_000, outcome: "done", film: "drawn" });
const repeated = (movement: string): Logged => ({ kind: "movement_repeated", movement, by: "taps", amplitude: null, lasted: null });
const filmed = (movement: string, amplitude: number | null, lasted: number | null): Logged => ({ kind: "movement_repeated", movement, by: "camera", amplitude, lasted });
const left = (movement: string): Logged => ({ kind: "repeating_left", movement });
const after = (...events: Logged[]): Observing => events.reduce((from, event) => state.take(from, event, step), state.begin(step));

describe("action observation", () => {
  it("lets a movement be done so often as planned once it was watched, then shows the next", () => {
    expect(after(watched("fist"))).toEqual({ movement: 0, watched: true, times: 0, seen: [] });
    expect(after(watched("fist"), repeated("fist"))).toEqual({ movement: 0, watched: true, times: 1, seen: [] });
    expect(after(watched("fist"), repeated("fist"), repeated("fist"))).toEqual({ movement: 1, watched: false, times: 0, seen: [] });
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

describe("what the camera counted", () => {
  it("counts as one press does, and is kept until the movement is over", () => {
    const once = after(watched("fist"), filmed("fist", 1.2, null));
    expect(once).toEqual({ movement: 0, watched: true, times: 1, seen: [{ amplitude: 1.2, lasted: null }] });
    expect(state.take(once, repeated("fist"), step)).toEqual({ movement: 1, watched: false, times: 0, seen: [] });
  });
  it("counts nothing by having looked", () => {
    const before = after(watched("fist"));
    expect(state.take(before, { kind: "movement_followed", movement: "fist", lasted: 4000, in_view: 1 }, step)).toEqual(before);
  });
  it("goes on after a session that was stored before cameras counted", () => {
    const { seen: _seen, ...stored } = after(watched("fist"));
    expect(state.take(stored as Observing, filmed("fist", 1, null), step).seen).toHaveLength(1);
  });
});

describe("what is told of it", () => {
  const of = (amplitudes: (number | null)[], times: (number | null)[] = []) => told(amplitudes.map((amplitude, k) => ({ amplitude, lasted: times[k] ?? null })));
  it("is nothing before there is anything to hold it against", () => {
    expect(of([])).toEqual({ size: null, percent: null, latest: null, usual: null });
    expect(of([1, 1.2, 0.8]).size).toBeNull();
  });
  it("holds the latest size against the median of the person's own first three", () => {
    const sizes = [1.16, 1.14, 0.86, 0.84].map((latest) => of([1, 5, 1, latest]).size);
    expect(sizes).toEqual(["larger", "same", "same", "smaller"]);
    expect(of([1, 1, 1, 0.5, 0.7, 0.6]).percent).toBe(60);
  });
  it("says how long the latest one and the usual one took, without those that have no time", () => {
    expect(of([1, 1, 1, 1], [null, 2000, 4000, 3000])).toMatchObject({ latest: 3, usual: 3 });
    expect(of([1, 1], [2000, null])).toMatchObject({ latest: null, usual: 2 });
  });
});
