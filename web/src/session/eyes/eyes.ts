import type { AffectedSecond } from "./both";
import { cameras, type Feed, type Live, open, type Source } from "./camera";
import type { Film } from "../film";
import type { Checks } from "./checks";
import type { Followed } from "./chosen";
import { Frames, type Picture } from "./frames";
import type { Framed } from "./framing";
import { around, flippedSource, intactRegion, type Rect, type ViewSettings } from "./geometry";
import { type Latency, LatencyMeter } from "./latency";
import { flashes, type Loop, type Sample, summarise } from "./loop";
import { Mirror } from "./mirror";
import { Measures, type TrackOptions } from "./measures";
import { type Hiding, type Overlay, QuietBackground } from "./quiet";
import type { Second } from "./movement";
import type { Stand } from "./orient";
import { mean } from "./stats";
import type { Landmarked } from "./tape";
import type { Way } from "./stray";
import { Thumb } from "./thumb";

const WATCH = 500;
const LOST_AFTER = 3000;

/** The camera's picture, drawn as a mirror onto a canvas, and the numbers read from it. Nothing of it goes anywhere else. */
export class Eyes {
  /** The picture went away by itself. Called once; `start` brings it back. */
  onlost?: (reason: "ended" | "busy") => void;
  /** Each second of what `track` follows. */
  onsecond?: (second: Second) => void;
  /** Each second of the covered hand of the affected side, if `track` was asked for it. A drawn limb has no such hand. */
  onaffected?: (second: AffectedSecond) => void;
  /** Each second of landmarks, if `track` was asked to keep them; `start` is their first frame on `performance.now()`'s clock. */
  onlandmarks?: (landmarks: Landmarked, start: number) => void;
  /** Each look at the hand that `track` was asked to follow by itself. */
  onfollowed?: (followed: Followed) => void;
  /** Twice a second while `checking`. Without a tracked hand there is a reading of light alone. */
  onchecks?: (checks: Checks) => void;

  /** While `checking`: how the picture must be turned and flipped to be the person's own view, by what the hand shows. */
  onstand?: (stand: Stand) => void;
  /** With each look at a hand: where the line lies best, and how much to show. */
  onframed?: (framed: Framed) => void;
  /** Which way the hand must go, as its owner sees it, to be seen as a whole again; null once it is. */
  onway?: (way: Way | null) => void;
  /** The background is hidden from now on, or no longer. */
  onhiding?: (hiding: Hiding) => void;

  readonly #mirror: Mirror;
  readonly #meter = new LatencyMeter();
  readonly #measures = new Measures();
  readonly #quiet = new QuietBackground();
  readonly #thumb = new Thumb(32, 24);
  readonly #others = new Set<{ mirror: Mirror; view: ViewSettings }>();
  #view: ViewSettings | undefined;
  #feed: Feed | undefined;
  #frames: Frames | undefined;
  #film: Film = { name: "rest_hand", rate: 1 };
  #watch: ReturnType<typeof setInterval> | undefined;
  #silent = 0;
  #frozen = false;
  #samples: Sample[] | null = null;
  #starts = 0;

  /** `cover` is the plain colour that lies where nothing of the intact side is drawn. */
  constructor(canvas: HTMLCanvasElement, private readonly cover = "#20262a") {
    this.#mirror = new Mirror(canvas, cover);
    this.#measures.onsecond = (second) => this.onsecond?.(second);
    this.#measures.onaffected = (second) => this.#feed?.live.source === "camera" && this.onaffected?.(second);
    this.#measures.onlandmarks = (landmarks, start) => this.onlandmarks?.(landmarks, start);
    this.#measures.onfollowed = (followed) => this.onfollowed?.(followed);
    this.#measures.onchecks = (checks) => this.onchecks?.(checks);
    this.#measures.onstand = (stand) => this.#feed?.live.source === "camera" && this.onstand?.(stand);
    this.#measures.onframed = (framed) => this.#feed?.live.source === "camera" && this.onframed?.(framed);
    this.#measures.onway = (way) => this.#feed?.live.source === "camera" && this.onway?.(way);
    this.#quiet.onchange = (hiding) => this.onhiding?.(hiding);
  }

  static cameras = cameras;

  get checking(): boolean {
    return this.#measures.checking;
  }

  set checking(on: boolean) {
    this.#measures.checking = on;
  }

  /** While resting nothing is measured; the picture goes on. */
  set resting(on: boolean) {
    this.#measures.resting = on;
  }

  get frozen(): boolean {
    return this.#frozen;
  }

