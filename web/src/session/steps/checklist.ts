// A checklist: which item is due. Everything follows from the step's own events.
import type { Checklist } from "../../shared/contract";
import type { OwnOf } from "../state";
import { partOf, type Rules, type State } from "./rules.ts";

/** The place of the item that is due; beyond the last one the step is over. */
export const state: State<Checklist, number, OwnOf<"item_checked">> = {
  begin: () => 0,
  take: (place, event, step) => (step.items[place]?.id === event.item ? place + 1 : place),
};

/** Whole seconds as "2:05"; what has begun of a second counts as a whole one. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export const rules: Rules<Checklist> = {
  practice: true,
  shorter: (step, share) => ({ ...step, items: step.items.slice(0, partOf(step.items.length, share)) }),
  events: ["item_checked"],
  state,
};
