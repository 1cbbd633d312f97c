// The pain course drawn with uPlot: shapes and dashes tell the lines apart, so that grey paper shows as much as a screen.
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { fill, words } from "../words/words.svelte";

const DAY = 86_400;

/** Colours of the page as it is shown now (light or dark). */
function ink(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** One line of the course: what stands where it ends ({n}: the last rating), and whether it is dashed with hollow points. */
export interface CourseLine {
  end: string;
  dashed: boolean;
}

/** What a line is called, written where it ends. */
interface Label {
  text: string;
  y: number;
  strong: boolean;
}

/** Labels from top to bottom, pushed apart so that none covers another. */
function spread(labels: Label[], gap: number): Label[] {
  const out = [...labels].sort((a, b) => a.y - b.y);
  for (let round = 0; round < 10; round++) {
    for (let i = 1; i < out.length; i++) {
      const near = gap - (out[i]!.y - out[i - 1]!.y);
      if (near <= 0) continue;
      out[i - 1]!.y -= near / 2;
      out[i]!.y += near / 2;
    }
  }
  return out;
}

const firstRating = (u: uPlot): number | null | undefined => (u.data[1] as (number | null)[]).find((v) => v !== null);

function endLabels(u: uPlot, lines: readonly CourseLine[]): void {
  const labels: Label[] = [];
  for (const [at, line] of lines.entries()) {
    const last = (u.data[at + 1] as (number | null)[]).findLast((v) => v !== null);
    if (typeof last === "number") labels.push({ text: fill(line.end, { n: last }), y: u.valToPos(last, "y", true), strong: true });
  }
  const first = firstRating(u);
  if (typeof first === "number" && u.data[0].length > 1) labels.push({ text: words.pain.noChange, y: u.valToPos(first, "y", true), strong: false });
  const { ctx } = u;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  for (const label of spread(labels, 20 * ratio)) {
    ctx.font = `${label.strong ? 600 : 400} ${16 * ratio}px system-ui, sans-serif`;
    ctx.fillStyle = ink(label.strong ? "--ink" : "--quiet");
    ctx.fillText(label.text, u.bbox.left + u.bbox.width + 10 * ratio, label.y);
  }
  ctx.restore();
}

/** "No change": a thin line at the first rating, always there to compare with. */
function noChange(u: uPlot): void {
  const first = firstRating(u);
  if (typeof first !== "number" || u.data[0].length < 2) return;
  const { ctx } = u;
  const ratio = devicePixelRatio;
  const y = u.valToPos(first, "y", true);
  ctx.save();
  ctx.strokeStyle = ink("--quiet");
  ctx.lineWidth = 1.5 * ratio;
  ctx.setLineDash([2 * ratio, 5 * ratio]);
  ctx.beginPath();
  ctx.moveTo(u.bbox.left, y);
  ctx.lineTo(u.bbox.left + u.bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

/** Marks on the upright axis: whole numbers, at most six of them. */
const marks = (highest: number): number[] => {
  const step = Math.max(1, Math.ceil(highest / 5));
  return Array.from({ length: Math.floor(highest / step) + 1 }, (_, at) => at * step);
};

/** Draw ratings from 0 to `highest` into `box`, as wide as it is: times (s since 1970, rising), then the ratings of each line.
 * Returns what undraws it. Redraws when the width or the colour scheme changes. */
export function drawCourse(box: HTMLElement, data: [number[], ...(number | null)[][]], lines: readonly CourseLine[], highest = 10): () => void {
  let plot: uPlot | undefined;
  const draw = () => {
    plot?.destroy();
    const line = ink("--line");
    const text = ink("--ink");
    const axis = { stroke: text, grid: { stroke: line, width: 0.5 }, ticks: { stroke: line, width: 1 }, font: "16px system-ui, sans-serif" };
    const dates: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };
    plot = new uPlot(
      {
        width: box.clientWidth,
        height: 260,
        padding: [14, 104, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: true, range: (_u, min, max) => (max - min < DAY ? [min - DAY, max + DAY] : [min, max]) },
          y: { range: [0, highest] },
        },
        axes: [
          { ...axis, space: 90, values: (_u, ticks) => ticks.map((t) => new Intl.DateTimeFormat("en-GB", dates).format(t * 1000)), incrs: [1, 2, 3, 7, 14, 28, 91, 182, 365].map((d) => d * DAY) },
          { ...axis, splits: marks(highest), size: 44 },
        ],
        series: [
          {},
          ...lines.map(({ dashed }): uPlot.Series =>
            dashed
              ? { stroke: text, width: 2, dash: [6, 5], spanGaps: true, points: { show: true, size: 11, stroke: text, fill: ink("--paper"), width: 2 } }
              : { stroke: text, width: 3, spanGaps: true, points: { show: true, size: 10, stroke: text, fill: text } },
          ),
        ],
        hooks: { drawAxes: [noChange], draw: [(u) => endLabels(u, lines)] },
      },
      data,
      box,
    );
  };
  draw();
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", draw);
  let width = box.clientWidth;
  const sized = new ResizeObserver(() => {
    if (Math.abs(box.clientWidth - width) < 2) return;
    width = box.clientWidth;
    draw();
  });
  sized.observe(box);
  return () => {
    sized.disconnect();
    scheme.removeEventListener("change", draw);
    plot?.destroy();
  };
}
