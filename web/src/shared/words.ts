// How numbers, dates and limbs are said; the same words on every page.
import { counted, locale, words } from "../words/words.svelte";
import type { SessionPlan, SessionResult } from "./contract";

function formats(language: string, timeZone?: string) {
  const format = (options: Intl.DateTimeFormatOptions, tag = language) => new Intl.DateTimeFormat(tag, { ...options, ...(timeZone ? { timeZone } : {}) });
  return {
    language,
    day: format({ weekday: "short", day: "numeric", month: "short" }),
    dayYear: format({ day: "numeric", month: "short", year: "numeric" }),
    year: format({ year: "numeric" }),
    date: format({ year: "numeric", month: "2-digit", day: "2-digit" }, "en-GB"),
    clock: format({ hour: "2-digit", minute: "2-digit" }),
  };
}
let zone: string | undefined;
let made = formats(locale());
/** The formats of the language that is spoken now. */
function said() {
  if (made.language !== locale()) made = formats(locale(), zone);
  return made;
}

/** Say dates by the clock of this time zone from now on; null, or one the browser does not know: by the device's own. */
export function sayTimesIn(wanted: string | null): void {
  zone = wanted ?? undefined;
  try {
    made = formats(locale(), zone);
  } catch {
    zone = undefined;
    made = formats(locale());
  }
}

/** "Tue 3 Jun"; a year other than this one is named. */
export function onDay(when: string | Date, now = new Date()): string {
  const date = new Date(when);
  const day = said().year.format(date) === said().year.format(now) ? said().day.format(date).replace(",", "") : said().dayYear.format(date);
  return day.replace(/\.$/, ""); // of a shortened month: the day often ends a sentence
}
export const atTime = (when: string | Date): string => said().clock.format(new Date(when));
export const dayAndTime = (when: string | Date): string => `${onDay(when)}, ${atTime(when)}`;

/** How many days of the calendar lie between two moments: 1 between late yesterday and early today. */
export function daysBetween(earlier: string | Date, later: string | Date): number {
  const day = (when: string | Date) => {
    const [d, m, y] = said().date.format(new Date(when)).split("/").map(Number) as [number, number, number];
    return Date.UTC(y, m - 1, d);
  };
  return Math.round((day(later) - day(earlier)) / 86_400_000);
}

/** "1 session", "3 sessions". */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** Seconds as a person would say them: "45 seconds", "2 minutes". */
export function lasting(seconds: number): string {
  return seconds < 59.5 ? counted(words.plan.seconds, Math.round(seconds)) : counted(words.plan.minutes, Math.round(seconds / 60));
}

/** Seconds as minutes and seconds for a table: "0:45", "12:07". */
export function minutes(seconds: number | null): string {
  if (seconds === null) return "-";
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Seconds seen and planned as whole minutes: "34 / 125 min"; a dash where nothing is planned. */
export function ofPlanned(seconds: number, planned: number | null): string {
  if (planned !== null) return `${Math.round(seconds / 60)} / ${Math.round(planned / 60)} min`;
  return seconds > 0 ? `${Math.round(seconds / 60)} min` : "-";
}

/** The same with the minutes of movement in it, where some was tracked: "34 / 125 min, 21 moving". */
export const doseWords = (seen: number, planned: number | null, moved: number | null): string =>
  `${ofPlanned(seen, planned)}${moved === null ? "" : `, ${Math.round(moved / 60)} moving`}`;

const HALF = 0.5; // of the planned viewing time; below it a session counts as opened only (practice/fold.py)

/** How a session ended: one that was clicked through is not "Completed" but "Opened, 17 % of the dose". */
export function endWords(result: Pick<SessionResult, "state" | "looked" | "planned" | "shorter">): string {
  const asked = result.shorter?.viewing ?? result.planned;
  const share = asked > 0 ? result.looked / asked : 1;
  const whole = result.shorter ? ", made shorter" : "";
  if (result.state !== "completed" || share >= HALF) return `${states[result.state]}${whole}`;
  return `Opened, ${Math.round(100 * share)} % of the dose${whole}`;
}

const whyShorter: Record<NonNullable<SessionResult["shorter"]>["said"], string> = {
  home: "the person said \"Too much today\" before the session",
  check_in: "the person said \"Too much today\" at check-in",
  energy: "the person had little energy left",
  offer: "the person chose it when offered to end",
};
/** Why and to how much a session was made shorter: "15 → 8 min: the person had little energy left". */
export const shorterWords = (shorter: NonNullable<SessionResult["shorter"]>, plan: Pick<SessionPlan, "minutes">): string =>
  `${orDash(plan.minutes, 1)} \u2192 ${orDash(shorter.minutes, 1)} min: ${whyShorter[shorter.said]}`;

export const orDash = (value: number | null, digits = 0): string => (value === null ? "-" : value.toFixed(digits));

/** "3 to 5", "- to 5": pain before and after, without a judgement. */
export const change = (before: number | null, after: number | null): string =>
  before === null && after === null ? "-" : `${orDash(before)} \u2192 ${orDash(after)}`;

export const sideLimb = (who: Pick<SessionPlan, "affected" | "limb">): string => `${who.affected} ${who.limb}`;

const states: Record<SessionResult["state"], string> = {
  open: "Not finished",
  completed: "Completed",
  stopped: "Ended early by the person",
  not_started: "Not started",
  interrupted: "Interrupted",
};
export const stateWords = (state: SessionResult["state"]): string => states[state];

const reasons: Record<string, string> = {
  hidden: "page left or screen off",
  closed: "page closed",
  camera_lost: "camera lost",
  found_open: "found unfinished at the next start",
};
export const reasonWords = (reason: string): string => reasons[reason] ?? reason.replaceAll("_", " ");

/** Where a rule comes from, said so that it cannot be mistaken for more than it is. */
const provenances: Record<string, string> = {
  read: "checked against the source",
  unverified: "not yet checked against the source",
  computed: "calculated from the sources",
  own: "our own choice",
};
export const provenanceWords = (provenance: string): string => provenances[provenance] ?? provenance;
