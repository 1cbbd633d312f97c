// How the page serves this person, from the plan's support: marks on the root that style sheets read.
import type { SessionPlan } from "./contract";

export type Support = SessionPlan["support"];

const usual: Support = {
  hand: "both", seeing: "both", few_words: false, spoken: false, scanning: false, scan_seconds: 2, large_text: false,
  less_motion: false, sound: true,
};

/** The plan's support, or the usual one without a plan; a plan that an older mirra left on this device has none either. */
export const support = (plan: SessionPlan | undefined): Support => ({ ...usual, ...(plan?.support as Support | undefined) });

/** On which side the buttons lie: where the person looks comes before which hand they use. */
export const controls = ({ hand, seeing }: Support): Support["hand"] => (seeing === "both" ? hand : seeing);

/** The side that gets the cue bar and the sound, or null. */
export function cued({ seeing }: Support): "left" | "right" | null {
  return seeing === "both" ? null : seeing === "left" ? "right" : "left";
}

/** Whether things on the screen may move by themselves: neither the person's device nor their plan forbids it. */
export const calm = (plan: SessionPlan | undefined): boolean =>
  support(plan).less_motion || window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** How full something that moves is, in four steps: for people who asked for less motion. */
export const stepped = (fill: number): number => Math.round(fill * 4) / 4;

/** Mark the root; returns how to take the marks away. */
export function mark(root: HTMLElement, of: Support): () => void {
  const marks: Record<string, string | null> = {
    controls: controls(of) === "both" ? null : controls(of),
    seeing: of.seeing === "both" ? null : of.seeing,
    large: of.large_text ? "" : null,
    calm: of.less_motion ? "" : null,
  };
  for (const [name, value] of Object.entries(marks)) if (value !== null) root.dataset[name] = value;
  return () => {
    for (const name of Object.keys(marks)) delete root.dataset[name];
  };
}
