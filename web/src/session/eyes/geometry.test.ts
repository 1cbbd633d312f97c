import { describe, expect, it } from "vitest";
import { type Drawing, flippedSource, intactRegion, midlineColumn, ownSize, plan, shown, type ViewSettings, widened } from "./geometry";

const COVER = -1;
const sizes = [[8, 6], [7, 5], [6, 9], [1, 1], [2, 3], [33, 17]] as const;
const midlines = [0, 0.1, 0.25, 0.4, 0.5, 0.63, 0.9, 1];

/** Draws a frame whose every pixel is its own number, as the canvas would; -2 where nothing was drawn. */
function render(width: number, drawing: Drawing): number[][] {
  const seen = Array.from({ length: drawing.height }, () => new Array<number>(drawing.width).fill(-2));
  const put = (x: number, y: number, value: number) => {
    if (seen[y]?.[x] !== -2) expect.fail(`pixel ${x},${y} is drawn twice or lies outside`);
    seen[y]![x] = value;
  };
  for (const c of drawing.covers)
    for (let y = c.y; y < c.y + c.height; y++) for (let x = c.x; x < c.x + c.width; x++) put(x, y, COVER);
  for (const { from, matrix: [a, b, c, d, e, f] } of drawing.patches)
    for (let y = from.y; y < from.y + from.height; y++)
      for (let x = from.x; x < from.x + from.width; x++) {
        const [u, v] = [x + 0.5, y + 0.5];
        put(a * u + c * v + e - 0.5, b * u + d * v + f - 0.5, y * width + x);
      }
  return seen;
}

/** The person's own view, written out pixel by pixel without any matrix. */
function own(width: number, height: number, { rotate, flip }: ViewSettings): number[][] {
  let rows = Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => y * width + x));
  for (let turn = 0; turn < rotate; turn += 90) {
    const before = rows;
    rows = before[0]!.map((_, x) => before.map((row) => row[x]!).reverse());
  }
  return flip ? rows.map((row) => [...row].reverse()) : rows;
}

function* every(view: ViewSettings["view"]): Generator<[number, number, ViewSettings]> {
  for (const [width, height] of sizes)
    for (const rotate of [0, 90, 180, 270] as const)
      for (const flip of [false, true])
        for (const intact of ["left", "right"] as const)
          for (const midline of midlines) yield [width, height, { view, intact, rotate, flip, midline }];
}

const isIntact = (x: number, w: number, s: ViewSettings) =>
  s.intact === "right" ? x >= midlineColumn(w, s.midline) : x < midlineColumn(w, s.midline);

describe("the person's own view", () => {
  it("is the frame turned clockwise and then flipped, whole and unchanged, in the plain view", () => {
    for (const [w, h, s] of every("plain")) expect(render(w, plan(w, h, s)), JSON.stringify([w, h, s])).toEqual(own(w, h, s));
  });

  it("puts the top left corner top right after a quarter turn clockwise", () => {
    const [row] = render(4, plan(4, 2, { view: "plain", intact: "right", rotate: 90, flip: false, midline: 0.5 }));
    expect(row).toEqual([4, 0]);
  });
});

describe("the mirror view", () => {
  it("shows the intact side live, its reflection opposite, a cover elsewhere, for every size, side and camera place", () => {
    for (const [w, h, s] of every("mirror")) {
      const before = own(w, h, s);
      const [vw] = ownSize(w, h, s.rotate);
      const line = midlineColumn(vw, s.midline);
      const wanted = before.map((row) =>
        row.map((value, x) => {
          if (isIntact(x, vw, s)) return value;
          const opposite = 2 * line - 1 - x;
          return opposite >= 0 && opposite < vw ? row[opposite]! : COVER;
        }),
      );
      expect(render(w, plan(w, h, s)), JSON.stringify([w, h, s])).toEqual(wanted);
    }
  });
});

function* zoomed(): Generator<[number, number, ViewSettings]> {
  for (const [w, h, s] of every("mirror"))
    if (Math.min(w, h) > 4 && w < 20) for (const [top, height] of [[0, 1], [0.2, 0.5], [0.5, 0.5], [0.9, 0.4], [0, 0.1]] as const) yield [w, h, { ...s, zoom: { top, height } }];
}

