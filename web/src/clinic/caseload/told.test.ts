import { describe, expect, it } from "vitest";
import type { SessionPlan } from "../../shared/contract";
import { affectedWords, complaintWords, delayWords, embodimentRows, exerciseRows, feltRows } from "./told";

const question = { id: "pain", text: "How strong is your pain now?", low: 0, high: 10, low_words: "no pain", high_words: "worst pain", choices: [] };
const exercise = { id: "fist", name: "Make a fist", instruction: [], wording: "", movement: "two_sided", repetitions: 15, tempo: 4, caution: "", source: "" };
const plan = {
  latency: { green: 100, amber: 190, illusion: 300, illusion_words: "The illusion is not to be expected.", claim: "" },
  steps: [
    { kind: "check_in", id: "in", title: "Before", questions: [question] },
    { kind: "block", id: "block_1", title: "Move", exercises: [exercise] },
    { kind: "block", id: "block_2", title: "Move", exercises: [exercise] },
    { kind: "embodiment", id: "feel", title: "Feel", after_seconds: 60, low: -3, high: 3, low_words: "not at all", high_words: "completely", items: [{ id: "wood", text: "My limb was wood.", about: "control" }] },
    { kind: "check_out", id: "out", title: "After", questions: [question], adverse_title: "", adverse: [{ id: "dizziness", text: "Dizzy", stops: "" }], severities: [{ id: "mild", text: "a little", stops: "" }], none_text: "", note_title: "", note_limit: 0 },
  ],
} as unknown as SessionPlan;
const felt = [
  { step: "in", question: "pain", value: 6, at: 1 },
  { step: "feel", question: "wood", value: -2, at: 90 },
  { step: "out", question: "pain", value: 0, at: 600 },
];

describe("a session beside its plan", () => {
  it("puts the same question before and after into one row, a 0 as a 0", () => {
    expect(feltRows(plan, felt)).toMatchObject([{ text: question.text, before: 6, after: 0, low: "0 no pain", high: "10 worst pain" }]);
  });
  it("keeps embodiment apart, with what each statement is about", () => {
    expect(embodimentRows(plan, felt)).toMatchObject([{ text: "My limb was wood.", about: "control", value: -2 }]);
  });
  it("lists every planned exercise, those never begun too, each block for itself", () => {
    const done = [{ step: "block_1", exercise: "fist", outcome: "done" as const, seconds: 60, paced: 15, tracked: 12, affected: null }];
    expect(exerciseRows(plan, done).map((r) => [r.planned, r.done?.tracked ?? null])).toEqual([[15, 12], [15, null]]);
  });
  it("says a delay by the plan's own limits, each limit still within its colour", () => {
    expect([100, 101, 190, 191, 301].map((ms) => delayWords(plan, ms).split(",")[0])).toEqual(["green", "amber", "amber", "red", "red"]);
    expect(delayWords(plan, 300)).not.toContain("illusion");
    expect(delayWords(plan, 301)).toContain("not to be expected");
  });
  it("says of the covered hand how much it was seen and moved, and by how much it followed", () => {
    const seen = { tracked: 600, in_view: 0.9, moved: 75, repetitions: 41, lag: 180 };
    expect(affectedWords(seen)).toBe("The affected hand, covered on the screen: in view for 90 % of 10:00 min of exercises; movement time 1:15 min; 41 movements counted; it followed the unaffected hand by 180 ms (median).");
    expect(affectedWords({ ...seen, lag: -40 })).toContain("led the unaffected hand by 40 ms");
    expect(affectedWords({ ...seen, lag: 0 })).toContain("kept time with the unaffected hand");
    expect(affectedWords({ ...seen, lag: null })).toContain("did not move alike");
    expect(affectedWords({ ...seen, in_view: 0, moved: 0, repetitions: 0, lag: null })).toBe("The affected hand: not seen in 10:00 min of exercises.");
  });
  it("uses the plan's words for an adverse event, and the bare id when it has none", () => {
    expect(complaintWords(plan, "dizziness", "mild")).toBe("Dizzy: a little");
    expect(complaintWords(plan, "pain_increase", "mild")).toBe("pain increase: mild");
  });
});
