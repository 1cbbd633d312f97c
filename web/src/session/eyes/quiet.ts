import { type Emptiness, EmptyTable } from "./empty";
import type { Picture } from "./frames";
import type { Rect } from "./geometry";
import { median } from "./stats";
import { CELL, type Cells, type Pixels, Table } from "./table";

/** What is drawn over a part of the frame: one pixel a cell, from `x`, `y` of the frame on. */
export interface Overlay {
  image: HTMLCanvasElement;
  x: number;
  y: number;
}

/**
 * `waiting`: until the table is seen empty. `on`: the background is hidden. In the other states it is shown: `off` because that is
 * wished, `moved` because the camera was moved, `slow` because hiding it takes this device too long.
 */
export type Hiding = "off" | "waiting" | "on" | "moved" | "slow";

/** Own proposals: no limb fills this share of the picture for so many pictures in a row. */
const MOVED = { share: 0.85, pictures: 60 };
/** Own proposals: a median of more than so many ms a picture, over so many pictures, is too slow. */
const SLOW = { ms: 12, pictures: 90 };

/** Hides the background: the limb is shown on a plain table. The picture of the empty table is held in memory alone. */
export class QuietBackground {
  onchange?: (hiding: Hiding) => void;
  #hiding: Hiding = "off";
  #table: Table | undefined;
  #size = "";
  readonly #empty = new EmptyTable();
  #full = 0;
  #costs: number[] = [];
  readonly #small = new Small();
  readonly #image = document.createElement("canvas");
  readonly #context = this.#image.getContext("2d")!;

  get hiding(): Hiding {
    return this.#hiding;
  }

  /** With `on` the table is learned from the next pictures of the whole frame; without, nothing of it is kept. */
  set(on: boolean): void {
    this.#forget();
    this.#become(on ? "waiting" : "off");
  }

  /** Takes one picture of the whole frame while `waiting`. */
  learn(picture: Picture, emptiness: Emptiness): void {
    if (this.#hiding !== "waiting" || !this.#empty.due(picture.now)) return;
    const cells = cellsOf({ x: 0, y: 0, width: picture.width, height: picture.height });
    const pictures = this.#empty.add(picture.now, this.#small.take(picture, cells), emptiness);
    if (!pictures) return;
    this.#table = new Table(pictures, cells.width);
    this.#size = `${picture.width} ${picture.height}`;
    this.#empty.forget();
    this.#become("on");
  }

  /** What to draw over a part of this picture; null where the background is not hidden. */
  over(picture: Picture, part: Rect): Overlay | null {
    if (!this.#table || part.width <= 0 || part.height <= 0) return null;
    if (this.#size !== `${picture.width} ${picture.height}`) return this.#end("moved");
    const began = performance.now();
    const cells = cellsOf(part);
    const pixels = this.#table.over(this.#small.take(picture, cells), cells);
    if (this.#image.width !== cells.width || this.#image.height !== cells.height) [this.#image.width, this.#image.height] = [cells.width, cells.height];
    this.#context.putImageData(new ImageData(new Uint8ClampedArray(pixels), cells.width, cells.height), 0, 0);
    this.#full = this.#table.share > MOVED.share ? this.#full + 1 : 0;
    if (this.#full >= MOVED.pictures) return this.#end("moved");
    if (this.#costly(performance.now() - began)) return this.#end("slow");
    return { image: this.#image, x: cells.x * CELL, y: cells.y * CELL };
  }

  /** The part with edges between cells. */
  static grown(part: Rect, width: number, height: number): Rect {
    const cells = cellsOf(part);
    const [x, y] = [cells.x * CELL, cells.y * CELL];
    return { x, y, width: Math.min(width - x, cells.width * CELL), height: Math.min(height - y, cells.height * CELL) };
  }

  #costly(ms: number): boolean {
    this.#costs.push(ms);
    if (this.#costs.length < SLOW.pictures) return false;
    return median(this.#costs.splice(0)) > SLOW.ms;
  }

  #end(why: "moved" | "slow"): null {
    this.#forget();
    this.#become(why);
    return null;
  }

  #forget(): void {
    this.#table = undefined;
    this.#empty.forget();
    this.#costs = [];
    this.#full = 0;
    this.#small.empty();
    this.#image.width = this.#image.height = 0;
  }

  #become(hiding: Hiding): void {
    if (hiding === this.#hiding) return;
    this.#hiding = hiding;
    this.onchange?.(hiding);
  }
}

/** A part of a picture at one pixel a cell. */
class Small {
  readonly #canvas = document.createElement("canvas");
  readonly #context = this.#canvas.getContext("2d", { alpha: false, willReadFrequently: true })!;

  take(picture: Picture, { x, y, width, height }: Cells): Pixels {
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      [this.#canvas.width, this.#canvas.height] = [width, height];
      this.#context.imageSmoothingQuality = "medium";
    }
    this.#context.drawImage(picture.image, x * CELL - picture.x, y * CELL - picture.y, width * CELL, height * CELL, 0, 0, width, height);
    return this.#context.getImageData(0, 0, width, height).data;
  }

  /** A canvas without size holds no picture. */
  empty(): void {
    this.#canvas.width = this.#canvas.height = 0;
  }
}

/** The cells in which a part lies. */
function cellsOf({ x, y, width, height }: Rect): Cells {
  const [left, top] = [Math.floor(x / CELL), Math.floor(y / CELL)];
  return { x: left, y: top, width: Math.ceil((x + width) / CELL) - left, height: Math.ceil((y + height) / CELL) - top };
}
