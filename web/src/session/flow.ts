// The session as a pure state machine: (plan, flow, input, time) -> (flow, events). It knows no page, no clock and no store.
import type { Event, Question, SessionPlan } from "../shared/contract";
import { displayed, displayId } from "../shared/display.ts"; // by its whole name, so that Node can play the flow alone

const ROUNDED = 100;

type Omitted<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An event before the log stamps it. */
export type Body = Omitted<Event, "v" | "session" | "seq" | "at" | "wall" | "display">;
export type Step = SessionPlan["steps"][number];
export type Picture = SessionPlan["picture"];
type Of<K extends Body["kind"]> = Extract<Body, { kind: K }>;
/** What was measured goes into the log as it is; it changes no step. */
export type Measured = Of<
  | "camera_started" | "camera_lost" | "view_changed" | "checked" | "coached"
  | "software_latency" | "loop_latency" | "tracked" | "affected_tracked" | "landmarks"
>;

/** `barred`: an answer says not to start; `offered`: a stop rule offers to end. */
export type Phase = "waiting" | "playing" | "barred" | "held" | "stopped" | "offered" | "interrupted" | "closed";
export type Outcome = Of<"closed">["outcome"];

export interface Flow {
  phase: Phase;
  /** The phase an interruption broke into. */
  under: Phase;
  step: number;
  exercise: number;
  /** Pacing cues given in this exercise. */
  paced: number;
  /** Answers of every step so far, by step and question. */
  answers: Record<string, Record<string, number | string>>;
  adverse: Record<string, string>;
  note: string;
  /** The way of looking the person chose; null until they did. */
  picture: Picture | null;
  live: boolean;
  /** A look or a block was begun. */
  practised: boolean;
  /** The person has chosen to end; only check-out and summary follow. */
  ending: boolean;
  /** The question whose answer offers to end, while it is offered. */
  offer: string | null;
  /** Little energy is left: the repetitions that follow are cut to the plan's share. */
  shorter: boolean;
  /** Looking time in ms, and since when it runs (null: it does not). */
  looked: number;
  since: number | null;
  /** Repetitions seen by the tracker (null: nothing was tracked), and all cues given. */
  counted: number | null;
  cues: number;
  outcome: Outcome | null;
  /** The embodiment statements were answered not long ago, so they are not asked today. */
  recent: boolean;
  /** Why the person was told whom to call, and whether they have answered; what is taken back is gone. */
  alarms: Record<string, boolean>;
}

export type Input =
  | { do: "open"; input: Of<"opened">["input"]; browser: Of<"opened">["browser"]; lacks: string[]; recent?: boolean }
  | { do: "answer"; question: string; value: number; step?: string }
  | { do: "choose"; question: string; choice: string; step?: string }
  | { do: "picture"; picture: Picture }
  | { do: "adverse"; category: string; severity: string }
  | { do: "note"; text: string }
  | { do: "measured"; event: Measured }
  | { do: "paced" }
  | { do: "finish"; early?: boolean }
  | { do: "hold" }
  | { do: "alarm_answered"; chose: Of<"alarm_answered">["chose"] }
  | { do: "stop"; by: Of<"stopped">["by"] }
  | { do: "interrupt"; reason: Of<"interrupted">["reason"] }
  | { do: "go_on" }
  | { do: "end" };

export function begin(): Flow {
  return {
    phase: "waiting", under: "playing", step: 0, exercise: 0, paced: 0, answers: {}, adverse: {}, note: "", picture: null,
    live: false, practised: false, ending: false, offer: null, shorter: false, looked: 0, since: null, counted: null, cues: 0, outcome: null,
    recent: false, alarms: {},
  };
}

/** Whether the person is shown their limb, or their glass mirror, in this step. */
export const looks = (step: Step | undefined): boolean => step?.kind === "look" || step?.kind === "block";

/** The questions of a step whose answers may say not to start. */
export const barring = (step: Step | undefined): readonly Question[] =>
  step?.kind === "check_in" || step?.kind === "set_up" ? (step.questions ?? []) : [];

/** How the limb is shown now. */
export const shownIn = (plan: SessionPlan, flow: Flow) => displayed(plan, flow.picture ?? plan.picture);

