import type { Rect } from "./geometry";
import type { Side } from "./sides";

/** One hand in one raw frame. */
export interface Hand {
  /** 21 landmarks as x, y pairs in pixels of the raw frame, in MediaPipe's order: wrist, then thumb to little finger. */
  points: number[];
  /** Anatomical side by the model's label, which is right for unmirrored frames. */
  side: Side;
}

/** What the tracker made of one frame: its hands, the surest first. `at` is the frame's time in ms, `took` the ms it needed. */
export interface Look {
  at: number;
  hands: Hand[];
  took: number;
}

/** What one frame says of one hand. */
export interface Seen {
  at: number;
  hand: Hand | null;
  took: number;
}

export type ToWorker =
  | { kind: "start" }
  | { kind: "frame"; image: VideoFrame | ImageBitmap; at: number; region: Rect; hands: 1 | 2 };
export type FromWorker = { kind: "ready" } | { kind: "failed"; why: string } | ({ kind: "seen" } & Look);
