import type { Picture } from "./frames";
import type { Rect } from "./geometry";
import type { FromWorker, Look, ToWorker } from "./hand";

/** Fifteen looks a second are enough to count movements of a limb, and leave half of a slow tablet to the picture. */
const APART = 1000 / 15 - 8;
/** On a slow device the tracker may take this share of one core's time, so that the picture stays fluent. */
const SHARE = 0.6;
const LOADING = 60_000;

/** The hand tracker in its Worker: at most one frame is on its way; frames that come meanwhile are let go. */
export class Tracker {
  onlook?: (look: Look) => void;
  /** The tracker broke off for good. */
  onfailed?: () => void;
  #busy = false;
  #sent = -Infinity;
  #took = 0;
  #stopped = false;

  private constructor(private readonly worker: Worker) {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      this.#busy = false;
      if (this.#stopped) return;
      if (data.kind === "seen") this.#looked(data);
      if (data.kind === "failed") this.#fail();
    };
    worker.onerror = () => this.#fail();
  }

  /** Loads the tracker. Rejects with words for a person when this device cannot run it. */
  static async start(): Promise<Tracker> {
    if (typeof Worker !== "function" || typeof OffscreenCanvas !== "function") throw cannot();
    const worker = new Worker(new URL("./tracker.worker.ts", import.meta.url));
    try {
      await ready(worker);
    } catch (error) {
      worker.terminate();
      throw error;
    }
    return new Tracker(worker);
  }

  /** Hands a frame over to look for so many hands, unless one is still on its way or it comes too soon. */
  offer(picture: Picture, region: Rect, hands: 1 | 2): void {
    if (this.#busy || this.#stopped || !this.#due(picture.now) || region.width < 16 || region.height < 16) return;
    this.#busy = true;
    this.#sent = picture.now;
    const frame = picture.handOver();
    if (frame) return this.#send(frame, picture.now, region, hands);
    // The next picture is drawn whole.
    if (picture.image.width !== picture.width || picture.image.height !== picture.height) return void (this.#busy = false);
    createImageBitmap(picture.image).then(
      (image) => this.#send(image, picture.now, region, hands),
      () => (this.#busy = false),
    );
  }

  stop(): void {
    this.#stopped = true;
    this.worker.terminate();
  }

  #due(now: number): boolean {
    return now - this.#sent >= Math.max(APART, this.#took / SHARE);
  }

  #looked(look: Look): void {
    this.#took += (look.took - this.#took) / 8;
    this.onlook?.(look);
  }

  #send(image: VideoFrame | ImageBitmap, at: number, region: Rect, hands: 1 | 2): void {
    if (this.#stopped) return image.close();
    this.worker.postMessage({ kind: "frame", image, at, region, hands } satisfies ToWorker, [image]);
  }

  #fail(): void {
    if (this.#stopped) return;
    this.stop();
    this.onfailed?.();
  }
}

const cannot = (cause?: unknown) => new Error("This device cannot follow the hand.", { cause });

function ready(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(cannot("loading took too long")), LOADING);
    const settle = (action: () => void) => {
      clearTimeout(timer);
      action();
    };
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === "ready") settle(resolve);
      if (data.kind === "failed") settle(() => reject(cannot(data.why)));
    };
    worker.onerror = (event) => settle(() => reject(cannot(event.message)));
    worker.postMessage({ kind: "start" } satisfies ToWorker);
  });
}
