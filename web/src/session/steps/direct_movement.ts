// Direct movement: what is to be ranked, asked or done next. It follows from the step's own events and its two answers.
import type { DirectMovement } from "../../shared/contract";
import type { Flow, OwnOf } from "../state";
import { partOf, type Rules, type State } from "./rules.ts";

export type Part = OwnOf<"direct_part_left">["part"];
export interface Directing {
  /** How hard each movement would be, as far as it was said. */
  ranked: Record<string, number>;
  /** How many movements of the ladder were ranked or left out. */
  passed: number;
  /** How often the movement was done. */
  times: number;
  /** The parts after the ranking that were left. */
  left: Part[];
}
type Logged = OwnOf<"movement_ranked" | "directly_moved" | "direct_part_left">;

export const state: State<DirectMovement, Directing, Logged> = {
  begin: () => ({ ranked: {}, passed: 0, times: 0, left: [] }),
  take(state, event, step) {
    const asked = step.rank && step.movements[state.passed]?.id === event.movement;
    switch (event.kind) {
      case "movement_ranked":
        return asked ? { ...state, passed: state.passed + 1, ranked: { ...state.ranked, [event.movement]: event.value } } : state;
      case "directly_moved":
        return { ...state, times: state.times + 1 };
      case "direct_part_left":
        if (event.part === "rank") return asked ? { ...state, passed: state.passed + 1 } : state;
        return { ...state, left: [...state.left, event.part] };
    }
  },
};

/** The movement that is due: the plan's, or the one ranked lowest today; the first of several that are equal. */
export function dueOf(step: DirectMovement, { ranked }: Directing): DirectMovement["movements"][number] {
  const hard = (id: string): number => ranked[id] ?? 11;
  const lowest = [...step.movements].sort((a, b) => hard(a.id) - hard(b.id))[0]!;
  return step.movements.find((one) => one.id === step.due) ?? lowest;
}

/** What comes next: `told` is the difference between the two answers, `over` the end of the step. */
export function nextPart(step: DirectMovement, now: Directing, answers: Flow["answers"][string] | undefined): Part | "told" | "over" {
  if (step.rank && now.passed < step.movements.length) return "rank";
  const open = (part: Part, question: string): boolean => !now.left.includes(part) && answers?.[question] === undefined;
  if (now.times === 0 && open("expected", step.expected.id)) return "expected";
  if (now.times < step.times && !now.left.includes("moving")) return "moving";
  // What was not done once was not felt either.
  if (now.times > 0 && open("felt", step.felt.id)) return "felt";
  const both = [step.expected, step.felt].every(({ id }) => typeof answers?.[id] === "number");
  return both && now.times > 0 ? "told" : "over";
}

export const rules: Rules<DirectMovement> = {
  practice: true,
  shorter: (step, share) => ({ ...step, times: partOf(step.times, share) }),
  events: ["movement_ranked", "directly_moved", "direct_part_left"],
  state,
};
