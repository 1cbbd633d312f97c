// A block: exercises one after another, each begun and ended in the log.
import type { Block } from "../../shared/contract";
import type { BodyOf } from "../state";
import { partOf, type Rules, type Turn } from "./rules.ts";

/** After the last exercise the step is done. */
function begin(turn: Turn, step: Block, index: number): void {
  const exercise = step.exercises[index];
  Object.assign(turn.flow, { exercise: index, paced: 0 });
  if (exercise) turn.say({ kind: "exercise_started", step: step.id, exercise: exercise.id });
  else turn.leave("done");
}

function end(turn: Turn, step: Block, outcome: BodyOf<"exercise_ended">["outcome"]): void {
  const exercise = step.exercises[turn.flow.exercise];
  if (exercise) turn.say({ kind: "exercise_ended", step: step.id, exercise: exercise.id, outcome, paced: turn.flow.paced });
}

export const rules: Rules<Block> = {
  looks: true,
  practice: true,
  shorter: (step, share) => ({
    ...step,
    exercises: step.exercises.map((one) => ({ ...one, repetitions: partOf(one.repetitions, share) })),
  }),
  enter: (turn, step) => begin(turn, step, 0),
  finish(turn, step, early) {
    end(turn, step, early ? "skipped" : "done");
    begin(turn, step, turn.flow.exercise + 1);
  },
  cut: (turn, step) => end(turn, step, "cut"),
  paced({ flow }) {
    flow.paced += 1;
    flow.cues += 1;
  },
  measured({ flow }, _step, event) {
    if (event.kind === "tracked" && event.repetitions !== null) flow.counted = (flow.counted ?? 0) + event.repetitions;
  },
};
