// How long each kind of step takes as planned: told before a session by the index page, which knows nothing of how one is played.
import type { SessionPlan } from "./contract";

type Step = SessionPlan["steps"][number];

/** In s; 0 where the person takes the time they need. */
const SECONDS: { readonly [K in Step["kind"]]: (step: Extract<Step, { kind: K }>) => number } = {
  block: (step) => step.exercises.reduce((sum, e) => sum + e.repetitions * e.tempo, 0),
  breathing: (step) => step.seconds,
  check_in: () => 0,
  check_out: () => 0,
  checklist: (step) => step.items.reduce((sum, item) => sum + item.seconds, 0),
  // Ten seconds for each question, as in practice/steps/direct_movement.py.
  direct_movement: (step) =>
    step.times * (step.movements.find((one) => one.id === step.due) ?? step.movements[0]!).tempo + 10 * (2 + (step.rank ? step.movements.length : 0)),
  embodiment: () => 0,
  // Two seconds before each movement and ten for its ratings, as in practice/steps/imagery.py.
  imagery: (step) =>
    step.movements.reduce((sum, { demonstration: { seconds, repetitions } }) => sum + (step.times + step.executions) * (seconds / repetitions + 2) + 10, 0),
  // A pause of half a second after each answer, and two seconds for it, as in practice/steps/judgement.py.
  judgement: (step) => step.trials.length * (step.fixation / 1000 + 2.5),
  lesson: () => 0,
  look: (step) => step.seconds,
  observation: (step) => step.seconds * step.movements.length,
  rest: (step) => step.seconds,
  set_up: () => 0,
  summary: () => 0,
};

/** A kind that this client does not know yet has no length either. */
export const seconds = (step: Step): number =>
  (SECONDS as { readonly [kind: string]: ((step: Step) => number) | undefined })[step.kind]?.(step) ?? 0;
