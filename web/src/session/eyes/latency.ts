/** Captured-to-drawn time of the frames since the last take, in ms. */
export interface Latency {
  frames: number;
  /** Frames the browser presented without our callback running. */
  dropped: number;
  p50: number;
  p95: number;
  p99: number;
  /** What the start was: the capture time the browser gave, or the frame's presentation. */
  clock: "capture" | "presentation";
}

/** The part of `VideoFrameCallbackMetadata` that tells time. */
export interface FrameTimes {
  captureTime?: number;
  presentationTime?: number;
  presentedFrames?: number;
}

/** When the frame was captured; null where the browser does not say. One on another clock would lie in the future or far back. */
function captured(now: number, { captureTime }: FrameTimes): number | null {
  return captureTime !== undefined && captureTime > now - 10_000 && captureTime <= now + 1 ? captureTime : null;
}

/** When the frame began its way to the screen, as far as the browser tells; `fallback` is the callback's own time. */
export function started(now: number, fallback: number, times: FrameTimes): number {
  return captured(now, times) ?? times.presentationTime ?? fallback;
}

const BIN = 0.1;
const BINS = 20_000;

/** Counts delays in bins of 0.1 ms up to 2 s, so that memory stays flat however long a session lasts. */
export class LatencyMeter {
  #bins = new Uint32Array(BINS);
  #frames = 0;
  #dropped = 0;
  #clock: Latency["clock"] = "presentation";
  #presented: number | undefined;

  /** Notes one drawn frame; `drawn` and `fallback` (the callback's own time) are on the clock of `performance.now()`. */
  note(drawn: number, fallback: number, times: FrameTimes): void {
    this.#useClock(captured(drawn, times) === null ? "presentation" : "capture");
    const start = started(drawn, fallback, times);
    const bin = Math.max(0, Math.min(BINS - 1, Math.floor((drawn - start) / BIN)));
    this.#bins[bin]! += 1;
    this.#frames += 1;
    const presented = times.presentedFrames;
    if (presented !== undefined && this.#presented !== undefined) this.#dropped += Math.max(0, presented - this.#presented - 1);
    this.#presented = presented;
  }

  /** The percentiles since the last take; null if no frame was drawn. */
  take(): Latency | null {
    if (this.#frames === 0) return null;
    const taken = {
      frames: this.#frames,
      dropped: this.#dropped,
      p50: this.#percentile(0.5),
      p95: this.#percentile(0.95),
      p99: this.#percentile(0.99),
      clock: this.#clock,
    };
    this.#forget();
    return taken;
  }

  /** Frames that pass while nothing is drawn (the picture is frozen) are not dropped frames. */
  pause(): void {
    this.#presented = undefined;
  }

  /** Two clocks must not mix in one percentile: a change begins anew. */
  #useClock(clock: Latency["clock"]): void {
    if (clock === this.#clock) return;
    this.#forget();
    this.#clock = clock;
  }

  #forget(): void {
    this.#bins.fill(0);
    this.#frames = this.#dropped = 0;
  }

  /** Nearest-rank percentile, at the middle of its bin. */
  #percentile(share: number): number {
    const rank = Math.max(1, Math.ceil(share * this.#frames));
    let seen = 0;
    for (let bin = 0; bin < BINS; bin++) {
      seen += this.#bins[bin]!;
      if (seen >= rank) return Math.round((bin + 0.5) * BIN * 100) / 100;
    }
    return BINS * BIN;
  }
}
