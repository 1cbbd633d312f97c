import { describe, expect, it } from "vitest";
import type { SessionPlan } from "../shared/contract";
import { alarming, begin, play, shortens, stepOf, type Input } from "./flow";
import { sample } from "./sample";
import type { Body, Flow } from "./state";

const open: Input = { do: "open", input: "pointer", browser: "chromium", lacks: [] };
const camera: Input = {
  do: "measured",
  event: { kind: "camera_started", source: "drawn_hand", placement: "facing", rotate: 0, flip: false, width: 640, height: 480, rate: 30 },
};
const done: Input = { do: "finish" };

function run(inputs: Input[], gap = 1000): { flow: Flow; events: Body[] } {
  let flow = begin();
  const events: Body[] = [];
  inputs.forEach((input, i) => {
    const [next, made] = play(sample, flow, input, i * gap);
    flow = next;
    events.push(...made);
  });
  return { flow, events };
}
const kinds = (events: Body[]) => events.map((event) => event.kind);
const of = <K extends Body["kind"]>(events: Body[], kind: K) => events.filter((e): e is Extract<Body, { kind: K }> => e.kind === kind);

/** Answered pain 3, set up, looked long enough, one embodiment answer: stands at the first exercise. */
const toBlock: Input[] = [
  open, { do: "answer", question: "pain", value: 3 }, { do: "choose", question: "see", choice: "yes" }, done,
  { do: "picture", picture: "camera" }, camera, done,
];

