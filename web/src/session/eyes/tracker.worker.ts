/// <reference lib="webworker" />
import { FilesetResolver, HandLandmarker } from "@mediapipe/tasks-vision";
import type { Rect } from "./geometry";
import type { FromWorker, Hand, ToWorker } from "./hand";

// The hand tracker. It reads its own files under /assets/ once and speaks to nobody but the page that made it.

const LONGEST = 480;
const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true })!;
let landmarker: HandLandmarker | undefined;
let latest = 0;
let searched = 1;

// The runtime prints what it is doing, part of it as errors. Nobody reads that here; a real failure is thrown.
for (const level of ["log", "info", "warn", "error"] as const) console[level] = () => undefined;

const tell = (message: FromWorker) => self.postMessage(message);

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  try {
    if (data.kind === "start") {
      landmarker = await load();
      tell({ kind: "ready" });
    } else await look(data.image, data.at, data.region, data.hands);
  } catch (error) {
    tell({ kind: "failed", why: String(error) });
  }
};

async function load(): Promise<HandLandmarker> {
  const files = await FilesetResolver.forVisionTasks("/assets/vision");
  return HandLandmarker.createFromOptions(files, {
    baseOptions: { modelAssetPath: "/assets/hand_landmarker.task", delegate: "CPU" },
    runningMode: "VIDEO",
    numHands: 1,
  });
}

async function look(image: VideoFrame | ImageBitmap, at: number, region: Rect, hands: 1 | 2): Promise<void> {
  const begun = performance.now();
  const scale = Math.min(1, LONGEST / Math.max(region.width, region.height));
  // The models want the region only, unmirrored: another hand may lie in the picture, too.
  canvas.width = Math.max(1, Math.round(region.width * scale));
  canvas.height = Math.max(1, Math.round(region.height * scale));
  context.drawImage(image, region.x, region.y, region.width, region.height, 0, 0, canvas.width, canvas.height);
  image.close();
  // A second hand is looked for only where it matters: it nearly doubles the time a look takes.
  if (hands !== searched) await landmarker!.setOptions({ numHands: (searched = hands) });
  latest = Math.max(latest + 1, Math.round(at));
  const found = find(region, latest);
  tell({ kind: "seen", at, hands: found, took: performance.now() - begun });
}

function find(region: Rect, time: number): Hand[] {
  const { landmarks, handedness } = landmarker!.detectForVideo(canvas, time);
  return landmarks.map((points, k): Hand => ({
    points: points.flatMap(({ x, y }) => [region.x + x * region.width, region.y + y * region.height]),
    side: handedness[k]?.[0]?.categoryName === "Left" ? "left" : "right",
  }));
}