  /**
   * Opens the source; it is drawn from then on, once `set` has said how: which side must not be seen is never guessed.
   * Throws `EyesError`; an earlier picture is gone in any case.
   */
  async start(source: Source): Promise<Live> {
    this.stop();
    const mine = ++this.#starts;
    const begun = this.#film;
    const feed = await open(source, begun);
    if (mine !== this.#starts) {
      feed.close();
      throw new DOMException("Another start or a stop came first.", "AbortError");
    }
    this.#feed = feed;
    this.#frames = new Frames(feed.video, (newest, shown) => this.#see(newest, shown));
    this.#frames.delay = this.#view?.display?.delay ?? 0;
    this.#frames.part = (width, height) => this.#wanted(width, height);
    if (this.#film !== begun) feed.perform?.(this.#film);
    this.#keepWatch(feed);
    return feed.live;
  }

  /** What a drawn limb does, now or once it is started; of a camera's picture this changes nothing. */
  perform(film: Film): void {
    const { name, rate } = this.#film;
    this.#film = film;
    if (name !== film.name || rate !== film.rate) this.#feed?.perform?.(film);
  }

  /** Puts the drawn limb right where it has drifted from the cue. */
  keepTime(put: (video: HTMLVideoElement) => void): void {
    if (this.#feed?.live.source === "drawn_hand") put(this.#feed.video);
  }

  /** Lets go of the camera and leaves nothing of its picture on the canvas. */
  stop(): void {
    this.#starts++;
    clearInterval(this.#watch);
    this.#frames?.stop();
    this.#feed?.close();
    this.#frames = this.#feed = undefined;
    this.#frozen = false;
    this.#meter.pause();
    this.#quiet.set(false);
    this.#mirror.clear();
    for (const { mirror } of this.#others) mirror.clear();
  }

  /** Hides the background from when the table has been seen empty, or shows it again. A drawn limb's is never hidden. */
  hideBackground(on: boolean): void {
    this.#quiet.set(on && this.#feed?.live.source === "camera");
  }

  /** How the picture is shown from the next frame on. A drawn limb takes no turn or flip: it is its owner's view already. */
  set(view: ViewSettings): void {
    this.#view = { ...view };
    if (this.#frames) this.#frames.delay = view.display?.delay ?? 0;
  }

  /** Shows the picture on another canvas too, in another way, until the given function is called. Leaves nothing there then. */
  also(canvas: HTMLCanvasElement, view: ViewSettings): () => void {
    const other = { mirror: new Mirror(canvas, this.cover), view: { ...view } };
    this.#others.add(other);
    return () => {
      this.#others.delete(other);
      other.mirror.clear();
    };
  }

  /** The picture stands still; measuring goes on. */
  freeze(): void {
    this.#frozen = true;
    this.#meter.pause();
  }

  thaw(): void {
    this.#frozen = false;
  }

  takeLatency(): Latency | null {
    return this.#meter.take();
  }

  /** The end-to-end delay by flashes; `flash` paints the screen bright or dark at once. Rejects when aborted. */
  async loopTest(flash: (bright: boolean) => void, signal: AbortSignal): Promise<Loop> {
    const samples: Sample[] = (this.#samples = []);
    try {
      return summarise(samples, await flashes(flash, signal));
    } finally {
      this.#samples = null;
    }
  }

  /**
   * Starts or ends (null) following the limb. Rejects in plain words where the hand cannot be tracked on this device; the
   * session goes on, with movement by pixels.
   */
  track(options: TrackOptions | null): Promise<void> {
    return this.#measures.track(options);
  }

  /** What is shown may be older than the newest picture, from which everything is measured. */
  #see(newest: Picture, shown: Picture | null): void {
    this.#silent = 0;
    if (this.#view) {
      const [settings, flipped] = this.#drawnWith(this.#view);
      this.#quiet.learn(newest, this.#measures.emptiness(newest.now));
      if (!this.#frozen) this.#show(shown, newest, settings);
      this.#measures.see(newest, settings, flipped);
    }
    if (this.#samples) this.#sample(newest, this.#samples);
  }

  /** The part of a frame that is drawn or measured; null for the whole frame. The tracker gets the whole frame in any case. */
  #wanted(width: number, height: number): Rect | null {
    if (!this.#view || this.#samples || this.#others.size > 0 || this.#quiet.hiding === "waiting") return null;
    const [settings] = this.#drawnWith(this.#view);
    const part = around([...this.#mirror.needs({ width, height }, settings), intactRegion(width, height, settings)]);
    if (part.width <= 0 || part.height <= 0) return null;
    return this.#quiet.hiding === "on" ? QuietBackground.grown(part, width, height) : part;
  }

  #show(shown: Picture | null, { now, times }: Picture, settings: ViewSettings): void {
    if (!shown) return;
    this.#mirror.draw(shown, settings, this.#hidden(shown, settings));
    for (const { mirror, view } of this.#others) mirror.draw(shown, view);
    // A delay that was asked for is no delay of the device: the newest picture tells that.
    this.#meter.note(performance.now(), now, times);
  }

  /** What hides the background of the limb; the plain view shows everything as it is. */
  #hidden(shown: Picture, settings: ViewSettings): Overlay | null {
    const drawn = settings.view === "plain" ? [] : this.#mirror.needs(shown, settings);
    return drawn.length > 0 ? this.#quiet.over(shown, around(drawn)) : null;
  }

  #sample(picture: Picture, samples: Sample[]): void {
    const at = performance.now();
    const luma = this.#thumb.take(picture, { x: 0, y: 0, width: picture.width, height: picture.height });
    if (luma) samples.push({ at, luma: mean(luma) });
  }

  /**
   * The settings to draw with, and whether the frame counts as flipped. A drawn limb is a right one in the right half, seen as by
   * its owner: it needs no turning, and for a left one it is flipped.
   */
  #drawnWith(view: ViewSettings): [ViewSettings, boolean] {
    if (this.#feed?.live.source !== "drawn_hand") return [view, false];
    const upright: ViewSettings = { ...view, rotate: 0, flip: false, zoom: null };
    return upright.intact === "left" ? [flippedSource(upright), true] : [upright, false];
  }

  #keepWatch(feed: Feed): void {
    this.#silent = 0;
    const lost = (reason: "ended" | "busy") => {
      if (this.#feed !== feed) return;
      clearInterval(this.#watch);
      feed.track?.removeEventListener("ended", ended);
      this.onlost?.(reason);
    };
    const ended = () => lost("ended");
    feed.track?.addEventListener("ended", ended);
    // Ticks are counted, not time: a page that was hidden or busy itself has not lost its camera.
    this.#watch = setInterval(() => {
      // Browsers pause videos of hidden pages, and not all play on by themselves.
      if (feed.video.paused && document.visibilityState === "visible") feed.video.play().catch(() => undefined);
      if (document.visibilityState !== "visible") this.#silent = 0;
      else if ((this.#silent += WATCH) > LOST_AFTER) lost("busy");
    }, WATCH);
  }
}
