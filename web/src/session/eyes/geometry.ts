import type { Display } from "../../shared/contract";
import type { Side, View } from "./sides";

/** How the picture is shown. Sides are the person's own, never the picture's. */
export interface ViewSettings {
  view: View;
  intact: Side;
  /** Clockwise turn of the camera's picture, before the flip. */
  rotate: 0 | 90 | 180 | 270;
  /** Left to right, after the turn. */
  flip: boolean;
  /** Share (0..1) of the width of the person's own view at which it is reflected. */
  midline: number;
  /** What is shown of the own view's height, or null for all of it. In `mirror` alone; see `shown`. */
  zoom?: Zoom | null;
  /** The camera looks on from above or behind, as the person's own eyes do; otherwise it stands before them. */
  above?: boolean;
  /** Another display than the mirror's own; see `plan`. */
  display?: Display;
}

/** A band of the own view, as shares (0..1) of its height. */
export interface Zoom {
  top: number;
  height: number;
}

/** Width of a zoomed picture in heights: two hands side by side. */
export const ASPECT = 4 / 3;

/** Whole pixels. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** As `setTransform` takes it: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** One part of the camera's frame and where it goes: `from` in frame pixels, `to` in canvas pixels. */
export interface Patch {
  from: Rect;
  to: Rect;
  matrix: Matrix;
}

/** All that is drawn for one frame. `covers` and the patches' `to` tile the canvas without gap or overlap. */
export interface Drawing {
  width: number;
  height: number;
  patches: Patch[];
  covers: Rect[];
}

/** Size of the person's own view of a frame of this size. */
export function ownSize(width: number, height: number, rotate: number): [width: number, height: number] {
  return rotate % 180 === 0 ? [width, height] : [height, width];
}

/** From frame pixels to the person's own view: turned clockwise by `rotate`, then flipped. */
export function ownView(width: number, height: number, { rotate, flip }: Pick<ViewSettings, "rotate" | "flip">): Matrix {
  const turned: Record<number, Matrix> = {
    0: [1, 0, 0, 1, 0, 0],
    90: [0, 1, -1, 0, height, 0],
    180: [-1, 0, 0, -1, width, height],
    270: [0, -1, 1, 0, 0, width],
  };
  const matrix = turned[rotate];
  if (!matrix) throw new RangeError(`A picture is turned by 0, 90, 180 or 270 degrees, not by ${rotate}.`);
  return flip ? reflected(matrix, ownSize(width, height, rotate)[0] / 2) : matrix;
}

/** The same picture reflected about the vertical line at `about`. */
function reflected([a, b, c, d, e, f]: Matrix, about: number): Matrix {
  return [-a || 0, b, -c || 0, d, 2 * about - e, f];
}

/** The part of the frame that `matrix` carries onto `to`. */
function sourceOf(to: Rect, [a, b, c, d, e, f]: Matrix): Rect {
  // The matrix only turns and reflects, so its inverse is its transpose.
  const back = (x: number, y: number) => [a * (x - e) + b * (y - f), c * (x - e) + d * (y - f)] as const;
  const [x0, y0] = back(to.x, to.y);
  const [x1, y1] = back(to.x + to.width, to.y + to.height);
  return { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) };
}

/** Camera's colours come in pairs of pixels, so a picture is cut at even ones. */
const even = (value: number) => 2 * Math.round(value / 2);

/** Column of the midline in the own view. */
export function midlineColumn(width: number, midline: number): number {
  return Math.max(0, Math.min(width, even(midline * width)));
}

/**
 * The part of the own view (of `width` x `height` pixels) that is shown: all of it, or with a zoom the band about the midline,
 * which then is the middle of the picture. That part may reach beyond the camera's frame to the sides.
 */
export function shown(width: number, height: number, { view, zoom, midline }: Pick<ViewSettings, "view" | "zoom" | "midline">): Rect {
  if (!zoom || view !== "mirror") return { x: 0, y: 0, width, height };
  const tall = Math.max(2, Math.min(even(height - 0.5), even(zoom.height * height)));
  const half = Math.max(2, even((tall * ASPECT) / 2));
  const y = Math.max(0, Math.min(height - tall, even(zoom.top * height)));
  return { x: midlineColumn(width, midline) - half, y, width: 2 * half, height: tall };
}

