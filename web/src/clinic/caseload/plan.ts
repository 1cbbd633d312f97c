// A person's plan in words: what is in force, and what a change changed.
import type { ConditionCard, Display, Prescribed } from "../../shared/contract";
import { count } from "../../shared/words";

export interface Line {
  id: string;
  title: string;
  text: string;
}

const names = (ids: readonly string[], condition: ConditionCard | undefined): string =>
  ids.map((id) => condition?.exercises.find((one) => one.id === id)?.name ?? id.replaceAll("_", " ")).join(", ");

function minutes(plan: Prescribed, condition: ConditionCard | undefined): string {
  if (plan.minutes !== null) return count(plan.minutes, "minute");
  if (!condition) return "usual for the condition";
  return `${plan.severity === "severe" ? condition.minutes_severe : condition.minutes} minutes (usual)`;
}

function perWeek(plan: Prescribed, condition: ConditionCard | undefined): string {
  if (plan.per_week !== null) return `${plan.per_week}`;
  return condition?.per_week ? `${condition.per_week} (usual)` : "no number set";
}

function moving(plan: Prescribed, condition: ConditionCard | undefined): string {
  if (plan.two_sided !== null) return plan.two_sided ? "both sides" : "the unaffected side only";
  if (!condition) return "usual for the condition";
  return `${condition.movement === "two_sided" ? "both sides" : "the unaffected side only"} (usual)`;
}

/** "1.5 times its size, 200 ms later, mirror covered"; "as in a mirror" where nothing is changed. */
export function displayWords({ size, delay, covered }: Display): string {
  const parts = [size !== 1 && `${size} times its size`, delay !== 0 && `${delay} ms later`, covered && "mirror covered"];
  return parts.filter(Boolean).join(", ") || "as in a mirror";
}

/** "after the mirror; chosen movement: Make a fist". */
function directWords({ direct_movement, due_movement }: Prescribed, condition: ConditionCard | undefined): string {
  if (!direct_movement) return "none";
  return due_movement === null ? "after the mirror" : `after the mirror; chosen movement: ${names([due_movement], condition)}`;
}

/** Which lessons may come: all, none, or all but those named. */
function lessons(plan: Prescribed, condition: ConditionCard | undefined): string {
  if (!plan.lessons) return "none";
  const out = plan.lessons_out.flatMap((id) => condition?.lessons.find((one) => one.id === id)?.title ?? []);
  return out.length === 0 ? "all" : `all but ${out.join(", ")}`;
}
/** "every day", "every 2 days". */
export const everyWords = (days: number): string => (days === 1 ? "every day" : days === 7 ? "once a week" : `every ${days} days`);

/** "Desensitisation every day; Oedema care every 2 days". */
const addonWords = ({ addons }: Prescribed, condition: ConditionCard | undefined): string =>
  addons.map(({ id, every_days }) => `${condition?.addons.find((one) => one.id === id)?.name ?? id.replaceAll("_", " ")} ${everyWords(every_days)}`).join("; ") || "none";

/** Every line of a plan; `profiles` names the profiles by id. */
export function planLines(plan: Prescribed, conditions: readonly ConditionCard[], profiles: ReadonlyMap<string, string>): Line[] {
  const condition = conditions.find((one) => one.id === plan.condition);
  const programme = condition?.programmes.find((one) => one.id === plan.programme);
  const line = (id: string, title: string, text: string): Line => ({ id, title, text });
  return [
    line("condition", "Condition", condition?.name ?? plan.condition.replaceAll("_", " ")),
    line("limb", "Affected", `${plan.affected} ${plan.limb}`),
    line("programme", "Programme", programme?.name ?? plan.programme?.replaceAll("_", " ") ?? "mirror sessions only"),
    line("stage", "Stage chosen by hand", programme?.stages.find((one) => one.id === plan.stage)?.name ?? "none"),
    line("age", "Age", plan.age == null ? "not stated" : count(plan.age, "year")),
    line("severity", "Severity", plan.severity ?? "not stated"),
    line("minutes", "Minutes a session", minutes(plan, condition)),
    line("per_week", "Sessions a week", perWeek(plan, condition)),
    line("two_sided", "What moves", moving(plan, condition)),
    line("picture", "Mirror", plan.picture === "glass" ? "glass mirror" : "camera"),
    line("display", "How the limb is shown", displayWords(plan.display)),
    line("track_affected", "Also track the affected hand", plan.track_affected ? "yes" : "no"),
    line("hide_background", "Hide the background", plan.hide_background ? "yes" : "no"),
    line("observation_speed", "Speed of films to watch", plan.observation_speed == null ? "usual" : `${plan.observation_speed}`),
    line("breathing_minutes", "Breathing before", plan.breathing_minutes == null ? "none" : count(plan.breathing_minutes, "minute")),
    line("direct_movement", "Direct movement", directWords(plan, condition)),
    line("lessons", "Lessons", lessons(plan, condition)),
    line("addons", "Add-ons", addonWords(plan, condition)),
    line("own_limb", "Judge pictures of the own limb", plan.own_limb ? "yes" : "no"),
    line("exercises_out", "Exercises left out", names(plan.exercises_out, condition) || "none"),
    line("exercises_in", "Exercises added", names(plan.exercises_in, condition) || "none"),
    line("profiles", "Profiles", plan.profiles.map((id) => profiles.get(id) ?? id.replaceAll("_", " ")).join(", ") || "none"),
    line("language", "Language", languageName(plan.language)),
    line("measure_delay", "Measure the delay in set-up", plan.measure_delay ? "yes" : "no"),
  ];
}

/** "English" for "en"; the tag itself where the browser has no name for it. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames("en", { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** What differs between two plans, as "Minutes a session: 30 minutes (usual) → 20 minutes". */
export function changes(before: readonly Line[], after: readonly Line[]): string[] {
  return after.flatMap((line, i) => {
    const was = before[i]?.text ?? "";
    return was === line.text ? [] : [`${line.title}: ${was} \u2192 ${line.text}`];
  });
}
