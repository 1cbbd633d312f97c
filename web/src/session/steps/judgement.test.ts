import { describe, expect, it } from "vitest";
import type { Judgement, SessionPlan } from "../../shared/contract";
import { fileOf } from "../judged";
import { begin, play, type Input } from "../flow";
import { sample } from "../sample";
import type { Body, OwnOf } from "../state";
import { rules, state } from "./judgement";
import { stateOf } from "./rules";

const trial = { limb: "hand", posture: "open", view: "dorsal", tone: "dark", turn: 45, side: "left", background: "light" } as const;
const step: Judgement = {
  kind: "judgement", id: "judgement_1", title: "Left or right?", instruction: [], try_out: "", limb: "hand", trying: [], trials: [trial, trial, trial],
  fixation: 800, window: { low: 300, high: null }, own: null,
};
const plan: SessionPlan = { ...sample, steps: [step, ...sample.steps] };
const started: OwnOf<"judging_started"> = { kind: "judging_started", trial: 0, interval: 16.7, size: 400 };
const judged = (place: number): OwnOf<"picture_judged"> => ({ kind: "picture_judged", trial: place, side: "left", ms: 900, dropped: 0, again: false, by: "pointer", own: null });
const own = (event: OwnOf<"judging_started" | "picture_judged">): Input => ({ do: "own", event });

function playing() {
  let flow = begin();
  const turn = (...inputs: Input[]): Body[] =>
    inputs.flatMap((input) => {
      const [next, events] = play(plan, flow, input, 0);
      flow = next;
      return events;
    });
  turn({ do: "open", input: "pointer", browser: "chromium", lacks: [] });
  return { turn, flow: () => flow, standing: () => stateOf(state, flow, step) };
}

describe("a block of left/right judgement", () => {
  it("goes on with the trial behind the last that was answered", () => {
    const { turn, standing } = playing();
    turn(own(started), own(judged(0)), own(judged(1)));
    expect(standing()).toEqual({ next: 2, begun: true, again: false });
  });

  it("shows the trial that a pause broke into again, and knows that its picture may have been seen", () => {
    const { turn, standing } = playing();
    turn(own(started), own(judged(0)));
    turn({ do: "interrupt", reason: "hidden" }, { do: "go_on" }, own(started));
    expect(standing()).toEqual({ next: 1, begun: true, again: true });
    turn(own(judged(1)));
    expect(standing().again).toBe(false);
  });

  it("logs each answer with its step, and none while the session is stopped", () => {
    const { turn } = playing();
    expect(turn(own(started), own(judged(0)))).toEqual([{ ...started, step: step.id }, { ...judged(0), step: step.id }]);
    turn({ do: "stop", by: "button" });
    expect(turn(own(judged(1)))).toEqual([]);
  });

  it("is practice without looking: who ends is asked how it was, and nothing is held still", () => {
    const { turn } = playing();
    expect(turn({ do: "hold" })).toEqual([]);
    expect(turn({ do: "stop", by: "button" }, { do: "end" }).at(-1)).toEqual({ kind: "step_started", step: "check_out" });
    expect(rules.looks).toBeUndefined();
  });
});

it("names a picture's file by what it shows, but not by its side", () => {
  expect(fileOf(trial)).toBe("/assets/stimuli/hand_open_dorsal_dark.webp");
  expect(fileOf({ ...trial, side: "right", turn: 0, background: "dark" })).toBe(fileOf(trial));
});
