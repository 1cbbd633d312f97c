import type { Rect } from "./geometry";
import { type FrameTimes, started } from "./latency";
import { Ring } from "./ring";
import { Taking } from "./taking";

/** A frame further away than this from the wanted moment, ms, is not shown in its place. */
const NEAR = 100;

/** One frame of the video, drawn once onto `image`: whatever is made of it comes from the same moment. */
export interface Picture {
  /** The part of the frame that is wanted, whose upper left corner lies at `x`, `y` of the frame. */
  image: HTMLCanvasElement;
  x: number;
  y: number;
  /** Of the whole frame. */
  width: number;
  height: number;
  /** Time of the callback on the clock of `performance.now()`, ms. */
  now: number;
  times: FrameTimes;
  /** The picture to hand to a Worker, which closes it; null where the browser has no such thing. */
  handOver(): VideoFrame | null;
}

/**
 * Calls back once for each new frame of a playing video, with that frame taken exactly once, and with the one that is to be
 * shown: the same, or with a `delay` the one taken so long before (null as long as there is none).
 *
 * Two `drawImage(video)` calls may take different frames, so there is only one, onto a back canvas, and the two halves
 * are drawn from there. Drawing a `VideoFrame` twice keeps them together as well, but a browser without a graphics processor
 * converts its colours each time: measured beside each other, 4 ms a frame against 1.6.
 * Without `requestVideoFrameCallback` each animation frame looks whether the video has moved on.
 */
export class Frames {
  /** By how many ms the picture that is shown is older than the newest. */
  delay = 0;
  /** The part of a frame of this size that is wanted, in whole pixels; null for all of it. A smaller part costs less time. */
  part: (width: number, height: number) => Rect | null = () => null;
  /** This browser makes no `VideoFrame`: the tracker then gets the drawn picture, which must show the whole frame. */
  #whole = typeof VideoFrame !== "function";
  #stopped = false;
  readonly #taking = new Taking();
  readonly #ring = new Ring(() => new Back());

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly onframe: (newest: Picture, shown: Picture | null) => void,
  ) {
    if ("requestVideoFrameCallback" in video) this.#byFrame();
    else this.#byPaint(-1);
  }

  stop(): void {
    this.#stopped = true;
    this.#ring.clear((back) => back.empty());
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
    const at = started(performance.now(), now, times);
    const back = this.#ring.take(at, this.delay);
    // A delayed picture is shown later, and by then a different part of it may be needed.
    const part = this.#whole || this.delay > 0 ? null : this.part(width, height);
    back.draw(this.#taking, this.video, part ?? { x: 0, y: 0, width, height });
    const picture = ({ canvas: image, x, y }: Back): Picture => ({ image, x, y, width, height, now, times, handOver: () => this.#handOver() });
    const newest = picture(back);
    if (this.delay === 0) return this.onframe(newest, newest);
    const older = this.#ring.nearest(at - this.delay, NEAR);
    this.onframe(newest, older && picture(older));
  }

  #handOver(): VideoFrame | null {
    const frame = frameOf(this.video);
    if (!frame) this.#whole = true;
    return frame;
  }
}

/** A canvas behind the picture, which holds a part of one frame, from `x`, `y` on. */
class Back {
  x = 0;
  y = 0;
  readonly canvas = document.createElement("canvas");
  readonly #context = this.canvas.getContext("2d", { alpha: false })!;

  draw(taking: Taking, video: HTMLVideoElement, part: Rect): void {
    const { x, y, width, height } = part;
    if (this.canvas.width !== width || this.canvas.height !== height) [this.canvas.width, this.canvas.height] = [width, height];
    [this.x, this.y] = [x, y];
    taking.take(video, this.#context, part);
  }

  /** A canvas without size holds no picture. */
  empty(): void {
    this.canvas.width = this.canvas.height = 0;
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
