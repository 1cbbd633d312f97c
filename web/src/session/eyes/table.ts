/** Camera pixels along the edge of one cell. */
export const CELL = 4;

/**
 * Own proposals, tried on a film of a hand over a table with a shadow. Distances are in colour values, 0..255, over the three colours
 * together. A cell is table as long as it differs from the empty table by less than `near`, and limb from `far` on. A shadow keeps
 * the colour of the table: differences of colour alone count `colour` times, and `shade` of the table's brightness less `black` is
 * left in the deepest shadow. The table is learned on, by `learn` a picture, where it differs by less than `sure`; the plain colour
 * follows the light by `follow` a picture, so slowly that it is not seen.
 */
export const LIMITS = { near: 22, far: 34, colour: 2, shade: 0.4, black: 25, brighter: 1.04, learn: 0.03, sure: 10, follow: 0.05 };

/** A change of the light is measured in about so many cells; if fewer than `fewest` of them are table, the light is left as it was. */
const LIGHT = { cells: 400, fewest: 30 };
/** Width, in colour values, of the groups in which the table's commonest colour is looked for. */
const ALIKE = 24;

/** Cells of the frame, from `x`, `y` on. */
export interface Cells {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Red, green, blue and a fourth value for each cell, row by row, as `ImageData` has them. */
export type Pixels = Uint8ClampedArray;

/**
 * The empty table, cell by cell, and what hides it: the limb stays uncovered, everything else gets the table's own plain colour.
 *
 * Each cell is compared with the empty table in the present light. A cell that has the table's colour but is darker is a shadow. It is
 * covered too, with a plain colour that is darker by as much, so that the limb still seems to lie on the table. The split of a
 * difference into brightness and colour follows Horprasert, Harwood and Davis (1999).
 */
export class Table {
  /** The table's colour. */
  readonly plain: readonly [number, number, number];
  /** Share of the cells looked at last that are limb. */
  share = 0;
  readonly #colours: Float32Array;
  readonly #light = [1, 1, 1];
  /** The light in which the plain colour is shown. */
  readonly #slow = [1, 1, 1];
  #seen: Cells = { x: 0, y: 0, width: 0, height: 0 };
  #limb = new Float32Array(0);
  #score = new Float32Array(0);
  #sums = new Float32Array(0);
  #darker = new Float32Array(0);
  #out = new Uint8ClampedArray(0);

