// The session as a pure state machine: (plan, flow, input, time) -> (flow, events). It knows no page, no clock and no store,
// and no kind of step: what is one kind's own lies in its rules (steps/kinds.ts).
import type { Question, SessionPlan } from "../shared/contract";
import { displayed, displayId } from "../shared/display.ts"; // by its whole name, so that Node can play the flow alone
import type { Body, BodyOf, Flow, Measured, Own, Picture, Step } from "./state";
import { rulesOf } from "./steps/kinds.ts";
import { stateOf, type Turn } from "./steps/rules.ts";

export type Input =
  | { do: "open"; input: BodyOf<"opened">["input"]; browser: BodyOf<"opened">["browser"]; lacks: string[]; recent?: boolean; taught?: boolean; shorter?: boolean }
  | { do: "answer"; question: string; value: number; step?: string }
  | { do: "choose"; question: string; choice: string; step?: string }
  | { do: "picture"; picture: Picture }
  | { do: "adverse"; category: string; severity: string }
  | { do: "note"; text: string }
  | { do: "measured"; event: Measured }
  | { do: "own"; event: Own }
  | { do: "paced" }
  | { do: "finish"; early?: boolean }
  | { do: "shorten" }
  | { do: "hold" }
  | { do: "alarm_answered"; chose: BodyOf<"alarm_answered">["chose"] }
  | { do: "stop"; by: BodyOf<"stopped">["by"] }
  | { do: "interrupt"; reason: BodyOf<"interrupted">["reason"] }
  | { do: "go_on" }
  | { do: "end" };

export function begin(): Flow {
  return {
    phase: "waiting", under: "playing", step: 0, exercise: 0, paced: 0, answers: {}, adverse: {}, note: "", picture: null,
    live: false, practised: false, ending: false, offer: null, shorter: false, looked: 0, since: null, counted: null, cues: 0, outcome: null,
    recent: false, taught: false, alarms: {}, own: {},
  };
}

/** Whether the person is shown their limb, or their glass mirror, in this step. */
export const looks = (step: Step | undefined): boolean => rulesOf(step).looks ?? false;

/** The questions of a step whose answers may say not to start. */
export const barring = (step: Step | undefined): readonly Question[] => (step && rulesOf(step).bars?.(step)) ?? [];

/** The share to which a session is made shorter; null where its plan has no rule for it. */
const shareOf = (plan: SessionPlan): number | null => (plan.shorter ?? plan.tired)?.share ?? null;
/** One made shorter is one and the same, as long as its plan is. */
const made = new WeakMap<Step, Step>();

/** The step that is played now: as planned, or shorter. */
export function stepOf(plan: SessionPlan, flow: Flow): Step | undefined {
  const whole = plan.steps[flow.step];
  const share = shareOf(plan);
  if (!whole || !flow.shorter || share === null) return whole;
  const known = made.get(whole) ?? rulesOf(whole).shorter?.(whole, share) ?? whole;
  made.set(whole, known);
  return known;
}

/** Whether the person may say now that it is too much today. */
export const shortens = (plan: SessionPlan, flow: Flow): boolean =>
  Boolean(plan.shorter) && !flow.shorter && (flow.phase === "offered" || ((flow.phase === "playing" || flow.phase === "waiting") && !flow.practised));

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

/** The question whose answer here offers to end: the stop rule's, or the one about energy. */
function offers(plan: SessionPlan, flow: Flow): string | null {
  if (risen(plan, flow) >= plan.stop.rise) return plan.stop.question;
  const here = flow.answers[plan.steps[flow.step]?.id ?? ""] ?? {};
  return plan.tired && here[plan.tired.question] === plan.tired.offer ? plan.tired.question : null;
}

/** The person has been told something severe and has not yet answered what to do about it. */
export const alarming = (flow: Flow): boolean => Object.values(flow.alarms).some((answered) => !answered);

/** One turn of the machine: mutates its own copy, so that the caller's flow stays as it was. */
class ThisTurn implements Turn {
  readonly events: Body[] = [];
  readonly flow: Flow;
  constructor(readonly plan: SessionPlan, flow: Flow) {
    this.flow = { ...flow };
  }

  get step(): Step | undefined {
    return stepOf(this.plan, this.flow);
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
    const rules = rulesOf(step);
    if (rules.practice) this.flow.practised = true;
    rules.enter?.(this, step);
  }

  leave(outcome: "done" | "skipped" | "cut"): void {
    this.say({ kind: "step_ended", step: this.id, outcome });
    this.enter(this.flow.step + 1);
  }

  /** The person ends: what is open is cut, and only what comes after the practice follows, if anything was practised. */
  windDown(outcome: "done" | "cut"): void {
    const step = this.step;
    if (outcome === "cut" && step) rulesOf(step).cut?.(this, step);
    this.say({ kind: "step_ended", step: this.id, outcome });
    const next = this.plan.steps.findIndex((later, i) => i > this.flow.step && rulesOf(later).after);
    this.flow.ending = true;
    if (!this.flow.practised) this.close("not_started");
    else if (next > 0) this.enter(next);
    else this.close("stopped");
  }

