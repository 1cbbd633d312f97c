// A lesson: how far it was read, and what was answered. Everything follows from the step's own events.
import type { Lesson, SessionPlan } from "../../shared/contract";
import type { Device } from "../device";
import type { OwnOf } from "../state";
import type { Rules, State } from "./rules";

type Logged = OwnOf<"lesson_read" | "lesson_answered" | "lesson_left">;
export interface Learning {
  /** Pages that were read; from the last one on the questions are due. */
  read: number;
  /** The option chosen for each question, in the order of the questions. */
  answers: readonly string[];
}

/** Only the next page and the first answer to the question that is due move it on. */
export const state: State<Lesson, Learning, Logged> = {
  begin: () => ({ read: 0, answers: [] }),
  take(state, event, step) {
    switch (event.kind) {
      case "lesson_read":
        return event.page === state.read ? { ...state, read: state.read + 1 } : state;
      case "lesson_answered":
        return event.question === step.questions[state.answers.length]?.id ? { ...state, answers: [...state.answers, event.option] } : state;
      case "lesson_left":
        return state;
    }
  },
};

export const rules: Rules<Lesson> = {
  events: ["lesson_read", "lesson_answered", "lesson_left"],
  state,
  enter(turn) {
    // A session made shorter begins with what it is for.
    if (turn.flow.taught || turn.flow.shorter) turn.leave("skipped");
  },
};

/** Whether the lesson of this plan was had on this device: a plan may serve for several sessions of a day. */
export const taught = (plan: SessionPlan, device: Device): boolean => device.lesson === plan.id;

/** Whether an answer about energy means that there is no lesson today. */
export const tooTired = (plan: SessionPlan, energy: string | null): boolean =>
  energy !== null && (energy === plan.tired?.shorten || energy === plan.tired?.offer);
