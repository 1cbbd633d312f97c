// Pictures of the person's own limb, for left/right judgement. They lie in the memory of this page alone, and not longer than
// the step that they were taken for. Like every picture that is judged, each shows a right limb: a left one is flipped.
import type { Judgement, Trial } from "../shared/contract";
import { fileOf, type Pictures, SIZE } from "./judged";
import type { Side } from "./judging";

type Own = NonNullable<Judgement["own"]>;
export type Shown = Own["shown"][number];

/** The posture of the own limb that stands in for the drawn picture of a trial. */
export const shownFor = (own: Own, { posture, view }: Trial): Shown | undefined =>
  own.shown.find((one) => one.posture === posture && one.view === view);

/** The middle square of a picture in a round frame: the same however it is turned. */
export function cutRound(from: HTMLCanvasElement, intact: Side): HTMLCanvasElement {
  const made = document.createElement("canvas");
  made.width = made.height = SIZE;
  const on = made.getContext("2d")!;
  on.beginPath();
  on.arc(SIZE / 2, SIZE / 2, SIZE / 2, 0, 2 * Math.PI);
  on.clip();
  if (intact === "left") on.setTransform(-1, 0, 0, 1, SIZE, 0);
  const side = Math.min(from.width, from.height);
  on.drawImage(from, (from.width - side) / 2, (from.height - side) / 2, side, side, 0, 0, SIZE, SIZE);
  return made;
}

/** A canvas without size holds no picture. */
export function emptied(canvas: HTMLCanvasElement | null | undefined): void {
  if (canvas) canvas.width = canvas.height = 0;
}

export class OwnLimb {
  /** The person chose drawn pictures instead. */
  declined = false;
  readonly #held = new Map<string, HTMLCanvasElement>();

  keep({ id }: Shown, picture: HTMLCanvasElement): void {
    emptied(this.#held.get(id));
    this.#held.set(id, picture);
  }
  /** The postures that are still to be shown. */
  left(own: Own): Shown[] {
    return own.shown.filter(({ id }) => !this.#held.has(id));
  }
  /** What is judged in these trials; null as long as a picture is missing. */
  pictures(own: Own, trials: readonly Trial[]): Pictures | null {
    const found = new Map<string, HTMLCanvasElement>();
    for (const trial of trials) {
      const shown = shownFor(own, trial);
      const picture = shown && this.#held.get(shown.id);
      if (!picture) return null;
      found.set(fileOf(trial), picture);
    }
    return found;
  }
  /** Let go of every picture. */
  forget(): void {
    for (const picture of this.#held.values()) emptied(picture);
    this.#held.clear();
    this.declined = false;
  }
}