/** How far the stop rule's question has risen over its first answer; 0 where it was asked once. */
export function risen(plan: SessionPlan, flow: Flow): number {
  const here = plan.steps[flow.step]?.id ?? "";
  const now = flow.answers[here]?.[plan.stop.question];
  for (const step of plan.steps.slice(0, flow.step)) {
    const first = flow.answers[step.id]?.[plan.stop.question];
    if (typeof first === "number") return typeof now === "number" ? now - first : 0;
  }
  return 0;
}

/** How often an exercise is to be done now. */
export const repetitionsOf = (plan: SessionPlan, flow: Flow, written: number): number =>
  flow.shorter && plan.tired ? Math.max(1, Math.ceil(written * plan.tired.share)) : written;

/** The question whose answer here offers to end: the stop rule's, or the one about energy. */
function offers(plan: SessionPlan, flow: Flow): string | null {
  if (risen(plan, flow) >= plan.stop.rise) return plan.stop.question;
  const here = flow.answers[plan.steps[flow.step]?.id ?? ""] ?? {};
  return plan.tired && here[plan.tired.question] === plan.tired.offer ? plan.tired.question : null;
}

/** The person has been told something severe and has not yet answered what to do about it. */
export const alarming = (flow: Flow): boolean => Object.values(flow.alarms).some((answered) => !answered);

/** One turn of the machine: mutates its own copy, so that the caller's flow stays as it was. */
class Turn {
  readonly events: Body[] = [];
  readonly flow: Flow;
  constructor(readonly plan: SessionPlan, flow: Flow) {
    this.flow = { ...flow };
  }

  get step(): Step | undefined {
    return this.plan.steps[this.flow.step];
  }
  get id(): string {
    return this.step?.id ?? "none";
  }
  say(...events: Body[]): void {
    this.events.push(...events);
  }

  enter(index: number): void {
    Object.assign(this.flow, { phase: "playing", step: index, exercise: 0, paced: 0 });
    const step = this.step;
    if (!step) return this.close(this.flow.ending ? "stopped" : "completed");
    this.say({ kind: "step_started", step: step.id });
    if (looks(step)) this.flow.practised = true;
    if (step.kind === "block") this.exercise(0);
    if (step.kind === "summary") this.leave("done");
    // A look of just that length, timed by repaints, may end a few milliseconds short of it: browsers round their clocks.
    if (step.kind === "embodiment" && this.flow.recent) return this.leave("skipped");
    if (step.kind === "embodiment" && this.flow.looked + ROUNDED < step.after_seconds * 1000) this.leave("skipped");
  }

  exercise(index: number): void {
    if (this.step?.kind !== "block") return;
    const exercise = this.step.exercises[index];
    Object.assign(this.flow, { exercise: index, paced: 0 });
    if (exercise) this.say({ kind: "exercise_started", step: this.id, exercise: exercise.id });
    else this.leave("done");
  }

  endExercise(outcome: "done" | "skipped" | "cut"): void {
    if (this.step?.kind !== "block") return;
    const exercise = this.step.exercises[this.flow.exercise];
    if (!exercise) return;
    this.say({ kind: "exercise_ended", step: this.id, exercise: exercise.id, outcome, paced: this.flow.paced });
  }

  leave(outcome: "done" | "skipped" | "cut"): void {
    this.say({ kind: "step_ended", step: this.id, outcome });
    this.enter(this.flow.step + 1);
  }

  /** The person ends: what is open is cut, and only check-out and summary follow, if anything was practised. */
  windDown(outcome: "done" | "cut"): void {
    if (outcome === "cut") this.endExercise("cut");
    this.say({ kind: "step_ended", step: this.id, outcome });
    const next = this.plan.steps.findIndex((step, i) => i > this.flow.step && step.kind === "check_out");
    this.flow.ending = true;
    if (!this.flow.practised) this.close("not_started");
    else if (next > 0) this.enter(next);
    else this.close("stopped");
  }

  close(outcome: Of<"closed">["outcome"]): void {
    this.say({ kind: "closed", outcome });
    Object.assign(this.flow, { phase: "closed", outcome });
  }
}

