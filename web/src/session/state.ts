// What the session's machine holds and says: its state, and the events before the log stamps them. Types only.
import type { Event, SessionPlan } from "../shared/contract";

type Omitted<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An event before the log stamps it. */
export type Body = Omitted<Event, "v" | "session" | "seq" | "at" | "wall" | "display">;
export type BodyOf<K extends Body["kind"]> = Extract<Body, { kind: K }>;
export type Step = SessionPlan["steps"][number];
export type StepOf<K extends Step["kind"]> = Extract<Step, { kind: K }>;
export type Picture = SessionPlan["picture"];
/** What was measured goes into the log as it is; it changes no step. */
export type Measured = BodyOf<
  | "camera_started" | "camera_lost" | "camera_released" | "view_changed" | "checked" | "coached"
  | "software_latency" | "loop_latency" | "tracked" | "affected_tracked" | "landmarks"
>;
/** An event that a step's page logs itself; the machine adds the step. */
export type Own = Omitted<Extract<Body, { step: string }>, "step">;
export type OwnOf<K extends Own["kind"]> = Extract<Own, { kind: K }>;

/** `barred`: an answer says not to start; `offered`: a stop rule offers to end. */
export type Phase = "waiting" | "playing" | "barred" | "held" | "stopped" | "offered" | "interrupted" | "closed";
export type Outcome = BodyOf<"closed">["outcome"];

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
  /** A step that is practice was begun. */
  practised: boolean;
  /** The person has chosen to end; only check-out and summary follow. */
  ending: boolean;
  /** The question whose answer offers to end, while it is offered. */
  offer: string | null;
  /** It is too much today, or little energy is left: each step that follows is cut to the plan's share. */
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
  /** The lesson of this plan was had in an earlier session, so there is none in this one. */
  taught: boolean;
  /** Why the person was told whom to call, and whether they have answered; what is taken back is gone. */
  alarms: Record<string, boolean>;
  /** How far each step has come by its own account, by step; `stateOf` reads it. */
  own: Record<string, unknown>;
}
