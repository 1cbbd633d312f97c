// The pain course as arrays a chart takes, and the same in words for those who do not see it.
import type { PainPoint } from "./contract";
import { counted, words } from "../words/words.svelte";
import { onDay } from "./words";

/** Times in s since 1970 (rising), pain before and after; null where it was not asked. */
export type PainArrays = [number[], (number | null)[], (number | null)[]];

export function painArrays(points: readonly PainPoint[]): PainArrays {
  const rated = points.filter((p) => p.before !== null || p.after !== null);
  const sorted = [...rated].sort((a, b) => Date.parse(a.when) - Date.parse(b.when));
  return [sorted.map((p) => Date.parse(p.when) / 1000), sorted.map((p) => p.before), sorted.map((p) => p.after)];
}

/** The whole plot in one or two sentences. */
export function painWords(points: readonly PainPoint[]): string {
  const [times, before, after] = painArrays(points);
  if (times.length === 0) return words.pain.none;
  const first = before.find((v) => v !== null) ?? after.find((v) => v !== null);
  const lastAt = times.length - 1;
  const last = after[lastAt] ?? before[lastAt];
  const [from, to] = [times[0]!, times[lastAt]!].map((time) => onDay(new Date(time * 1000)));
  return counted(words.pain.told, times.length, { from: from!, to: to!, first: first ?? "-", last: last ?? "-" });
}
