// Seen-to-shown time of the session's mirror beside a plain <video>, measured from outside the drawing code:
// each camera frame carries a number; a clone of the camera track says when it arrived, a capture of this very tab
// says when it was shown. Both ends are stamped with the same clock.
import { Eyes, type Hiding } from "../src/session/eyes";
import { decode } from "./framecode";

type Mode = "plain" | "mirror" | "hidden";
type Seen = [time: number, right: number, left: number];
declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack; maxBufferSize?: number });
  readable: ReadableStream<VideoFrame>;
}

const stage = document.getElementById("stage") as HTMLDivElement;
/** What is shown; a larger camera picture is cut to it, from the middle of its upper edge. */
const WIDTH = 640;
const HEIGHT = 480;
const asked = new URLSearchParams(location.search);
const camera = { width: Number(asked.get("width") ?? WIDTH), height: Number(asked.get("height") ?? HEIGHT) };
const cut = camera.height > HEIGHT ? { top: 0, height: HEIGHT / camera.height } : null;
let tab: MediaStreamTrack;

/** Reads the number in the top strip of each half from the luma (or green) plane of a frame that shows `width` pixels. */
async function codes(frame: VideoFrame, into: Uint8Array, width: number): Promise<[number, number]> {
  const scale = frame.codedWidth / width;
  const y = Math.round(24 * scale) & ~1;
  const [plane] = await frame.copyTo(into, { rect: { x: 0, y, width: frame.codedWidth, height: 2 } });
  const bytes = frame.format?.startsWith("I4") || frame.format === "NV12" ? 1 : 4;
  const at = (x: number) => into[(plane?.offset ?? 0) + Math.round(x * scale) * bytes] ?? 0;
  const half = width / 2;
  return [decode((x) => at(half + x)), decode((x) => at(half - 1 - x))];
}

async function watch(track: MediaStreamTrack, width: number, seen: Seen[], signal: AbortSignal): Promise<void> {
  const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable.getReader();
  const buffer = new Uint8Array(1 << 22);
  while (!signal.aborted) {
    const { value: frame, done } = await reader.read();
    if (done) break;
    const now = performance.now();
    const [right, left] = await codes(frame, buffer, width);
    frame.close();
    seen.push([now, right, left]);
  }
  track.stop();
}

/** Waits until the background is hidden; the given function throws if it is no longer. */
async function hidden(eyes: Eyes): Promise<() => void> {
  let now: Hiding = "off";
  await new Promise<void>((done) => {
    eyes.onhiding = (hiding) => {
      now = hiding;
      if (now === "on") done();
    };
    eyes.hideBackground(true);
  });
  return () => {
    if (now !== "on") throw new Error(`The background did not stay hidden: ${now}.`);
  };
}

async function show(mode: Mode): Promise<{ track: MediaStreamTrack; stop: () => void }> {
  if (mode !== "plain") {
    const canvas = document.createElement("canvas");
    stage.append(canvas);
    const eyes = new Eyes(canvas);
    eyes.set({ view: "mirror", intact: "right", rotate: 0, flip: false, midline: 0.5, zoom: cut });
    await eyes.start({ kind: "camera" });
    const held = mode === "hidden" ? await hidden(eyes) : () => {};
    const own = await navigator.mediaDevices.getUserMedia({ video: camera });
    return { track: own.getVideoTracks()[0]!, stop: () => (held(), eyes.stop()) };
  }
  const video = document.createElement("video");
  video.muted = true;
  stage.append(video);
  const stream = await navigator.mediaDevices.getUserMedia({ video: { ...camera, frameRate: 30 } });
  video.srcObject = stream;
  await video.play();
  const second = await navigator.mediaDevices.getUserMedia({ video: camera });
  return { track: second.getVideoTracks()[0]!, stop: () => stream.getTracks().forEach((track) => track.stop()) };
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

Object.assign(window, {
  /** Asks for the picture of this tab; needs a click before it. */
  async captureTab() {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: 60 }, preferCurrentTab: true } as DisplayMediaStreamOptions);
    tab = stream.getVideoTracks()[0]!;
  },
  /** Shows one mode for `ms` and gives what camera and tab showed when. */
  async measure(mode: Mode, ms: number) {
    const { track, stop } = await show(mode);
    await pause(500);
    const end = new AbortController();
    const arrived: Seen[] = [];
    const shown: Seen[] = [];
    const both = [watch(track, camera.width, arrived, end.signal), watch(tab.clone(), WIDTH, shown, end.signal)];
    await pause(ms);
    end.abort();
    await Promise.race([Promise.all(both), pause(1000)]);
    stop();
    stage.replaceChildren();
    return { camera: arrived, shown };
  },
  /** Shows one mode for `ms` with nothing watching, so that its cost can be read from outside. */
  async burn(mode: Mode, ms: number) {
    const { track, stop } = await show(mode);
    track.stop();
    await pause(ms);
    stop();
    stage.replaceChildren();
  },
});
