import { expect, it } from "vitest";
import type { LessonResult, SessionPlan } from "../../shared/contract";
import { answered, lessonLine } from "./lessons";

const result: LessonResult = {
  kind: "lesson", step: "lesson", lesson: "when_to_stop", title: "When to stop", again: false, read: 4, pages: 4,
  answers: [{ question: "hurts", option: "stop", right: true }, { question: "who", option: "screen", right: false }], outcome: "not_understood",
};
const plan = {
  steps: [{
    kind: "lesson", id: "lesson", questions: [
      { id: "hurts", text: "It hurts. What do you do?", options: [{ id: "stop", text: "I stop." }], right: "stop" },
      { id: "who", text: "Who decides?", options: [{ id: "screen", text: "The screen." }], right: "me" },
    ],
  }],
} as unknown as SessionPlan;

it("says what was understood, and whether it was asked again", () => {
  expect(lessonLine(result)).toBe("When to stop: not understood yet (1 of 2 answered correctly)");
  expect(lessonLine({ ...result, again: true, answers: [], outcome: "left" })).toBe("When to stop, asked again after a week or more: left before its end");
});

it("gives each answer in the words that the person read", () => {
  expect(answered(plan, result)).toEqual([
    { question: "It hurts. What do you do?", option: "I stop.", right: true },
    { question: "Who decides?", option: "The screen.", right: false },
  ]);
  expect(answered({ ...plan, steps: [] }, result)).toEqual([]);
});