describe("a session", () => {
  it("starts every step once, ends it once, and closes as completed", () => {
    const { flow, events } = run([
      ...toBlock, { do: "paced" }, done, done, done, done, { do: "answer", question: "pain", value: 4 }, done, done,
      { do: "answer", question: "pain", value: 2 }, done,
    ], 20_000);
    expect(flow.phase).toBe("closed");
    expect(events.at(-1)).toEqual({ kind: "closed", outcome: "completed" });
    const started = of(events, "step_started").map((e) => e.step);
    expect(started).toEqual(sample.steps.map((step) => step.id));
    expect(of(events, "step_ended").map((e) => e.step)).toEqual(started);
  });

  it("counts the cues of an exercise and says skipped when it was left early", () => {
    const { events } = run([...toBlock, done, { do: "paced" }, { do: "paced" }, { do: "finish", early: true }]);
    expect(of(events, "exercise_ended")).toEqual([
      { kind: "exercise_ended", step: "block", exercise: "open", outcome: "skipped", paced: 2 },
    ]);
  });

  it("passes over the embodiment questions when the person looked too short", () => {
    const { events } = run([...toBlock, done], 1000);
    expect(of(events, "step_ended").find((e) => e.step === "felt")?.outcome).toBe("skipped");
    expect(of(events, "step_started").at(-1)?.step).toBe("block");
  });

  it("asks them after the time the plan names", () => {
    const { flow } = run([...toBlock, done], 61_000);
    expect(sample.steps[flow.step]?.id).toBe("felt");
  });

  it("counts looking only with a picture, and not while held, stopped or interrupted", () => {
    const { flow } = run([...toBlock, { do: "hold" }, { do: "go_on" }, { do: "stop", by: "escape" }, { do: "go_on" },
      { do: "interrupt", reason: "hidden" }, { do: "go_on" }, done], 1000);
    expect(flow.looked).toBe(4000);
  });

  it("lets an answer that bars the way be corrected, or ends as not started", () => {
    const barred = run([open, { do: "choose", question: "see", choice: "no" }]);
    expect(barred.flow.phase).toBe("barred");
    const back = run([open, { do: "choose", question: "see", choice: "no" }, { do: "go_on" }]);
    expect(back.flow.phase).toBe("playing");
    expect(back.flow.answers["check_in"]).toEqual({});
    const ended = run([open, { do: "choose", question: "see", choice: "no" }, { do: "end" }]);
    expect(ended.events.at(-1)).toEqual({ kind: "closed", outcome: "not_started" });
  });

  it("lets the answer about the picture bar the way too, in the step that shows it", () => {
    const toPicture = toBlock.slice(0, -1);
    const barred = run([...toPicture, { do: "choose", question: "clear", choice: "no" }]);
    expect(barred.flow.phase).toBe("barred");
    const changed = run([...toPicture, { do: "choose", question: "clear", choice: "no" }, { do: "go_on" }]);
    expect(changed.flow.phase).toBe("playing");
    expect(changed.flow.answers["set_up"]).toEqual({});
  });

  it("keeps a corrected answer with the step that asked it, and none with a step to come", () => {
    const { flow, events } = run([...toBlock.slice(0, -1), { do: "answer", question: "pain", value: 7, step: "check_in" },
      { do: "answer", question: "pain", value: 1, step: "check_out" }]);
    expect(flow.answers["check_in"]).toMatchObject({ pain: 7 });
    expect(of(events, "answered").slice(1)).toEqual([
      { kind: "answered", step: "check_in", question: "pain", value: 7 },
      { kind: "answered", step: "set_up", question: "pain", value: 1 },
    ]);
  });

  it("passes over the embodiment statements when they were answered not long ago", () => {
    const { flow, events } = run([{ ...open, recent: true }, ...toBlock.slice(1), done], 61_000);
    expect(of(events, "step_ended").find((e) => e.step === "felt")?.outcome).toBe("skipped");
    expect(sample.steps[flow.step]?.id).toBe("block");
  });

  it("logs a stop at once, and leads an ending to check-out with what was open cut", () => {
    const stopped = run([...toBlock, done, { do: "stop", by: "escape" }]);
    expect(stopped.events.at(-1)).toEqual({ kind: "stopped", step: "block", by: "escape" });
    const { flow, events } = run([...toBlock, done, { do: "stop", by: "button" }, { do: "end" }, done]);
    expect(of(events, "exercise_ended").at(-1)?.outcome).toBe("cut");
    expect(of(events, "step_started").map((e) => e.step)).not.toContain("rest");
    expect(events.at(-1)).toEqual({ kind: "closed", outcome: "stopped" });
    expect(flow.phase).toBe("closed");
  });

  it("offers to end when the pain asked again has risen by what the plan says", () => {
    const upTo = [...toBlock, done, done, done];
    const calm = run([...upTo, { do: "answer", question: "pain", value: 4 }, done]);
    expect(calm.flow.phase).toBe("playing");
    const offered = run([...upTo, { do: "answer", question: "pain", value: 5 }, done]);
    expect(offered.flow.phase).toBe("offered");
    const declined = run([...upTo, { do: "answer", question: "pain", value: 5 }, done, { do: "go_on" }]);
    expect(kinds(declined.events).slice(-3)).toEqual(["end_offered", "step_ended", "step_started"]);
    expect(of(declined.events, "step_started").at(-1)?.step).toBe("rest");
    const accepted = run([...upTo, { do: "answer", question: "pain", value: 5 }, done, { do: "end" }]);
    expect(of(accepted.events, "step_started").at(-1)?.step).toBe("check_out");
  });

  it("raises an alarm when pain has risen far, and logs what the person did about it", () => {
    const far = [...toBlock, done, done, done, { do: "answer", question: "pain", value: 7 }, done] as Input[];
    const shown = run(far);
    expect(of(shown.events, "alarm")).toEqual([{ kind: "alarm", step: "again", cause: "pain", about: "pain" }]);
    expect([shown.flow.phase, alarming(shown.flow)]).toEqual(["offered", true]);
    const rested = run([...far, { do: "alarm_answered", chose: "rest" }]);
    expect(rested.events.at(-1)).toEqual({ kind: "alarm_answered", step: "again", chose: "rest" });
    expect([rested.flow.phase, alarming(rested.flow)]).toEqual(["playing", false]);
    for (const [way, chose] of [["go_on", "go_on"], ["end", "end"]] as const) {
      expect(of(run([...far, { do: way }]).events, "alarm_answered")).toEqual([{ kind: "alarm_answered", step: "again", chose }]);
    }
  });

  it("raises an alarm for what is severe, and takes it back with the answer", () => {
    const grief = (severity: string): Input => ({ do: "adverse", category: "grief", severity });
    const severe = run([...toBlock, grief("severe")]);
    expect(severe.events.at(-1)).toEqual({ kind: "alarm", step: "look", cause: "adverse", about: "grief" });
    const milder = run([...toBlock, grief("severe"), grief("mild")]);
    expect(alarming(milder.flow)).toBe(false);
    expect(of(run([...toBlock, grief("mild")]).events, "alarm")).toEqual([]);
  });

  it("returns to a hold after an interruption in it", () => {
    const { flow } = run([...toBlock, { do: "hold" }, { do: "interrupt", reason: "closed" }, { do: "go_on" }]);
    expect(flow.phase).toBe("held");
  });
});

