// A diary as it is read: its columns, its pain course for a chart, and the same in words.
import type { DiaryColumn, DiaryDay, DiaryPage } from "../shared/contract";
import { counted, locale, words } from "../words/words.svelte";

const PAIN = "pain"; // the question whose answers are drawn

/** Times in s since 1970 (rising), and the ratings at them. */
export type DiaryPain = [number[], (number | null)[]];


/** "Mon 2 March" for the day 2026-03-02, in the language of the page. */
export const dayWords = (day: string): string => new Date(`${day}T12:00`).toLocaleDateString(locale(), { weekday: "short", day: "numeric", month: "long" });

/** The columns of several pages, each once, in the order in which they first come. */
export function columnsOf(pages: readonly DiaryPage[]): DiaryColumn[] {
  const found = new Map(pages.flatMap((one) => one.columns).map((one) => [one.question, one] as const));
  return [...found.values()];
}

/** The days on which pain was rated. */
export function painOf(days: readonly DiaryDay[]): DiaryPain {
  const rated = days.flatMap(({ day, answers }) => {
    const value = answers.find((one) => one.question === PAIN)?.value;
    return typeof value === "number" ? [{ at: new Date(`${day}T00:00`).getTime() / 1000, value }] : [];
  });
  rated.sort((a, b) => a.at - b.at);
  return [rated.map((one) => one.at), rated.map((one) => one.value)];
}

/** The plot in a sentence. */
export function painTold([times, ratings]: DiaryPain): string {
  const on = (time: number | undefined) => new Date((time ?? 0) * 1000).toLocaleDateString(locale(), { day: "numeric", month: "long" });
  return counted(words.diary.told, times.length, { from: on(times[0]), to: on(times.at(-1)), first: ratings[0] ?? "-", last: ratings.at(-1) ?? "-" });
}