/** The columns of the own view that belong to the intact side, as `[from, to)`. */
export function intactColumns(width: number, { intact, midline }: Pick<ViewSettings, "intact" | "midline">): Columns {
  const line = midlineColumn(width, midline);
  return intact === "right" ? [line, width] : [0, line];
}

/** The part of the raw frame that shows the intact side, as far as it is shown; the whole frame in the plain view. */
export function intactRegion(width: number, height: number, settings: ViewSettings): Rect {
  if (settings.view === "plain") return { x: 0, y: 0, width, height };
  const [w] = ownSize(width, height, settings.rotate);
  return shownRegion(width, height, settings, intactColumns(w, settings));
}

/** The part of the raw frame that is shown, both sides of the line as they are; with `columns` of the own view only these. */
export function shownRegion(width: number, height: number, settings: ViewSettings, columns?: Columns): Rect {
  const [w, h] = ownSize(width, height, settings.rotate);
  const part = shown(w, h, settings);
  const [from, to] = within(columns ?? [0, w], part);
  return sourceOf({ x: from, y: part.y, width: to - from, height: part.height }, ownView(width, height, settings));
}

type Columns = [from: number, to: number];

/** The columns that lie in a part, none as an empty pair. */
function within([from, to]: Columns, { x, width }: Rect): Columns {
  const begin = Math.max(from, Math.min(x, to));
  return [begin, Math.max(begin, Math.min(to, x + width))];
}

/** The part that is shown where the limb has another size, and how far the picture moves towards the line for it. */
interface Sized {
  part: Rect;
  inward: number;
}

/**
 * The shown part for a limb of this size. One canvas pixel stays one camera pixel: a small limb is a large part on a canvas that
 * fills the same place of the page, and a large limb a small one.
 *
 * The line keeps its place. A small limb shrinks towards the line, so that both halves still meet there. A large one grows about
 * the middle of its half, so that no finger leaves the picture before it must; what would then reach across the line is cut off
 * there before anything is reflected, so the two sides never run into each other.
 */
function sized(part: Rect, line: number, size: number, intact: Side, height: number): Sized {
  if (size === 1) return { part, inward: 0 };
  const [left, right] = [line - part.x, part.x + part.width - line];
  const half = intact === "right" ? right : left;
  const x = line - even(left / size);
  const tall = Math.max(2, even(part.height / size));
  const middle = even(part.y + (part.height - tall) / 2);
  // A part higher than the frame ends where the frame ends at the person's body: there the limb comes into the picture.
  const y = Math.min(height - tall, Math.max(0, middle));
  const inward = size > 1 ? even((half - half / size) / 2) : 0;
  return { part: { x, y, width: Math.max(2, line + even(right / size) - x), height: tall }, inward };
}

/** The same picture moved sideways. */
const moved = ([a, b, c, d, e, f]: Matrix, by: number): Matrix => [a, b, c, d, e + by, f];

/** Columns of the own view with the matrix that brings the frame there. */
interface Strip {
  columns: Columns;
  matrix: Matrix;
}

/**
 * What to draw for a frame of this size.
 *
 * - `mirror`: the intact side live, its reflection about the midline where the affected side would be.
 * - `flip`: the whole picture reflected about its centre, the affected side's part covered: the limb is seen alone,
 *   on the other side.
 * - `plain`: the person's own view as it is.
 *
 * With a `display` the limb is larger or smaller, or the mirror is covered: the intact side is then seen where it is.
 * But for the plain view no pixel of the affected side is ever drawn: where nothing of the intact side reaches, a cover lies.
 */