/** An answer belongs to the step that asks it, or to an earlier one whose answer is corrected. */
function answer(turn: Turn, input: { question: string; step?: string | undefined }, value: number | string): string {
  const { plan, flow } = turn;
  const at = plan.steps.findIndex((step) => step.id === input.step);
  const step = at >= 0 && at < flow.step ? plan.steps[at]!.id : turn.id;
  flow.answers = { ...flow.answers, [step]: { ...flow.answers[step], [input.question]: value } };
  return step;
}

/** Whether any choice now standing in this step says not to start. */
function bars(step: Step | undefined, answers: Record<string, number | string> | undefined): boolean {
  return barring(step).some((q) => q.choices.some((c) => c.stops !== "" && answers?.[q.id] === c.id));
}

/** Raise an alarm where there is now a reason for it, and take it back where there is none any more. */
function alarm(turn: Turn, cause: Of<"alarm">["cause"], about: string, reason: boolean): void {
  const { [about]: _gone, ...others } = turn.flow.alarms;
  turn.flow.alarms = reason ? { ...others, [about]: false } : others;
  if (reason) turn.say({ kind: "alarm", step: turn.id, cause, about });
}

/** The person has read the emergency words and chosen. */
function answerAlarm(turn: Turn, chose: Of<"alarm_answered">["chose"]): void {
  const { flow } = turn;
  if (!alarming(flow)) return;
  flow.alarms = Object.fromEntries(Object.keys(flow.alarms).map((about) => [about, true]));
  turn.say({ kind: "alarm_answered", step: turn.id, chose });
}

/** Camera or glass mirror: a glass mirror shows the limb as it does, whatever the plan wants of the camera's picture. */
function choosePicture(turn: Turn, picture: Picture): void {
  const { flow, plan } = turn;
  const before = shownIn(plan, flow);
  flow.picture = picture;
  turn.say({ kind: "chose", step: turn.id, question: "picture", choice: picture });
  const shown = shownIn(plan, flow);
  if (displayId(shown) !== displayId(before)) turn.say({ kind: "display_changed", shown });
}

function playing(turn: Turn, input: Input): void {
  const { flow, plan, step, id } = turn;
  const rule = plan.alarm;
  switch (input.do) {
    case "answer":
      turn.say({ kind: "answered", step: answer(turn, input, input.value), question: input.question, value: input.value });
      if (rule?.question === input.question) alarm(turn, "pain", input.question, risen(plan, flow) >= rule.rise);
      return;
    case "choose":
      turn.say({ kind: "chose", step: answer(turn, input, input.choice), question: input.question, choice: input.choice });
      if (bars(step, flow.answers[id])) flow.phase = "barred";
      return;
    case "picture":
      return choosePicture(turn, input.picture);
    case "adverse":
      flow.adverse = { ...flow.adverse, [input.category]: input.severity };
      turn.say({ kind: "adverse", step: id, category: input.category, severity: input.severity });
      if (rule) alarm(turn, "adverse", input.category, rule.severities.includes(input.severity));
      return;
    case "note":
      if (input.text === flow.note) return;
      flow.note = input.text;
      return turn.say({ kind: "note", step: id, text: input.text });
    case "paced":
      if (step?.kind === "block") Object.assign(flow, { paced: flow.paced + 1, cues: flow.cues + 1 });
      return;
    case "hold":
      if (!looks(step)) return;
      flow.phase = "held";
      return turn.say({ kind: "hold_started", step: id });
    case "finish":
      if (step?.kind === "block") {
        turn.endExercise(input.early ? "skipped" : "done");
        return turn.exercise(flow.exercise + 1);
      }
      flow.offer = step?.kind === "check_out" ? null : offers(plan, flow);
      if (plan.tired && flow.answers[id]?.[plan.tired.question] === plan.tired.shorten) flow.shorter = true;
      if (flow.offer !== null) {
        flow.phase = "offered";
        return;
      }
      return turn.leave(input.early ? "skipped" : "done");
  }
}

