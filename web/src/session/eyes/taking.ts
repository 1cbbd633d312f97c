import type { Rect } from "./geometry";
import { Thumb } from "./thumb";

/** Own proposals: brightness, 0..255, by which two small pictures of the same may differ on average, and which tells two apart. */
export const SAME = 4;
export const OTHER = 12;
/** Pictures between two checks whether this browser cuts frames correctly. */
const TRY_EVERY = 10;

/**
 * Takes a part of a video's newest frame onto a canvas.
 *
 * Without a graphics processor, Chromium converts the colours of the whole frame even when only a part of the video is drawn. From
 * a `VideoFrame` cut to that part it converts the part alone, which is faster. But a frame that is cut wrongly would show the side
 * that must stay hidden. So cut frames are used only after a check against the same part drawn from the video, and are checked again
 * when the size of the video or the orientation of the screen changes.
 */
export class Taking {
  #proved = "";
  #since = TRY_EVERY;
  readonly #thumb = new Thumb(24, 18);

  take(video: HTMLVideoElement, onto: CanvasRenderingContext2D, part: Rect): void {
    const { x, y, width, height } = part;
    const held = `${video.videoWidth} ${video.videoHeight} ${globalThis.screen?.orientation?.type}`;
    const proved = this.#proved === held;
    const tries = !proved && this.#since++ >= TRY_EVERY;
    if (tries) this.#since = 0;
    const whole = width === video.videoWidth && height === video.videoHeight;
    const frame = whole || !(proved || tries) ? null : cut(video, part);
    if (frame && proved) onto.drawImage(frame, 0, 0, width, height);
    else onto.drawImage(video, x, y, width, height, 0, 0, width, height);
    if (frame && tries) this.#proved = this.#shows(frame, video, onto.canvas) ? held : "";
    frame?.close();
  }

  /** Whether the cut frame shows the same as the canvas. The whole picture must look different, or the check would prove nothing. */
  #shows(frame: VideoFrame, video: HTMLVideoElement, canvas: HTMLCanvasElement): boolean {
    const copy = document.createElement("canvas"); // both must be scaled down from the same size and kind to be comparable
    [copy.width, copy.height] = [canvas.width, canvas.height];
    copy.getContext("2d", { alpha: false })!.drawImage(frame, 0, 0, copy.width, copy.height);
    const [cutOut, drawn, all] = [copy, canvas, video].map((one) => this.#thumb.of(one));
    copy.width = copy.height = 0;
    return apart(cutOut!, drawn!) <= SAME && apart(all!, drawn!) >= OTHER;
  }
}

/** The newest frame, cut to the part; null where this browser cannot cut it, or would have to turn it as well. */
function cut(video: HTMLVideoElement, { x, y, width, height }: Rect): VideoFrame | null {
  try {
    const frame: VideoFrame & { rotation?: number; flip?: boolean } = new VideoFrame(video, { visibleRect: { x, y, width, height } });
    if (frame.displayWidth === width && frame.displayHeight === height && !frame.rotation && !frame.flip) return frame;
    frame.close();
  } catch {
    // No VideoFrame, or none of such a part.
  }
  return null;
}

/** Mean difference of brightness. */
function apart(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, k) => sum + Math.abs(value - b[k]!), 0) / a.length;
}
