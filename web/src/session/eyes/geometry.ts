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
  const [w, h] = ownSize(width, height, settings.rotate);
  const part = shown(w, h, settings);
  const [from, to] = within(intactColumns(w, settings), part);
  return sourceOf({ x: from, y: part.y, width: to - from, height: part.height }, ownView(width, height, settings));
}

type Columns = [from: number, to: number];

/** The columns that lie in a part, none as an empty pair. */
function within([from, to]: Columns, { x, width }: Rect): Columns {
  const begin = Math.max(from, Math.min(x, to));
  return [begin, Math.max(begin, Math.min(to, x + width))];
}

/**
 * What to draw for a frame of this size.
 *
 * - `mirror`: the intact side live, its reflection about the midline where the affected side would be.
 * - `flip`: the whole picture reflected about its centre, the affected side's part covered: the limb is seen alone,
 *   on the other side.
 * - `plain`: the person's own view as it is.
 *
 * In `mirror` and `flip` no pixel of the affected side is ever drawn: where nothing of the intact side reaches, a cover lies.
 */
export function plan(width: number, height: number, settings: ViewSettings): Drawing {
  const [w, h] = ownSize(width, height, settings.rotate);
  const own = ownView(width, height, settings);
  const columns = (from: number, to: number): Rect => ({ x: from, y: 0, width: to - from, height: h });
  const patch = (to: Rect, matrix: Matrix): Patch => ({ to, matrix, from: sourceOf(to, matrix) });
  const drawing = (patches: Patch[], covers: Rect[]): Drawing => ({
    width: w,
    height: h,
    patches: patches.filter((p) => p.to.width > 0),
    covers: covers.filter((c) => c.width > 0),
  });
  if (settings.view === "plain") return drawing([patch(columns(0, w), own)], []);
  const [from, to] = intactColumns(w, settings);
  if (settings.view === "flip") {
    const shown = columns(w - to, w - from);
    return drawing([patch(shown, reflected(own, w / 2))], [columns(0, w - to), columns(w - from, w)]);
  }
  return mirrored(own, [from, to], shown(w, h, settings), settings.intact);
}

/** The shown part of the intact columns, its reflection about their inner edge, and covers where neither reaches. */
function mirrored(own: Matrix, [from, to]: Columns, part: Rect, intact: Side): Drawing {
  const { x, y, width, height } = part;
  const line = intact === "right" ? from : to;
  const live = within([from, to], part);
  const other = within([2 * line - live[1], 2 * line - live[0]], part);
  const columns = (begin: number, end: number): Rect => ({ x: begin, y, width: end - begin, height });
  const moved = (to: Rect): Rect => ({ ...to, x: to.x - x, y: 0 });
  const patch = (to: Rect, matrix: Matrix): Patch => {
    const [a, b, c, d, e, f] = matrix;
    return { to: moved(to), matrix: [a, b, c, d, e - x, f - y], from: sourceOf(to, matrix) };
  };
  const covers = [columns(x, Math.min(live[0], other[0])), columns(Math.max(live[1], other[1]), x + width)];
  return {
    width,
    height,
    patches: [patch(columns(...live), own), patch(columns(...other), reflected(own, line))].filter((p) => p.to.width > 0),
    covers: covers.filter((c) => c.width > 0).map(moved),
  };
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