describe("another display", () => {
  const display = { size: 0.5, delay: 200, covered: true };
  it("is told whole at the beginning, and again when a glass mirror takes the camera's place, and back", () => {
    let flow = begin();
    const events: Body[] = [];
    for (const input of [open, { do: "picture", picture: "glass" }, { do: "picture", picture: "camera" }, { do: "picture", picture: "camera" }] as Input[]) {
      const [next, made] = play({ ...sample, display }, flow, input, 0);
      flow = next;
      events.push(...made);
    }
    expect(of(events, "opened").map((e) => e.shown)).toEqual([display]);
    expect(of(events, "display_changed").map((e) => e.shown)).toEqual([{ size: 1, delay: 0, covered: false }, display]);
    expect(of(run([open, { do: "picture", picture: "glass" }]).events, "display_changed")).toEqual([]);
  });
});

function through(plan: SessionPlan, inputs: Input[]): [Flow, Body[]] {
  let flow = begin();
  const events: Body[] = [];
  for (const input of inputs) {
    const [next, made] = play(plan, flow, input, 0);
    flow = next;
    events.push(...made);
  }
  return [flow, events];
}
/** How often each exercise of the block is asked for, as the session stands. */
function repetitions(plan: SessionPlan, flow: Flow): number[] {
  const step = stepOf(plan, { ...flow, step: plan.steps.findIndex((one) => one.kind === "block") });
  return step?.kind === "block" ? step.exercises.map((one) => one.repetitions) : [];
}

describe("a person for whom it is too much today", () => {
  const plan: SessionPlan = { ...sample, shorter: { share: 0.5, minutes: 2.5, claim: "sample" } };
  const asked = (inputs: Input[], of_ = plan): [string[], number[]] => {
    const [flow, events] = through(of_, inputs);
    return [of(events, "shortened").map((one) => `${one.step}: ${one.said}`), repetitions(of_, flow)];
  };
  it("gets a shorter session from their page, or at check-in, once", () => {
    expect(asked([{ ...open, shorter: true }])).toEqual([["check_in: home"], [2, 2]]);
    expect(asked([open, { do: "shorten" }, { do: "shorten" }])).toEqual([["check_in: check_in"], [2, 2]]);
    expect(asked([{ ...open, shorter: true }, { do: "shorten" }])).toEqual([["check_in: home"], [2, 2]]);
  });
  it("gets it too when pain has risen and the session offers to end", () => {
    const far: Input[] = [...toBlock, done, done, done, { do: "answer", question: "pain", value: 5 }, done];
    expect(through(plan, far)[0].phase).toBe("offered");
    expect(asked([...far, { do: "shorten" }])).toEqual([["again: offer"], [2, 2]]);
    expect(through(plan, [...far, { do: "shorten" }])[0].phase).toBe("playing");
  });
  it("is not asked once the practice has begun, nor where the plan has no rule for it", () => {
    const [begun] = through(plan, toBlock);
    expect([shortens(plan, begin()), shortens(plan, begun)]).toEqual([true, false]);
    expect(asked([...toBlock, { do: "shorten" }])).toEqual([[], [3, 3]]);
    expect(asked([{ ...open, shorter: true }, { do: "shorten" }], sample)).toEqual([[], [3, 3]]);
  });
  it("stays one and the same step while it is played, lest its page begins anew", () => {
    const [flow] = through(plan, [{ ...open, shorter: true }, ...toBlock.slice(1)]);
    expect(stepOf(plan, flow)).toMatchObject({ kind: "look", seconds: 30 });
    expect(stepOf(plan, flow)).toBe(stepOf(plan, { ...flow }));
  });
});

describe("a person who tires quickly", () => {
  const tired: SessionPlan["tired"] = {
    question: "energy", shorten: "little", offer: "none", share: 0.5, offer_words: "End?", shorter_words: "Shorter.", claim: "sample",
  };
  const choices = ["enough", "little", "none"].map((id) => ({ id, text: id, stops: "" }));
  const energy = { id: "energy", text: "Energy?", low: 0, high: 0, low_words: "", high_words: "", choices };
  const rest = { kind: "rest" as const, id: "pause", title: "Rest", instruction: "Rest.", seconds: 5, question: null, energy };
  const plan: SessionPlan = { ...sample, tired, steps: [sample.steps[2]!, rest, ...sample.steps.slice(4)] };
  const answering = (choice: string): [Flow, Body[]] =>
    through(plan, [open, camera, done, { do: "choose", question: "energy", choice } as Input, done]);

  it("does half of what follows with little energy, and the log says so", () => {
    const [flow, events] = answering("little");
    expect(flow.phase).toBe("playing");
    expect(repetitions(plan, flow)).toEqual([2, 2]);
    expect(of(events, "shortened")).toEqual([{ kind: "shortened", step: "pause", said: "energy" }]);
  });
  it("goes on as planned with enough energy", () => {
    const [flow, events] = answering("enough");
    expect(repetitions(plan, flow)).toEqual([3, 3]);
    expect(of(events, "shortened")).toEqual([]);
  });
  it("is offered to end with none, and may go on all the same", () => {
    const [flow, before] = answering("none");
    expect(flow.phase).toBe("offered");
    expect(flow.offer).toBe("energy");
    const [on, events] = play(plan, flow, { do: "go_on" }, 0);
    expect(on.phase).toBe("playing");
    expect(events[0]).toEqual({ kind: "end_offered", step: "pause", question: "energy", accepted: false });
    expect(of(before, "chose").map((e) => e.choice)).toEqual(["none"]);
  });
});

