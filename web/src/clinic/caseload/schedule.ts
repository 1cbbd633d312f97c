// A locked schedule in words.
import type { DesignCard, GivenSession, ScheduleCard } from "../../shared/contract";
import { atTime, count, onDay } from "../../shared/words";

const LETTERS = "ABCD";
/** "A", "B" ...: how designs name the displays that they compare. */
export const letter = (place: number): string => LETTERS[place] ?? `${place + 1}`;

/** How the schedule stands: "In force: 3 of 28 days practised". */
export function stateWords(card: ScheduleCard): string {
  const practised = `${card.practised} of ${count(card.days, "day")} practised`;
  return { in_force: `In force: ${practised}`, finished: `Finished: ${practised}`, ended: `Ended early: ${practised}` }[card.state];
}

/** "Tue 3 Jun, 10:15: Mirror"; what was not as scheduled says so. */
export function sessionWords(session: GivenSession, outside = false): string {
  const shown = session.shown.join(" and ") || "nothing";
  return `${onDay(session.when)}, ${atTime(session.when)}: ${shown}${session.as_scheduled || outside ? "" : " (not as scheduled)"}`;
}

/** The displays that a design compares when they are first asked for: the sham before the mirror, as A before B. */
export function firstDisplays(design: DesignCard, known: readonly string[]): string[] {
  const usual = ["covered", "mirror", ...known.filter((id) => id !== "covered" && id !== "mirror")].filter((id) => known.includes(id));
  return usual.slice(0, design.displays_low);
}

/** What a drawn list holds, run by run: "Days 1 to 7: Covered mirror". */
export function runs(days: readonly string[]): string[] {
  const found: { from: number; to: number; name: string }[] = [];
  days.forEach((name, i) => {
    const last = found.at(-1);
    if (last?.name === name) last.to = i + 1;
    else found.push({ from: i + 1, to: i + 1, name });
  });
  return found.map(({ from, to, name }) => `${from === to ? `Day ${from}` : `Days ${from} to ${to}`}: ${name}`);
}
