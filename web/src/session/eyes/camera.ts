import { type Film, filmAddress } from "../film";

/** Where the picture comes from: a camera of this device, or a limb of our own drawing where there is none. */
export type Source = { kind: "camera"; deviceId?: string } | { kind: "drawn_hand" };

/** A picture that is live; `width` and `height` are those of the raw frame, `rate` in frames a second (0: unknown). */
export interface Live {
  source: "camera" | "drawn_hand";
  width: number;
  height: number;
  rate: number;
  deviceId?: string;
  label?: string;
}

export type Refusal = "refused" | "absent" | "busy" | "insecure";

const words: Record<Refusal, [what: string, todo: string]> = {
  refused: ["This page may not use the camera.", "Allow the camera in your browser. Then try again."],
  absent: ["No camera was found.", "Connect a camera. Then try again."],
  busy: ["Another program may be using the camera.", "Close other programs. Then try again."],
  insecure: ["This page was opened without https.", "Ask your clinic for the https address."],
};

/** There is no picture: why, and what helps. */
export class EyesError extends Error {
  override name = "EyesError";
  readonly todo: string;

  constructor(
    readonly reason: Refusal,
    what?: string,
    todo?: string,
  ) {
    super(what ?? words[reason][0]);
    this.todo = todo ?? words[reason][1];
  }
}

/** What the browser's refusal means to a person. */
export function refusal(error: unknown, secure: boolean): EyesError {
  if (!secure) return new EyesError("insecure");
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return new EyesError("refused");
  if (name === "NotFoundError" || name === "OverconstrainedError") return new EyesError("absent");
  return new EyesError("busy");
}

/** The cameras of this device; labels are empty until one was allowed. */
export async function cameras(): Promise<{ id: string; label: string }[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices.filter((d) => d.kind === "videoinput").map((d) => ({ id: d.deviceId, label: d.label }));
}

/** A playing video element and what it shows. */
export interface Feed {
  video: HTMLVideoElement;
  live: Live;
  track: MediaStreamTrack | null;
  /** The drawn limb does another movement, from its beginning; a camera has none of this. */
  perform?(film: Film): void;
  close(): void;
}

/** Opens the source and resolves when its first frame is there; the drawn limb begins with `film`. Throws `EyesError`. */
export async function open(source: Source, film: Film): Promise<Feed> {
  return source.kind === "camera" ? openCamera(source.deviceId) : openDrawn(film);
}

async function openCamera(deviceId?: string): Promise<Feed> {
  if (!navigator.mediaDevices?.getUserMedia) throw new EyesError(window.isSecureContext ? "absent" : "insecure");
  // Large, because only a part of it is shown. The browser must not cut it to that shape where the camera has another.
  const wanted: MediaTrackConstraints & { resizeMode: ConstrainDOMString } = {
    width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 }, resizeMode: { ideal: "none" },
  };
  if (deviceId) wanted.deviceId = { exact: deviceId };
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  } catch (error) {
    throw refusal(error, window.isSecureContext);
  }
  const track = stream.getVideoTracks()[0]!;
  const video = hiddenVideo();
  video.srcObject = stream;
  const close = () => {
    for (const t of stream.getTracks()) t.stop();
    discard(video);
  };
  try {
    await playing(video);
  } catch {
    close();
    throw new EyesError("busy");
  }
  const settings = track.getSettings();
  const live: Live = { source: "camera", ...size(video), rate: settings.frameRate ?? 0, label: track.label };
  if (settings.deviceId) live.deviceId = settings.deviceId;
  return { video, live, track, close };
}

async function openDrawn(film: Film): Promise<Feed> {
  const video = hiddenVideo();
  video.loop = true;
  const perform = (next: Film) => {
    video.src = filmAddress(next.name);
    // Loading sets the one back to the other.
    video.defaultPlaybackRate = video.playbackRate = next.rate;
    video.play().catch(() => undefined); // the next movement came before this one had begun
  };
  perform(film);
  const close = () => discard(video);
  try {
    await playing(video);
  } catch {
    close();
    throw new EyesError("absent", "The drawn picture did not load.", "Reload the page. Then try again.");
  }
  return { video, live: { source: "drawn_hand", ...size(video), rate: 0 }, track: null, perform, close };
}

const size = (video: HTMLVideoElement) => ({ width: video.videoWidth, height: video.videoHeight });

/** Some browsers give no frames to a video outside the page, so it lies in it, unseen. */
function hiddenVideo(): HTMLVideoElement {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.disablePictureInPicture = true;
  video.setAttribute("aria-hidden", "true");
  video.tabIndex = -1;
  Object.assign(video.style, { position: "fixed", left: "0", top: "0", width: "1px", height: "1px", opacity: "0", pointerEvents: "none" });
  document.body.append(video);
  return video;
}

function discard(video: HTMLVideoElement): void {
  video.pause();
  video.srcObject = null;
  video.removeAttribute("src");
  video.load();
  video.remove();
}

/** Resolves when there is a frame to draw; rejects when the source fails or nothing comes for ten seconds. */
function playing(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no frame came")), 10_000);
    const done = (action: () => void) => () => {
      clearTimeout(timer);
      action();
    };
    video.addEventListener("loadeddata", done(resolve), { once: true });
    video.addEventListener("error", done(() => reject(new Error("the source failed"))), { once: true });
    video.play().catch(done(() => reject(new Error("playing was refused"))));
  });
}
