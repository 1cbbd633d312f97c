import type { Pixels } from "./table";

/** Whether a limb is seen anywhere in the picture; `unknown` where nothing can tell. */
export type Emptiness = "empty" | "limb" | "unknown";

/**
 * Own proposals. The empty table is made up of `pictures` pictures on end, `every` ms apart, in which nothing moves. Where nothing
 * can tell whether a limb is there, something must have moved before, or nothing may have moved for `patience` ms. Cells that
 * differ by more than `apart` colour values have moved; up to a share `few` of them is noise.
 */
export const LEARNING = { every: 100, pictures: 10, patience: 6000, apart: 30, few: 0.005 };

/** Waits until the table is seen empty. */
export class EmptyTable {
  #pictures: Pixels[] = [];
  #began: number | null = null;
  #moved = false;
  #last = -Infinity;

  /** Whether a picture is wanted at this time, ms. */
  due(at: number): boolean {
    return at - this.#last >= LEARNING.every;
  }

  /** Takes one picture of the whole frame; gives the pictures of the empty table once there are enough. */
  add(at: number, pixels: Pixels, emptiness: Emptiness): Pixels[] | null {
    this.#last = at;
    this.#began ??= at;
    const before = this.#pictures.at(-1);
    const unmoved = before?.length === pixels.length && still(before, pixels);
    if (before && !unmoved) this.#moved = true;
    this.#pictures = unmoved && emptiness !== "limb" ? [...this.#pictures, pixels] : [pixels];
    const empty = emptiness === "empty" || this.#moved || at - this.#began > LEARNING.patience;
    return empty && this.#pictures.length >= LEARNING.pictures ? this.#pictures.slice(-LEARNING.pictures) : null;
  }

  forget(): void {
    this.#pictures = [];
    this.#began = null;
    this.#moved = false;
    this.#last = -Infinity;
  }
}

/** Whether two pictures are alike but for the camera's noise. */
export function still(a: Pixels, b: Pixels): boolean {
  let moved = 0;
  for (let k = 0; k < a.length; k += 4) {
    if ((a[k]! - b[k]!) ** 2 + (a[k + 1]! - b[k + 1]!) ** 2 + (a[k + 2]! - b[k + 2]!) ** 2 > LEARNING.apart ** 2) moved += 1;
  }
  return moved <= (LEARNING.few * a.length) / 4;
}
