import type { FrameTimes } from "./latency";

/** One frame of the video, drawn once onto `image`: whatever is made of it comes from the same moment. */
export interface Picture {
  image: HTMLCanvasElement;
  width: number;
  height: number;
  /** Time of the callback on the clock of `performance.now()`, ms. */
  now: number;
  times: FrameTimes;
  /** The picture to hand to a Worker, which closes it; null where the browser has no such thing. */
  handOver(): VideoFrame | null;
}

/**
 * Calls back once for each new frame of a playing video, with that frame taken exactly once.
 *
 * Two `drawImage(video)` calls may take different frames, so there is only one, onto a back canvas, and the two halves
 * are drawn from there. Drawing a `VideoFrame` twice keeps them together as well, but a browser without a graphics processor
 * converts its colours each time: measured beside each other, 4 ms a frame against 1.6.
 * Without `requestVideoFrameCallback` each animation frame looks whether the video has moved on.
 */
export class Frames {
  #stopped = false;
  readonly #back = document.createElement("canvas");
  readonly #context = this.#back.getContext("2d", { alpha: false })!;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly onframe: (picture: Picture) => void,
  ) {
    if ("requestVideoFrameCallback" in video) this.#byFrame();
    else this.#byPaint(-1);
  }

  stop(): void {
    this.#stopped = true;
    // A canvas without size holds no picture.
    this.#back.width = this.#back.height = 0;
  }

  #byFrame(): void {
    this.video.requestVideoFrameCallback((now, times) => {
      if (this.#stopped) return;
      this.#byFrame();
      this.#take(now, times);
    });
  }

  #byPaint(before: number): void {
    requestAnimationFrame((now) => {
      if (this.#stopped) return;
      // A live stream's time runs on between frames; where the browser counts frames, the count is better.
      const stamp = this.video.getVideoPlaybackQuality?.().totalVideoFrames || this.video.currentTime;
      this.#byPaint(stamp);
      if (stamp !== before) this.#take(now, {});
    });
  }

  #take(now: number, times: FrameTimes): void {
    const { videoWidth: width, videoHeight: height } = this.video;
    if (width === 0 || height === 0) return;
    if (this.#back.width !== width || this.#back.height !== height) [this.#back.width, this.#back.height] = [width, height];
    this.#context.drawImage(this.video, 0, 0, width, height);
    this.onframe({ image: this.#back, width, height, now, times, handOver: () => frameOf(this.video) });
  }
}

function frameOf(video: HTMLVideoElement): VideoFrame | null {
  try {
    return typeof VideoFrame === "function" ? new VideoFrame(video) : null;
  } catch {
    // Some browsers know VideoFrame but do not make one from every video.
    return null;
  }
}