  /** From pictures of the whole frame, `width` cells wide, on which the table is empty. */
  constructor(pictures: readonly Pixels[], private readonly width: number) {
    const [first] = pictures;
    if (!first) throw new RangeError("At least one picture of the empty table is needed.");
    this.#colours = new Float32Array(first.length);
    for (const picture of pictures) for (let k = 0; k < picture.length; k++) this.#colours[k]! += picture[k]! / pictures.length;
    this.plain = commonest(this.#colours);
  }

  /** What to draw over these cells: the plain colour, with an opacity of 0 where the limb is. Valid until the next call. */
  over(pixels: Pixels, cells: Cells): Pixels {
    this.#fit(cells);
    this.#follow(pixels, cells);
    this.#compare(pixels, cells);
    this.#blur(this.#score, cells);
    this.#blur(this.#darker, cells);
    const [limb, score, darker, out] = [this.#limb, this.#score, this.#darker, this.#out];
    const [red, green, blue] = this.plain.map((value, c) => value * (this.#slow[c]! += LIMITS.follow * (this.#light[c]! - this.#slow[c]!))) as [number, number, number];
    let sum = 0;
    for (let k = 0, to = 0; k < limb.length; k++, to += 4) {
      const is = Math.max(0, Math.min(1, (score[k]! - LIMITS.near) / (LIMITS.far - LIMITS.near)));
      sum += limb[k] = is;
      out[to] = red * darker[k]!;
      out[to + 1] = green * darker[k]!;
      out[to + 2] = blue * darker[k]!;
      out[to + 3] = 255 * (1 - is);
    }
    this.share = sum / limb.length;
    return out;
  }

  #fit(cells: Cells): void {
    const { x, y, width, height } = this.#seen;
    if (x === cells.x && y === cells.y && width === cells.width && height === cells.height) return;
    this.#seen = { ...cells };
    const count = cells.width * cells.height;
    [this.#limb, this.#score, this.#sums, this.#darker] = [new Float32Array(count), new Float32Array(count), new Float32Array(count), new Float32Array(count)];
    this.#out = new Uint8ClampedArray(4 * count);
  }

  /** Where a cell of these cells lies in the table. */
  #at(k: number, { x, y, width }: Cells): number {
    return 4 * ((y + Math.floor(k / width)) * this.width + x + (k % width));
  }

  /** A change of the light, or of the camera's exposure, changes all of the table alike. It is measured in the cells that were table before. */
  #follow(pixels: Pixels, cells: Cells): void {
    const every = Math.max(1, Math.floor(this.#limb.length / LIGHT.cells));
    const ratios = [0, 1, 2].map(() => new Float32Array(Math.ceil(this.#limb.length / every)));
    let found = 0;
    for (let k = 0; k < this.#limb.length; k += every) {
      if (this.#limb[k]! > 0) continue;
      const at = this.#at(k, cells);
      for (let c = 0; c < 3; c++) ratios[c]![found] = (pixels[4 * k + c]! + 8) / (this.#colours[at + c]! + 8);
      found += 1;
    }
    if (found < LIGHT.fewest) return;
    for (let c = 0; c < 3; c++) this.#light[c] = Math.max(0.5, Math.min(2, ratios[c]!.subarray(0, found).sort()[found >> 1]!));
  }

  #compare(pixels: Pixels, cells: Cells): void {
    const [lr, lg, lb] = this.#light as [number, number, number];
    const { near, colour, shade, black, brighter, learn, sure } = LIMITS;
    const [colours, limb, scores, darker] = [this.#colours, this.#limb, this.#score, this.#darker];
    for (let row = 0, k = 0; row < cells.height; row++) {
      let at = 4 * ((cells.y + row) * this.width + cells.x);
      for (let column = 0; column < cells.width; column++, k++, at += 4) {
        const [r, g, b] = [pixels[4 * k]!, pixels[4 * k + 1]!, pixels[4 * k + 2]!];
        const [tr, tg, tb] = [colours[at]! * lr, colours[at + 1]! * lg, colours[at + 2]! * lb];
        const size = tr * tr + tg * tg + tb * tb;
        const ratio = (r * tr + g * tg + b * tb) / Math.max(300, size);
        const norm = Math.sqrt(size);
        const shaded = ratio < brighter && ratio * norm > shade * norm - black;
        const [ar, ag, ab] = shaded ? [ratio * tr, ratio * tg, ratio * tb] : [tr, tg, tb];
        const apart = Math.sqrt((r - ar) ** 2 + (g - ag) ** 2 + (b - ab) ** 2);
        const score = shaded ? colour * apart : apart;
        scores[k] = score;
        // On a dark table noise would look like shadows.
        const sees = Math.max(0, Math.min(1, (norm - 80) / 160));
        darker[k] = shaded && score < near ? 1 - sees * (1 - Math.max(shade, Math.min(1, ratio))) : 1;
        if (score < sure && Math.abs(ratio - 1) < 0.05 && limb[k] === 0) {
          colours[at]! += learn * (r / lr - colours[at]!);
          colours[at + 1]! += learn * (g / lg - colours[at + 1]!);
          colours[at + 2]! += learn * (b / lb - colours[at + 2]!);
        }
      }
    }
  }

  /** The mean over each cell and its neighbours, in place: a single cell that differs is noise. */
  #blur(values: Float32Array, { width, height }: Cells): void {
    const sums = this.#sums;
    for (let row = 0; row < height; row++) {
      for (let column = 0, k = row * width; column < width; column++, k++) {
        sums[k] = values[k]! + values[column > 0 ? k - 1 : k]! + values[column < width - 1 ? k + 1 : k]!;
      }
    }
    for (let row = 0; row < height; row++) {
      const [above, below] = [row > 0 ? -width : 0, row < height - 1 ? width : 0];
      for (let column = 0, k = row * width; column < width; column++, k++) {
        values[k] = (sums[k + above]! + sums[k]! + sums[k + below]!) / 9;
      }
    }
  }
}

/** The commonest colour: the mean of the largest group of cells that are alike. */
function commonest(cells: Float32Array): [number, number, number] {
  const groups = new Map<string, [count: number, red: number, green: number, blue: number]>();
  for (let k = 0; k < cells.length; k += 4) {
    const colour = [cells[k]!, cells[k + 1]!, cells[k + 2]!] as const;
    const name = colour.map((value) => Math.floor(value / ALIKE)).join();
    const group = groups.get(name) ?? [0, 0, 0, 0];
    groups.set(name, [group[0] + 1, group[1] + colour[0], group[2] + colour[1], group[3] + colour[2]]);
  }
  const [count, red, green, blue] = [...groups.values()].reduce((most, group) => (group[0] > most[0] ? group : most));
  return [red / count, green / count, blue / count];
}
