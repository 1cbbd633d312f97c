import { describe, expect, it } from "vitest";
import type { Lesson, SessionPlan } from "../../shared/contract";
import type { Device } from "../device";
import { begin, play, type Input } from "../flow";
import { sample } from "../sample";
import type { OwnOf } from "../state";
import { state, taught, tooTired } from "./lesson";

type Logged = OwnOf<"lesson_read" | "lesson_answered" | "lesson_left">;
const question = (id: string) => ({ id, text: `${id}?`, options: [{ id: "yes", text: "Yes" }, { id: "no", text: "No" }], right: "yes", explanation: "Yes." });
const step: Lesson = {
  kind: "lesson", id: "lesson", title: "When to stop", name: "When to stop", lesson: "when_to_stop", about: "when_to_stop", again: false,
  pages: ["One.", "Two."], questions: [question("first"), question("second")], energy: null,
};
const plan: SessionPlan = { ...sample, steps: [step, ...sample.steps] };
const after = (events: Logged[]) => events.reduce((now, event) => state.take(now, event, step), state.begin(step));
const read = (page: number): Logged => ({ kind: "lesson_read", page });
const answer = (id: string, option = "yes"): Logged => ({ kind: "lesson_answered", question: id, option });

describe("how far a lesson has come", () => {
  it("goes page by page, and a page that is read again moves nothing", () => {
    expect(after([read(0), read(0), read(1)]).read).toBe(2);
    expect(after([read(1)]).read).toBe(0);
  });
  it("takes the first answer to the question that is due, and no other", () => {
    expect(after([answer("second"), answer("first", "no"), answer("first", "yes")]).answers).toEqual(["no"]);
    expect(after([answer("first"), answer("second", "no"), answer("third")]).answers).toEqual(["yes", "no"]);
  });
  it("is not changed by leaving", () => {
    expect(after([read(0), { kind: "lesson_left" }])).toEqual(after([read(0)]));
  });
});

describe("a lesson in a session", () => {
  const opened = (more: Partial<Extract<Input, { do: "open" }>>) =>
    play(plan, begin(), { do: "open", input: "pointer", browser: "chromium", lacks: [], ...more }, 0);

  it("waits for the person, and is passed by when it was had in an earlier session of the day", () => {
    expect(opened({})[0].step).toBe(0);
    const [flow, events] = opened({ taught: true });
    expect(flow.step).toBe(1);
    expect(events).toContainEqual({ kind: "step_ended", step: "lesson", outcome: "skipped" });
  });
  it("was had where this device remembers its plan", () => {
    const device = (lesson: string | null) => ({ lesson }) as Device;
    expect([plan.id, "another", null].map((id) => taught(plan, device(id)))).toEqual([true, false, false]);
  });
  it("is left out of a session that was made shorter", () => {
    const after = (shorter: boolean): string | undefined => {
      const later: SessionPlan = { ...sample, steps: [sample.steps[0]!, step, ...sample.steps.slice(1)] };
      const [flow] = play(later, begin(), { do: "open", input: "pointer", browser: "chromium", lacks: [] }, 0);
      return later.steps[play(later, { ...flow, shorter }, { do: "finish" }, 0)[0].step]?.id;
    };
    expect([after(false), after(true)]).toEqual(["lesson", sample.steps[1]!.id]);
  });
  it("does not come for who is tired", () => {
    const tired = { ...plan, tired: { question: "energy", shorten: "little", offer: "none", share: 0.5, offer_words: "", shorter_words: "", claim: "P23" } };
    expect(["enough", "little", "none", null].map((energy) => tooTired(tired, energy))).toEqual([false, true, true, false]);
    expect(tooTired({ ...plan, tired: null }, "little")).toBe(false);
  });
});