  /** What follows is shorter. */
  shorten(said: BodyOf<"shortened">["said"]): void {
    if (this.flow.shorter) return;
    this.say({ kind: "shortened", step: this.id, said });
    this.flow.shorter = true;
  }

  close(outcome: BodyOf<"closed">["outcome"]): void {
    this.say({ kind: "closed", outcome });
    Object.assign(this.flow, { phase: "closed", outcome });
  }
}

/** An answer belongs to the step that asks it, or to an earlier one whose answer is corrected. */
function answer(turn: ThisTurn, input: { question: string; step?: string | undefined }, value: number | string): string {
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
function alarm(turn: ThisTurn, cause: BodyOf<"alarm">["cause"], about: string, reason: boolean): void {
  const { [about]: _gone, ...others } = turn.flow.alarms;
  turn.flow.alarms = reason ? { ...others, [about]: false } : others;
  if (reason) turn.say({ kind: "alarm", step: turn.id, cause, about });
}

/** The person has read the emergency words and chosen. */
function answerAlarm(turn: ThisTurn, chose: BodyOf<"alarm_answered">["chose"]): void {
  const { flow } = turn;
  if (!alarming(flow)) return;
  flow.alarms = Object.fromEntries(Object.keys(flow.alarms).map((about) => [about, true]));
  turn.say({ kind: "alarm_answered", step: turn.id, chose });
}

/** Camera or glass mirror: a glass mirror shows the limb as it does, whatever the plan wants of the camera's picture. */
function choosePicture(turn: ThisTurn, picture: Picture): void {
  const { flow, plan } = turn;
  const before = shownIn(plan, flow);
  flow.picture = picture;
  turn.say({ kind: "chose", step: turn.id, question: "picture", choice: picture });
  const shown = shownIn(plan, flow);
  if (displayId(shown) !== displayId(before)) turn.say({ kind: "display_changed", shown });
}

/** The step's page logs what happened in it, and the step's own account moves on. */
function own(turn: ThisTurn, event: Own): void {
  const { flow, step } = turn;
  const rules = rulesOf(step);
  if (!step || !rules.events?.includes(event.kind)) return;
  turn.say({ ...event, step: step.id } as Body);
  if (rules.state) flow.own = { ...flow.own, [step.id]: rules.state.take(stateOf(rules.state, flow, step), event, step) };
}

function playing(turn: ThisTurn, input: Input): void {
  const { flow, plan, step, id } = turn;
  const rules = rulesOf(step);
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
      return step && rules.paced?.(turn, step);
    case "own":
      return own(turn, input.event);
    case "shorten":
      return shortens(plan, flow) ? turn.shorten("check_in") : undefined;
    case "hold":
      if (!looks(step)) return;
      flow.phase = "held";
      return turn.say({ kind: "hold_started", step: id });
    case "finish":
      if (step && rules.finish) return rules.finish(turn, step, input.early ?? false);
      flow.offer = rules.after ? null : offers(plan, flow);
      if (plan.tired && flow.answers[id]?.[plan.tired.question] === plan.tired.shorten) turn.shorten("energy");
      if (flow.offer !== null) {
        flow.phase = "offered";
        return;
      }
      return turn.leave(input.early ? "skipped" : "done");
  }
}

/** Going on from where the session paused. */
function goOn(turn: ThisTurn): void {
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
function end(turn: ThisTurn): void {
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

function act(turn: ThisTurn, input: Input): void {
  const { flow, plan, step, id } = turn;
  if (flow.phase === "closed") return;
  if (flow.phase === "waiting") {
    if (input.do !== "open") return;
    const { browser, lacks } = input;
    flow.recent = input.recent ?? false;
    flow.taught = input.taught ?? false;
    turn.say({ kind: "opened", plan: plan.id, simulated: false, input: input.input, picture: plan.picture, browser, lacks, shown: shownIn(plan, flow) });
    turn.enter(0);
    return input.shorter && shortens(plan, flow) ? turn.shorten("home") : undefined;
  }
  switch (input.do) {
    case "open":
      return;
    case "measured":
      if (input.event.kind === "camera_started") flow.live = true;
      if (input.event.kind === "camera_lost" || input.event.kind === "camera_released") flow.live = false;
      if (step) rulesOf(step).measured?.(turn, step, input.event);
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
    case "shorten":
      if (!shortens(plan, flow)) return;
      if (flow.phase === "playing") return playing(turn, input);
      turn.shorten("offer");
      return goOn(turn);
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
  const turn = new ThisTurn(plan, flow);
  // Looking is settled before the turn, so that a gate on looking time sees the present.
  if (flow.since !== null) Object.assign(turn.flow, { looked: flow.looked + at - flow.since, since: at });
  act(turn, input);
  const next = turn.flow;
  const seen = (next.picture ?? plan.picture) === "glass" || next.live;
  next.since = next.phase === "playing" && looks(turn.step) && seen ? at : null;
  return [next, turn.events];
}