describe("the mirror view of a part", () => {
  it("shows the band about the midline, which is its middle: the intact side live, its reflection opposite, covers elsewhere", () => {
    for (const [w, h, s] of zoomed()) {
      const before = own(w, h, s);
      const [vw, vh] = ownSize(w, h, s.rotate);
      const line = midlineColumn(vw, s.midline);
      const part = shown(vw, vh, s);
      expect([part.x + part.width / 2, part.y >= 0, part.y + part.height <= vh]).toEqual([line, true, true]);
      const wanted = Array.from({ length: part.height }, (_, y) =>
        Array.from({ length: part.width }, (_, x) => {
          const at = part.x + x;
          const source = s.intact === "right" === at >= line ? at : 2 * line - 1 - at;
          return before[part.y + y]![source] ?? COVER;
        }),
      );
      expect(render(w, plan(w, h, s)), JSON.stringify([w, h, s])).toEqual(wanted);
    }
  });

  it("is all of the picture in the other views", () => {
    for (const view of ["flip", "plain"] as const) {
      const settings: ViewSettings = { view, intact: "left", rotate: 90, flip: true, midline: 0.4 };
      expect(plan(33, 17, { ...settings, zoom: { top: 0.2, height: 0.5 } })).toEqual(plan(33, 17, settings));
    }
  });

  it("draws nothing of the affected side, and the tracker looks at none of it", () => {
    for (const [w, h, s] of zoomed()) {
      const [vw] = ownSize(w, h, s.rotate);
      const hidden = new Set(own(w, h, s).flatMap((row) => row.filter((_, x) => !isIntact(x, vw, s))));
      const drawn = render(w, plan(w, h, s)).flat();
      expect(drawn.some((value) => hidden.has(value)), JSON.stringify([w, h, s])).toBe(false);
      const r = intactRegion(w, h, s);
      const looked: number[] = [];
      for (let y = r.y; y < r.y + r.height; y++) for (let x = r.x; x < r.x + r.width; x++) looked.push(y * w + x);
      expect(looked.some((value) => hidden.has(value)), JSON.stringify([w, h, s])).toBe(false);
    }
  });
});

describe("the flip view", () => {
  it("shows the intact side alone, reflected, on the other side, for every size, side and camera place", () => {
    for (const [w, h, s] of every("flip")) {
      const [vw] = ownSize(w, h, s.rotate);
      const wanted = own(w, h, s).map((row) => row.map((_, x) => (isIntact(vw - 1 - x, vw, s) ? row[vw - 1 - x]! : COVER)));
      expect(render(w, plan(w, h, s)), JSON.stringify([w, h, s])).toEqual(wanted);
    }
  });
});

describe("the affected side", () => {
  it("is never drawn, in either reflecting view", () => {
    for (const view of ["mirror", "flip"] as const)
      for (const [w, h, s] of every(view)) {
        const [vw] = ownSize(w, h, s.rotate);
        const hidden = new Set(own(w, h, s).flatMap((row) => row.filter((_, x) => !isIntact(x, vw, s))));
        const drawn = render(w, plan(w, h, s)).flat();
        expect(drawn.some((value) => hidden.has(value)), JSON.stringify([w, h, s])).toBe(false);
      }
  });

  it("lies outside the region the tracker looks at, which is all of the intact side", () => {
    for (const [w, h, s] of every("mirror")) {
      const r = intactRegion(w, h, s);
      const [vw] = ownSize(w, h, s.rotate);
      const inside: number[] = [];
      for (let y = r.y; y < r.y + r.height; y++) for (let x = r.x; x < r.x + r.width; x++) inside.push(y * w + x);
      const wanted = own(w, h, s).flatMap((row) => row.filter((_, x) => isIntact(x, vw, s)));
      expect(inside.sort((a, b) => a - b), JSON.stringify([w, h, s])).toEqual(wanted.sort((a, b) => a - b));
    }
  });
});

const SIZES = [0.5, 0.75, 1, 1.5, 2];

const SMALL: [number, number][] = [[16, 12], [12, 16], [21, 15]];

function* displays(views: readonly ViewSettings["view"][], of = SMALL): Generator<[number, number, ViewSettings]> {
  for (const [w, h] of of)
    for (const view of views)
      for (const rotate of [0, 90, 180, 270] as const)
        for (const intact of ["left", "right"] as const)
          for (const midline of [0.3, 0.5, 0.8])
            for (const zoom of [null, { top: 0.2, height: 0.5 }])
              for (const size of SIZES)
                for (const covered of [false, true])
                  yield [w, h, { view, intact, rotate, flip: rotate === 90, midline, zoom, display: { size, delay: 0, covered } }];
}

/** The column of the canvas at which the two halves meet. */
function meeting(w: number, h: number, s: ViewSettings): number {
  const [vw, vh] = ownSize(w, h, s.rotate);
  const part = shown(vw, vh, s);
  const crosses = s.view === "flip" && !s.display!.covered;
  const line = (crosses ? vw - midlineColumn(vw, s.midline) : midlineColumn(vw, s.midline)) - part.x;
  return 2 * Math.round(line / s.display!.size / 2);
}