export function plan(width: number, height: number, settings: ViewSettings): Drawing {
  const [w, h] = ownSize(width, height, settings.rotate);
  const { view, intact, display } = settings;
  const covered = display?.covered ?? false;
  const size = display?.size ?? 1;
  const own = ownView(width, height, settings);
  if (view === "plain" && !covered) {
    const { part } = sized({ x: 0, y: 0, width: w, height: h }, even(w / 2), size, intact, h);
    return drawing([{ columns: [0, w], matrix: own }], part, h);
  }
  const [from, to] = intactColumns(w, settings);
  const line = intact === "right" ? from : to;
  const crosses = view === "flip" && !covered;
  // Seen on the other side, the limb's half begins where the line is reflected to.
  const [about, side] = crosses ? [w - line, intact === "right" ? "left" : "right"] as const : [line, intact];
  const { part, inward } = sized(shown(w, h, settings), about, size, side, h);
  const nearer = moved(own, intact === "right" ? -inward : inward);
  const live: Columns = intact === "right" ? [line, Math.max(line, w - inward)] : [Math.min(line, inward), line];
  if (crosses) return drawing([{ columns: [w - live[1], w - live[0]], matrix: reflected(nearer, w / 2) }], part, h);
  const strips: Strip[] = [{ columns: live, matrix: nearer }];
  if (!covered) strips.push({ columns: [2 * line - live[1], 2 * line - live[0]], matrix: reflected(nearer, line) });
  return drawing(strips, part, h);
}

/** Neighbouring strips as far as they lie in the part, and covers where none does; `height` is the own view's. */
function drawing(strips: readonly Strip[], part: Rect, height: number): Drawing {
  const [top, bottom] = [Math.max(0, part.y), Math.min(height, part.y + part.height)];
  const seen = strips.map(({ columns, matrix }) => ({ columns: within(columns, part), matrix })).filter(({ columns: [a, b] }) => b > a);
  const [x, y, end] = [part.x, part.y, part.x + part.width];
  const left = seen.length ? Math.min(...seen.map(({ columns }) => columns[0])) : end;
  const right = seen.length ? Math.max(...seen.map(({ columns }) => columns[1])) : end;
  const rect = (x0: number, x1: number, y0: number, y1: number): Rect => ({ x: x0 - x, y: y0 - y, width: x1 - x0, height: y1 - y0 });
  const covers = [
    rect(x, left, y, y + part.height), rect(right, end, y, y + part.height), rect(left, right, y, top), rect(left, right, bottom, y + part.height),
  ];
  return {
    width: part.width,
    height: part.height,
    patches: seen.map(({ columns: [a, b], matrix }) => {
      const [m, n, o, p, e, f] = matrix;
      return { to: rect(a, b, top, bottom), matrix: [m, n, o, p, e - x, f - y], from: sourceOf({ x: a, y: top, width: b - a, height: bottom - top }, matrix) };
    }),
    covers: covers.filter((c) => c.width > 0 && c.height > 0),
  };
}

/** The smallest part that holds all of these (at least one), with even edges: a camera stores one colour for each pair of pixels. */
export function around(parts: readonly Rect[]): Rect {
  const low = (values: number[]) => 2 * Math.floor(Math.min(...values) / 2);
  const high = (values: number[]) => 2 * Math.ceil(Math.max(...values) / 2);
  const [x, y] = [low(parts.map((one) => one.x)), low(parts.map((one) => one.y))];
  return { x, y, width: high(parts.map((one) => one.x + one.width)) - x, height: high(parts.map((one) => one.y + one.height)) - y };
}

/** The region grown on all sides by a share of the frame's longer edge, within the frame; whole pixels. */
export function widened(region: Rect, width: number, height: number, share: number): Rect {
  const by = Math.round(share * Math.max(width, height));
  const [x, y] = [Math.max(0, region.x - by), Math.max(0, region.y - by)];
  const [right, bottom] = [Math.min(width, region.x + region.width + by), Math.min(height, region.y + region.height + by)];
  return { x, y, width: right - x, height: bottom - y };
}

/** The settings that treat a frame as if it had been flipped left to right before anything else. */
export function flippedSource<S extends Pick<ViewSettings, "rotate" | "flip">>(settings: S): S {
  return { ...settings, rotate: ((360 - settings.rotate) % 360) as ViewSettings["rotate"], flip: !settings.flip };
}