/** Going on from where the session paused. */
function goOn(turn: Turn): void {
  const { flow, plan, id } = turn;
  const phase = flow.phase;
  flow.phase = "playing";
  if (phase === "interrupted") flow.phase = flow.under;
  if (phase === "interrupted" || phase === "stopped") turn.say({ kind: "resumed", step: id });
  if (phase === "held") turn.say({ kind: "hold_ended", step: id, outcome: "go_on" });
  if (phase === "barred") {
    // The answer that barred the way is asked again.
    const standing = { ...flow.answers[id] };
    for (const q of barring(turn.step)) {
      if (q.choices.some((c) => c.stops !== "" && standing[q.id] === c.id)) delete standing[q.id];
    }
    flow.answers = { ...flow.answers, [id]: standing };
  }
  if (phase === "offered") {
    answerAlarm(turn, "go_on");
    turn.say({ kind: "end_offered", step: id, question: flow.offer ?? plan.stop.question, accepted: false });
    turn.leave("done");
  }
}

/** Ending from where the session paused. */
function end(turn: Turn): void {
  const { flow, plan, id } = turn;
  let phase = flow.phase;
  if (phase === "interrupted") {
    turn.say({ kind: "resumed", step: id });
    phase = flow.under;
  }
  flow.phase = "playing";
  if (phase === "held") turn.say({ kind: "hold_ended", step: id, outcome: "end" });
  if (phase === "offered") {
    answerAlarm(turn, "end");
    turn.say({ kind: "end_offered", step: id, question: flow.offer ?? plan.stop.question, accepted: true });
  }
  turn.windDown(phase === "offered" ? "done" : "cut");
}

function act(turn: Turn, input: Input): void {
  const { flow, plan, step, id } = turn;
  if (flow.phase === "closed") return;
  if (flow.phase === "waiting") {
    if (input.do !== "open") return;
    const { browser, lacks } = input;
    flow.recent = input.recent ?? false;
    turn.say({ kind: "opened", plan: plan.id, simulated: false, input: input.input, picture: plan.picture, browser, lacks, shown: shownIn(plan, flow) });
    return turn.enter(0);
  }
  switch (input.do) {
    case "open":
      return;
    case "measured":
      if (input.event.kind === "camera_started") flow.live = true;
      if (input.event.kind === "camera_lost") flow.live = false;
      if (input.event.kind === "tracked" && input.event.repetitions !== null && step?.kind === "block") {
        flow.counted = (flow.counted ?? 0) + input.event.repetitions;
      }
      return turn.say(input.event);
    case "interrupt":
      if (flow.phase === "interrupted") return;
      flow.under = flow.phase;
      flow.phase = "interrupted";
      if (input.reason === "closed" || input.reason === "found_open") flow.live = false;
      return turn.say({ kind: "interrupted", step: id, reason: input.reason });
    case "stop":
      if (flow.phase === "stopped" || flow.phase === "interrupted") return;
      if (flow.phase === "held") turn.say({ kind: "hold_ended", step: id, outcome: "go_on" });
      flow.phase = "stopped";
      return turn.say({ kind: "stopped", step: id, by: input.by });
    case "alarm_answered":
      answerAlarm(turn, input.chose);
      if (flow.phase === "offered") flow.phase = "playing"; // they rest where they are, and are asked again later
      return;
    case "go_on":
      return flow.phase === "playing" ? undefined : goOn(turn);
    case "end":
      return flow.phase === "playing" ? undefined : end(turn);
    default:
      if (flow.phase === "playing") playing(turn, input);
  }
}

/** Play one input. An input that makes no sense where the session stands changes nothing and logs nothing. */
export function play(plan: SessionPlan, flow: Flow, input: Input, at: number): [Flow, Body[]] {
  const turn = new Turn(plan, flow);
  // Looking is settled before the turn, so that a gate on looking time sees the present.
  if (flow.since !== null) Object.assign(turn.flow, { looked: flow.looked + at - flow.since, since: at });
  act(turn, input);
  const next = turn.flow;
  const seen = (next.picture ?? plan.picture) === "glass" || next.live;
  next.since = next.phase === "playing" && looks(turn.step) && seen ? at : null;
  return [next, turn.events];
}
