import { describe, expect, it } from "vitest";
import type { DiaryDay, DiaryForm } from "../../shared/contract";
import { dayOf, draftOf, lineOf } from "./diary";

const question = { name: "", text: "", low: 0, high: 0, low_words: "", high_words: "", choices: [], drawn: false, note: "" };
const form: DiaryForm = {
  language: "en", title: "Diary", lead: "",
  questions: [
    { ...question, id: "pain", high: 10 },
    { ...question, id: "telescoping", choices: [{ id: "half", text: "Half", value: 50 }, { id: "not_felt", text: "Not felt", value: null }] },
    { ...question, id: "medication", choices: [{ id: "changed", text: "Changed", value: null }], note: "What changed" },
  ],
};
const none = { value: null, choice: null, text: "" };

describe("a line of the diary", () => {
  it("holds only what was answered, in the order in which it is asked", () => {
    const draft = { medication: { ...none, text: " half of it " }, telescoping: { ...none, choice: "half" }, pain: none };
    expect(lineOf(form, "2026-03-02", draft)).toEqual({
      kind: "diary", day: "2026-03-02",
      answers: [
        { question: "telescoping", value: 50, choice: "half", text: "" },
        { question: "medication", value: null, choice: null, text: "half of it" },
      ],
    });
  });

  it("is none while nothing is answered", () => expect(lineOf(form, "2026-03-02", draftOf(form))).toBeUndefined());

  it("keeps a pain of 0 and a choice that stands for no number", () => {
    const draft = { ...draftOf(form), pain: { ...none, value: 0 }, telescoping: { ...none, choice: "not_felt" } };
    expect(lineOf(form, "2026-03-02", draft)?.answers).toEqual([
      { question: "pain", value: 0, choice: null, text: "" },
      { question: "telescoping", value: null, choice: "not_felt", text: "" },
    ]);
  });

  it("comes back to the page as it was answered, without a choice that is no longer offered", () => {
    const day: DiaryDay = {
      day: "2026-03-02", wall: "2026-03-02T20:00:00Z", replaced: 0,
      answers: [
        { question: "pain", value: 4, choice: null, text: "", said: "4" },
        { question: "telescoping", value: 33, choice: "third", text: "", said: "third (33 %)" },
      ],
    };
    expect(draftOf(form, day)).toEqual({ pain: { ...none, value: 4 }, telescoping: none, medication: none });
  });
});

describe("the day of a line", () => {
  it("is the person's own date, whatever the hour", () => {
    expect(dayOf(new Date(2026, 2, 1, 0, 5))).toBe("2026-03-01");
    expect(dayOf(new Date(2026, 2, 1, 23, 55), 1)).toBe("2026-02-28");
  });
});
