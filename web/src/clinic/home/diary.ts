// What a person has answered in their diary, before it is saved: by question, and as the line that is kept.
import type { DiaryAnswer, DiaryDay, DiaryForm, DiaryQuestionCard } from "../../shared/contract";
import type { Said } from "../../shared/entry";

/** One answer as it stands on the page; a scale has a `value`, choices a `choice`. */
export interface Given {
  value: number | null;
  choice: string | null;
  text: string;
}
export type Draft = Record<string, Given>;

export const unanswered = (): Given => ({ value: null, choice: null, text: "" });

/** The person's own date, as "2026-03-02", `ago` days before a moment. */
export function dayOf(date: Date, ago = 0): string {
  const then = new Date(date.getFullYear(), date.getMonth(), date.getDate() - ago, 12);
  const part = (n: number) => String(n).padStart(2, "0");
  return `${then.getFullYear()}-${part(then.getMonth() + 1)}-${part(then.getDate())}`;
}

/** Every question of the form, with the answers of a day's line where there is one. */
export function draftOf(form: DiaryForm, day?: DiaryDay): Draft {
  const draft: Draft = {};
  for (const { id, choices } of form.questions) {
    const said = day?.answers.find((one) => one.question === id);
    // A choice that is no longer offered cannot be shown as chosen.
    const choice = choices.some((one) => one.id === said?.choice) ? (said?.choice ?? null) : null;
    draft[id] = said ? { value: choices.length === 0 ? said.value : null, choice, text: said.text } : unanswered();
  }
  return draft;
}

/** The line to be kept for a day; undefined while nothing is answered. */
export function lineOf(form: DiaryForm, day: string, draft: Draft): Said | undefined {
  const answers = form.questions.flatMap((question) => answered(question, draft[question.id]) ?? []);
  return answers.length > 0 ? { kind: "diary", day, answers } : undefined;
}

function answered(question: DiaryQuestionCard, given: Given | undefined): DiaryAnswer | undefined {
  if (!given) return undefined;
  const chosen = question.choices.find((one) => one.id === given.choice);
  const value = chosen ? chosen.value : given.value;
  const text = question.note ? given.text.trim() : "";
  if (value === null && !chosen && text === "") return undefined;
  return { question: question.id, value, choice: chosen?.id ?? null, text };
}
