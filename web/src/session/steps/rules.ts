// What the rules of one kind of step may say, and do in a turn of the session's machine. They know no page, no clock, no store.
import type { Question, SessionPlan } from "../../shared/contract";
import type { Body, BodyOf, Flow, Measured, Own, Step } from "../state";

/** One turn of the machine, as the rules of a kind see it. */
export interface Turn {
  readonly plan: SessionPlan;
  /** This turn's own copy: it may be changed, and what hangs on it may be replaced but not changed. */
  readonly flow: Flow;
  say(...events: Body[]): void;
  /** End this step and begin the next. */
  leave(outcome: BodyOf<"step_ended">["outcome"]): void;
}

/** How far a step has come by its own account. It follows from its events alone and is stored with each of them, so that a
 * reload goes on from there: plain data, without words of the person's own. */
export interface State<S extends Step, T, E extends Own = Own> {
  begin(step: S): T;
  /** A new state; the one given stays as it was. */
  take(state: T, event: E, step: S): T;
}

/** The rules of one kind. What a kind leaves out, it does not do. */
export interface Rules<S extends Step> {
  /** The limb, or the glass mirror, is to be seen: time spent here is looking time, and it can be held still. */
  looks?: boolean;
  /** The person does not move what is seen, so the picture may follow the limb. */
  still?: boolean;
  /** Its page may open the camera, once the person has chosen so, to follow the limb without showing it. The camera is let go when
   * the page goes: at a pause, and when the step ends. */
  camera?: boolean;
  /** What the session is for: who ends after it was begun is asked how it was, and the session counts as started. */
  practice?: boolean;
  /** The practice is over when this begins: who ends is led here, the camera is off, and nobody is offered to end. */
  after?: boolean;
  /** The questions whose answers may say not to start. */
  bars?(step: S): readonly Question[];
  /** The step has just begun. */
  enter?(turn: Turn, step: S): void;
  /** The same with about this share of its work, for who says "Too much today"; without this it stays whole.
   * mirra/practice/steps/<kind>.py holds the same rule, by which the clinic knows what was asked for. */
  shorter?(step: S, share: number): S;
  /** The person is done here (`early`: before its end). Without this the step is left, unless an answer offers to end. */
  finish?(turn: Turn, step: S, early: boolean): void;
  /** The person ends the session from here; the step is ended afterwards. */
  cut?(turn: Turn, step: S): void;
  /** A cue of the tempo was given. */
  paced?(turn: Turn, step: S): void;
  /** Something was measured meanwhile; it is logged anyway. */
  measured?(turn: Turn, step: S, event: Measured): void;
  /** The kinds of event that this step's page logs itself, by the input `own`. */
  events?: readonly Own["kind"][];
  state?: State<S, unknown>;
}

/** This share of a number, rounded up; never below `least`, and never above the number. */
export const partOf = (number: number, share: number, least = 1): number => Math.min(number, Math.max(least, Math.ceil(number * share)));

/** How far this step has come by its own account. */
export const stateOf = <S extends Step, T, E extends Own>(state: State<S, T, E>, flow: Flow, step: S): T =>
  step.id in flow.own ? (flow.own[step.id] as T) : state.begin(step);
