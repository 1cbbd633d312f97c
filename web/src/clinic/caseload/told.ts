// A session's numbers beside the plan's own words for them.
import type { AffectedHand, Done, Felt, SessionPlan } from "../../shared/contract";
import { minutes } from "../../shared/words";

type Step = SessionPlan["steps"][number];

const step = (plan: SessionPlan, id: string): Step | undefined => plan.steps.find((s) => s.id === id);
export const stepTitle = (plan: SessionPlan, id: string): string => step(plan, id)?.title ?? id;

/** The wording of a question or statement, and the ends of its scale. */
export interface Asked {
  text: string;
  low: string;
  high: string;
  /** Set for embodiment items; control items are not expected to be agreed with. */
  about: string;
}

export function asked(plan: SessionPlan, felt: Felt): Asked {
  const at = step(plan, felt.step);
  if (at?.kind === "embodiment") {
    const item = at.items.find((i) => i.id === felt.question);
    const ends = { low: `${at.low} ${at.low_words}`.trim(), high: `${at.high} ${at.high_words}`.trim() };
    return { text: item?.text ?? felt.question, ...ends, about: item?.about ?? "" };
  }
  const questions = at && "questions" in at ? at.questions : [];
  const question = questions.find((q) => q.id === felt.question);
  if (!question || !("low" in question)) return { text: felt.question.replaceAll("_", " "), low: "", high: "", about: "" };
  return { text: question.text, low: `${question.low} ${question.low_words}`.trim(), high: `${question.high} ${question.high_words}`.trim(), about: "" };
}

/** A question asked more than once in the session, as one row. */
export interface FeltRow extends Asked {
  question: string;
  before: number | null;
  after: number | null;
}

/** Answers at check-in and check-out side by side; embodiment items are left out. */
export function feltRows(plan: SessionPlan, felt: readonly Felt[]): FeltRow[] {
  const rows = new Map<string, FeltRow>();
  for (const answer of felt) {
    const kind = step(plan, answer.step)?.kind;
    // Both have a place of their own on the page.
    if (kind === "embodiment" || kind === "direct_movement") continue;
    const row = rows.get(answer.question) ?? { ...asked(plan, answer), question: answer.question, before: null, after: null };
    if (kind === "check_in") row.before = answer.value;
    else row.after = answer.value;
    rows.set(answer.question, row);
  }
  return [...rows.values()];
}

export const embodimentRows = (plan: SessionPlan, felt: readonly Felt[]): (Felt & Asked)[] =>
  felt.filter((f) => step(plan, f.step)?.kind === "embodiment").map((f) => ({ ...f, ...asked(plan, f) }));

/** One exercise of the plan with what came of it (null: never begun). */
export interface ExerciseRow {
  id: string;
  name: string;
  movement: string;
  planned: number;
  done: Done | null;
}

export function exerciseRows(plan: SessionPlan, done: readonly Done[]): ExerciseRow[] {
  const rows: ExerciseRow[] = [];
  for (const s of plan.steps) {
    if (s.kind !== "block") continue;
    for (const e of s.exercises) {
      const came = done.find((d) => d.step === s.id && d.exercise === e.id) ?? null;
      rows.push({ id: `${s.id}/${e.id}`, name: e.name, movement: e.movement === "two_sided" ? "two-sided" : "one-sided", planned: e.repetitions, done: came });
    }
  }
  return rows;
}

/** What the camera saw of the covered hand, in one paragraph. */
export function affectedWords({ tracked, in_view, moved, repetitions, lag }: AffectedHand): string {
  if (in_view === 0) return `The affected hand: not seen in ${minutes(tracked)} min of exercises.`;
  const seen = `in view for ${Math.round(100 * in_view)} % of ${minutes(tracked)} min of exercises`;
  const after = lag === null ? "the two hands did not move alike for long enough to tell which came first"
    : lag === 0 ? "it kept time with the unaffected hand"
    : `it ${lag > 0 ? "followed" : "led"} the unaffected hand by ${Math.abs(Math.round(lag))} ms (median)`;
  return `The affected hand, covered on the screen: ${seen}; movement time ${minutes(moved)} min; ${repetitions} movements counted; ${after}.`;
}

/** The words of the plan for an adverse event's category and severity. */
export function complaintWords(plan: SessionPlan, category: string, severity: string): string {
  for (const s of plan.steps) {
    if (s.kind !== "check_out") continue;
    const what = s.adverse.find((c) => c.id === category)?.text;
    const how = s.severities.find((c) => c.id === severity)?.text;
    if (what) return `${what}: ${how ?? severity}`;
  }
  return `${category.replaceAll("_", " ")}: ${severity}`;
}

/** Which of the plan's limits an end-to-end delay (ms) falls under. */
export function delayWords(plan: SessionPlan, delay: number): string {
  const { green, amber, illusion, illusion_words } = plan.latency;
  if (delay > illusion) return `red, over ${amber} ms. ${illusion_words}`;
  if (delay > amber) return `red, over ${amber} ms`;
  if (delay > green) return `amber, over ${green} and up to ${amber} ms`;
  return `green, up to ${green} ms`;
}

