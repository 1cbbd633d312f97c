import type { Rect } from "./geometry";
import type { Side } from "./sides";

/** One hand in one raw frame. */
export interface Hand {
  /** 21 landmarks as x, y pairs in pixels of the raw frame, in MediaPipe's order: wrist, then thumb to little finger. */
  points: number[];
  /** Anatomical side by the model's label, which is right for unmirrored frames. */
  side: Side;
}

/** What the tracker made of one frame; `at` is the frame's time in ms, `took` the ms the models needed. */
export interface Seen {
  at: number;
  hand: Hand | null;
  took: number;
}

/** What to look for: the best hand of the region, or of two hands there the one of this side. */
export type Wanted = Side | "any";

export type ToWorker =
  | { kind: "start" }
  | { kind: "frame"; image: VideoFrame | ImageBitmap; at: number; region: Rect; wanted: Wanted };
export type FromWorker = { kind: "ready" } | { kind: "failed"; why: string } | ({ kind: "seen" } & Seen);
