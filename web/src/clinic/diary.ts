// A diary as it is read: its columns, the course of each question's values for a chart, and the same in words.
import type { DiaryColumn, DiaryDay, DiaryPage } from "../shared/contract";
import { counted, fill, locale, words } from "../words/words.svelte";

/** The question whose course the person is shown. */
export const PAIN = "pain";

/** Times in s since 1970 (rising), and the values at them. */
export type DiaryCourse = [number[], (number | null)[]];

/** "Mon 2 March" for the day 2026-03-02, in the language of the page. */
export const dayWords = (day: string): string => new Date(`${day}T12:00`).toLocaleDateString(locale(), { weekday: "short", day: "numeric", month: "long" });

/** The columns of several pages, each once, in the order in which they first come. */
export function columnsOf(pages: readonly DiaryPage[]): DiaryColumn[] {
  const found = new Map(pages.flatMap((one) => one.columns).map((one) => [one.question, one] as const));
  return [...found.values()];
}

/** The days on which a question was answered by something that stands for a number. */
export function courseOf(days: readonly DiaryDay[], question: string): DiaryCourse {
  const valued = days.flatMap(({ day, answers }) => {
    const value = answers.find((one) => one.question === question)?.value;
    return typeof value === "number" ? [{ at: new Date(`${day}T00:00`).getTime() / 1000, value }] : [];
  });
  valued.sort((a, b) => a.at - b.at);
  return [valued.map((one) => one.at), valued.map((one) => one.value)];
}

/** What a plot shows, and what the ends of its scale mean. */
export const axisWords = ({ name, high, low_words, high_words }: DiaryColumn): string =>
  fill(words.diary.axis, { name, low: low_words, high: high ?? "", most: high_words });

/** The plot in a sentence. */
export function courseWords(name: string, [times, values]: DiaryCourse): string {
  const on = (time: number | undefined) => new Date((time ?? 0) * 1000).toLocaleDateString(locale(), { day: "numeric", month: "long" });
  return counted(words.diary.told, times.length, { name, from: on(times[0]), to: on(times.at(-1)), first: values[0] ?? "-", last: values.at(-1) ?? "-" });
}