describe("another size", () => {
  it("fills the canvas, which is as many camera pixels as the limb is smaller", () => {
    for (const [w, h, s] of displays(["mirror", "flip", "plain"])) {
      const drawing = plan(w, h, s);
      expect(render(w, drawing).flat().includes(-2), JSON.stringify([w, h, s])).toBe(false);
      const [vw, vh] = ownSize(w, h, s.rotate);
      const part = shown(vw, vh, s);
      const { size, covered } = s.display!;
      if (size === 1 && (s.view !== "plain" || !covered)) expect([drawing.width, drawing.height]).toEqual([part.width, part.height]);
      expect(Math.abs(drawing.width - part.width / size), JSON.stringify([w, h, s])).toBeLessThanOrEqual(3);
      expect(Math.abs(drawing.height - part.height / size), JSON.stringify([w, h, s])).toBeLessThanOrEqual(2);
    }
  });

  it("keeps the halves each other's reflection about the line, and shows nothing of the affected side", () => {
    for (const [w, h, s] of displays(["mirror", "flip", "plain"])) {
      if (s.view === "plain" && !s.display!.covered) continue;
      const seen = render(w, plan(w, h, s));
      const [vw] = ownSize(w, h, s.rotate);
      const hidden = new Set(own(w, h, s).flatMap((row) => row.filter((_, x) => !isIntact(x, vw, s))));
      expect(seen.flat().some((value) => hidden.has(value)), JSON.stringify([w, h, s])).toBe(false);
      if (s.view !== "mirror" || s.display!.covered) continue;
      const line = meeting(w, h, s);
      for (const row of seen)
        for (let k = 0; line + k < row.length && line - 1 - k >= 0; k++) expect(row[line + k], JSON.stringify([w, h, s])).toBe(row[line - 1 - k]);
    }
  });

  it("is a small limb that still meets the line and comes in at the body's edge, and a large one about the middle of its half", () => {
    for (const [w, h, s] of displays(["mirror"], [[64, 48], [48, 64]])) {
      const { size, covered } = s.display!;
      if (covered || s.rotate !== 0 || s.flip || size === 1) continue;
      const seen = render(w, plan(w, h, s));
      const [line, column] = [meeting(w, h, s), midlineColumn(w, s.midline)];
      const there = s.intact === "right" ? line : line - 1;
      const value = seen.at(-1)![there]!;
      expect(value, JSON.stringify([w, h, s])).toBeGreaterThanOrEqual(0);
      const [x, y] = [value % w, Math.floor(value / w)];
      if (size < 1) expect(x, JSON.stringify([w, h, s])).toBe(s.intact === "right" ? column : column - 1);
      if (size < 1 && !s.zoom) expect(y).toBe(h - 1);
      if (size < 1) continue;
      const part = shown(w, h, s);
      const half = s.intact === "right" ? part.x + part.width - column : column - part.x;
      const away = s.intact === "right" ? x - column : column - 1 - x;
      expect(Math.abs(away - (half - half / size) / 2), JSON.stringify([w, h, s])).toBeLessThanOrEqual(1);
    }
  });
});

describe("a covered mirror", () => {
  it("shows the intact side where it is, whatever the view, and a cover on the affected side", () => {
    for (const [w, h, s] of displays(["mirror", "flip", "plain"])) {
      if (!s.display!.covered || s.display!.size !== 1) continue;
      const [vw, vh] = ownSize(w, h, s.rotate);
      const before = own(w, h, s);
      const part = shown(vw, vh, s);
      const wanted = Array.from({ length: part.height }, (_, y) =>
        Array.from({ length: part.width }, (_, k) => (isIntact(part.x + k, vw, s) ? (before[part.y + y]![part.x + k] ?? COVER) : COVER)));
      expect(render(w, plan(w, h, s)), JSON.stringify([w, h, s])).toEqual(wanted);
    }
  });
});

describe("a flipped source", () => {
  it("is drawn as if the frame itself had been flipped first", () => {
    for (const [w, h, s] of every("mirror")) {
      const flippedFirst = (value: number) => (value < 0 ? value : Math.floor(value / w) * w + (w - 1 - (value % w)));
      const wanted = render(w, plan(w, h, s)).map((row) => row.map(flippedFirst));
      expect(render(w, plan(w, h, flippedSource(s))), JSON.stringify([w, h, s])).toEqual(wanted);
    }
  });
});

describe("a widened region", () => {
  it("grows on all sides and stays within the frame", () => {
    expect(widened({ x: 320, y: 0, width: 320, height: 480 }, 640, 480, 0.1)).toEqual({ x: 256, y: 0, width: 384, height: 480 });
    expect(widened({ x: 10, y: 20, width: 5, height: 6 }, 100, 90, 0.02)).toEqual({ x: 8, y: 18, width: 9, height: 10 });
  });
});
