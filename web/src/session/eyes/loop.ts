import { mad, median } from "./stats";

/**
 * End-to-end delay by flashes of the screen that the camera sees, in ms.
 *
 * Each delay runs from the animation frame in which the screen turns bright to the moment when the first camera frame
 * showing it has been drawn. It holds, once each, the way out (composing, display) and the way in (exposure, transport,
 * processing, drawing): the same parts as the way from a movement to its picture, in another order.
 * `median` is null where the camera saw too few flashes, or where they disagree so much that something else moved.
 */
export interface Loop {
  flashes: number;
  seen: number;
  median: number | null;
  /** Median absolute deviation. */
  spread: number | null;
}

/** Mean brightness (0..255) of one camera frame, at the time at which it was drawn. */
export interface Sample {
  at: number;
  luma: number;
}

const FLASHES = 8;
const BRIGHT = 500;
/** The longest delay looked for; the next flash never comes within it. */
const WINDOW = 1200;
const DISAGREE = 60;

/** Delay of one flash, or null if the brightness did not clearly rise. */
export function delayOf(samples: readonly Sample[], flashed: number): number | null {
  const before = samples.filter((s) => s.at > flashed - 500 && s.at <= flashed).map((s) => s.luma);
  const after = samples.filter((s) => s.at > flashed && s.at <= flashed + WINDOW);
  if (before.length < 5 || after.length < 5) return null;
  const base = median(before);
  const rise = Math.max(...after.map((s) => s.luma)) - base;
  if (rise < Math.max(2, 8 * mad(before))) return null;
  const risen = (s: Sample | undefined) => s !== undefined && s.luma >= base + rise / 2;
  // One frame alone may be a flicker of the room's light; a flash of half a second lasts.
  const first = after.find((s, k) => risen(s) && risen(after[k + 1]));
  return first ? first.at - flashed : null;
}

/** What all flashes say together. */
export function summarise(samples: readonly Sample[], flashed: readonly number[]): Loop {
  const delays = flashed.map((at) => delayOf(samples, at)).filter((delay) => delay !== null);
  const none = { flashes: flashed.length, seen: delays.length, median: null, spread: null };
  if (delays.length * 2 < flashed.length || delays.length < 3) return none;
  const spread = mad(delays);
  return spread > DISAGREE ? none : { ...none, median: round(median(delays)), spread: round(spread) };
}

const round = (ms: number) => Math.round(ms * 10) / 10;

/**
 * Flashes the screen eight times and looks at what the camera made of it.
 *
 * At most one flash in 1.3 s, far below the three a second that may harm people with photosensitive epilepsy
 * (WCAG 2.2, 2.3.1); at irregular intervals, so that nothing regular in the room can pass for it.
 * Rejects with the signal's reason when aborted; the screen is left dark.
 */
export async function flashes(flash: (bright: boolean) => void, signal: AbortSignal): Promise<number[]> {
  const at: number[] = [];
  try {
    flash(false);
    await pause(1000, signal);
    for (let k = 0; k < FLASHES; k++) {
      await pause(800 + 500 * Math.random(), signal);
      at.push(await painted(() => flash(true), signal));
      await pause(BRIGHT, signal);
      await painted(() => flash(false), signal);
    }
    await pause(WINDOW - BRIGHT, signal);
  } finally {
    flash(false);
  }
  return at;
}

/** Changes the page within an animation frame and gives that frame's time. */
function painted(change: () => void, signal: AbortSignal): Promise<number> {
  return abortable(signal, (resolve) => {
    const id = requestAnimationFrame((time) => {
      change();
      resolve(time);
    });
    return () => cancelAnimationFrame(id);
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return abortable(signal, (resolve) => {
    const id = setTimeout(resolve, ms);
    return () => clearTimeout(id);
  });
}

function abortable<T>(signal: AbortSignal, begin: (resolve: (value: T) => void) => () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const aborted = () => {
      cancel();
      reject(signal.reason);
    };
    const cancel = begin((value) => {
      signal.removeEventListener("abort", aborted);
      resolve(value);
    });
    signal.addEventListener("abort", aborted, { once: true });
  });
}