/** A small generator with a seed, so that a failing walk can be walked again. */
function random(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const moves: Input[] = [
  open, done, done, done, { do: "finish", early: true }, { do: "answer", question: "pain", value: 2 },
  { do: "answer", question: "pain", value: 9 }, { do: "choose", question: "see", choice: "yes" },
  { do: "choose", question: "see", choice: "no" }, { do: "picture", picture: "glass" }, camera,
  { do: "measured", event: { kind: "camera_lost", reason: "ended" } }, { do: "paced" }, { do: "hold" }, { do: "go_on" }, { do: "go_on" },
  { do: "stop", by: "button" }, { do: "interrupt", reason: "hidden" }, { do: "note", text: "x" },
  { do: "adverse", category: "grief", severity: "mild" },
];
moves.push({ do: "shorten" }, { do: "adverse", category: "grief", severity: "severe" }, { do: "alarm_answered", chose: "rest" },
  { do: "choose", question: "clear", choice: "no" }, { do: "answer", question: "pain", value: 10, step: "check_in" });
/** A plan with every rule that changes a session's course. */
const walked: SessionPlan = { ...sample, shorter: { share: 0.5, minutes: 2.5, claim: "sample" } };
const endings: Input[] = [{ do: "end" }];

describe("any walk through the machine", () => {
  it("keeps the log sound", () => {
    for (let seed = 1; seed <= 600; seed++) {
      const draw = random(seed);
      let flow = begin();
      let looked = 0;
      const events: Body[] = [];
      for (let at = 0; at < 120; at++) {
        const pool = draw(40) === 0 ? endings : moves;
        const before = flow;
        const frozen = JSON.stringify(before);
        const [next, made] = play(walked, flow, pool[draw(pool.length)]!, at * 3000);
        expect(JSON.stringify(before), `seed ${seed}: the caller's flow was changed`).toBe(frozen);
        if (before.phase === "closed") expect(made, `seed ${seed}: an event after the end`).toEqual([]);
        expect(next.looked, `seed ${seed}: looking time ran backwards`).toBeGreaterThanOrEqual(looked);
        looked = next.looked;
        flow = next;
        events.push(...made);
      }
      const closed = events.findIndex((e) => e.kind === "closed");
      if (closed >= 0) expect(closed, `seed ${seed}: something follows closed`).toBe(events.length - 1);
      if (events.length) expect(events[0]?.kind).toBe("opened");
      const ended = new Set<string>();
      let running: string | null = null;
      let exercise: string | null = null;
      for (const event of events) {
        if (event.kind === "step_started") {
          expect(running, `seed ${seed}: two steps at once`).toBeNull();
          running = event.step;
        } else if (event.kind === "step_ended") {
          expect(event.step, `seed ${seed}: another step ended`).toBe(running);
          expect(ended.has(event.step), `seed ${seed}: a step ended twice`).toBe(false);
          expect(exercise, `seed ${seed}: a step ended inside an exercise`).toBeNull();
          ended.add(event.step);
          running = null;
        } else if (event.kind === "exercise_started") {
          expect(exercise).toBeNull();
          exercise = event.exercise;
        } else if (event.kind === "exercise_ended") {
          expect(event.exercise, `seed ${seed}: another exercise ended`).toBe(exercise);
          exercise = null;
        }
      }
      if (closed >= 0) expect(running, `seed ${seed}: closed with a step open`).toBeNull();
      const holds = of(events, "hold_started").length - of(events, "hold_ended").length;
      if (closed >= 0) expect(holds, `seed ${seed}: a hold was never ended`).toBe(0);
    }
  });
});
