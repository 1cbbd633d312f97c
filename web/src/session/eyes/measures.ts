import { type Checks, FEWEST, handChecks, light } from "./checks";
import type { Picture } from "./frames";
import type { Emptiness } from "./empty";
import { type Framed, Framing } from "./framing";
import { intactRegion, type Rect, shownRegion, type ViewSettings, widened } from "./geometry";
import type { Look, Seen } from "./hand";
import { type AffectedSecond, BothHands } from "./both";
import { latest } from "./looks";
import { Movement, type Second } from "./movement";
import { Orient, type Stand } from "./orient";
import { PixelMovement } from "./pixels";
import { type Followed, FollowedHand } from "./chosen";
import type { Side } from "./sides";
import { type Landmarked, LandmarkTape, type Tape } from "./tape";
import { Stray, type Way } from "./stray";
import { Thumb } from "./thumb";
import { Tracker } from "./tracker";

/**
 * What to follow: the hand by its landmarks, kept `landmarks_hz` times a second (0: not), or movement alone by pixels; and with
 * `affected` the covered hand of the affected side, too.
 */
export interface TrackOptions {
  hand: boolean;
  landmarks_hz: number;
  affected?: boolean;
  intact: Side;
  /** A hand of this side alone, wherever it lies in the picture, which nobody is shown; nothing else is measured then. */
  follow?: Side;
}

/** The raw frame a measure is taken from; `flipped` says that it is to be read as if flipped left to right. */
interface Scene {
  width: number;
  height: number;
  settings: ViewSettings;
  flipped: boolean;
}

const SAMPLE_EVERY = 95;
const CHECK_EVERY = 500;
const LOOK_BACK = 2500;
/** No hand may be seen for so long before the table counts as empty, ms. */
const EMPTY_FOR = 1000;
/** Share of the frame by which the tracker sees past the midline, so that a hand at its edge is still a hand. */
const MARGIN = 0.06;

/** Reads numbers from the pictures that pass: tracked seconds, landmarks, and the coach's checks. */
export class Measures {
  onsecond?: (second: Second) => void;
  /** Each second of the covered hand, where it is followed. */
  onaffected?: (second: AffectedSecond) => void;
  onlandmarks?: (landmarks: Landmarked, start: number) => void;
  /** Each look at the hand that is followed by itself. */
  onfollowed?: (followed: Followed) => void;
  /** Nothing is looked at for now. */
  resting = false;
  onchecks?: (checks: Checks) => void;
  /** While `checking`: how the picture must be shown, whenever the looks at the hand agree on it. */
  onstand?: (stand: Stand) => void;
  /** With each look at a hand: how it is best shown. */
  onframed?: (framed: Framed) => void;
  /** Which way the hand must go to be seen as a whole, whenever that changes. */
  onway?: (way: Way | null) => void;

  readonly #thumb = new Thumb(48, 48);
  #options: TrackOptions | null = null;
  #tracker: Tracker | undefined;
  #movement = new Movement();
  #both = new BothHands();
  #followed: FollowedHand | undefined;
  #pixels: PixelMovement | undefined;
  #tape = new LandmarkTape(0);
  #scene: Scene | undefined;
  #recent: Seen[] = [];
  #sampled = -Infinity;
  #checked = -Infinity;
  #checking = false;
  readonly #orient = new Orient();
  readonly #framing = new Framing();
  #stray = new Stray();
  #way: Way | null = null;

  get checking(): boolean {
    return this.#checking;
  }

  /** While checking, the hand is looked for in the whole frame: where it lies is not known yet. */
  set checking(on: boolean) {
    this.#checking = on;
    this.#orient.forget();
    this.#framing.forget();
  }

  /**
   * Starts, changes or ends (null) what is followed. Rejects in plain words where the hand cannot be tracked here; movement by
   * pixels then goes on without it.
   */
  async track(options: TrackOptions | null): Promise<void> {
    const running = options?.hand ? this.#tracker : undefined;
    if (!running) this.#tracker?.stop();
    this.#give(this.#tape.take());
    this.#options = options;
    this.#tracker = running;
    this.#movement = new Movement();
    this.#both = new BothHands();
    this.#tape = new LandmarkTape(options?.landmarks_hz ?? 0);
    this.#recent = [];
    this.#stray = new Stray();
    this.#followed = options?.follow && new FollowedHand(options.follow);
    this.#pixels = options && !running && !options.follow ? new PixelMovement() : undefined;
    if (!options?.hand || running) return;
    const tracker = await Tracker.start();
    // While it loaded, something else may have been asked for.
    if (this.#options !== options) return tracker.stop();
    tracker.onlook = (look) => this.#follow(look);
    tracker.onfailed = () => this.#fallBack();
    this.#tracker = tracker;
    this.#pixels = undefined;
  }

  /** Looks at one picture; `settings` are those it is drawn with. */
  see(picture: Picture, settings: ViewSettings, flipped: boolean): void {
    const region = intactRegion(picture.width, picture.height, settings);
    this.#scene = { width: picture.width, height: picture.height, settings, flipped };
    if (this.resting) return;
    this.#offer(picture, region, flipped);
    if (this.#pixels && picture.now - this.#sampled >= SAMPLE_EVERY) this.#sample(picture, region);
    if (this.#checking && picture.now - this.#checked >= CHECK_EVERY) this.#check(picture, region, settings);
  }

  /** Whether the last looks found a hand; `unknown` where none is looked for. As long as there were too few looks, a hand may be there. */
  emptiness(at: number): Emptiness {
    if (!this.#options?.hand || !this.#checking || this.#pixels) return "unknown";
    if (!this.#tracker) return "limb"; // it still loads
    const recent = latest(this.#recent, at, EMPTY_FOR, FEWEST);
    if (recent.some(({ hand }) => hand)) return "limb";
    return recent.length < FEWEST ? "limb" : "empty";
  }

  #offer(picture: Picture, region: Rect, flipped: boolean): void {
    const { width, height } = picture;
    if (this.#followed || (this.#checking && !flipped)) this.#tracker?.offer(picture, { x: 0, y: 0, width, height }, 2);
    else if (this.#followsBoth && this.#scene) {
      this.#tracker?.offer(picture, widened(shownRegion(width, height, this.#scene.settings), width, height, MARGIN), 2);
    } else this.#tracker?.offer(picture, widened(region, width, height, MARGIN), 1);
  }

  /** In set-up the affected hand is not followed: nobody is asked to move yet. */
  get #followsBoth(): boolean {
    return Boolean(this.#options?.affected) && !this.#checking && !this.#scene?.flipped;
  }

  #sample(picture: Picture, region: Rect): void {
    this.#sampled = picture.now;
    const grey = this.#thumb.take(picture, region);
    const second = grey && this.#pixels?.add(picture.now, grey);
    if (second) this.onsecond?.(second);
  }

  #check(picture: Picture, region: Rect, settings: ViewSettings): void {
    this.#checked = picture.now;
    const grey = this.#thumb.take(picture, region);
    const intact = this.#options?.intact;
    const recent = latest(this.#recent, picture.now, LOOK_BACK, FEWEST);
    const checks = this.#tracker && intact ? handChecks(recent, region, settings, intact) : {};
    this.onchecks?.(grey ? { ...checks, light: light(grey) } : checks);
  }

  #follow(look: Look): void {
    const scene = this.#scene;
    if (!scene || !this.#options) return;
    if (this.#followed) return this.onfollowed?.(this.#followed.add(look));
    const seen = this.#meant(look, scene, this.#options.intact);
    this.#recent = latest([...this.#recent, seen], seen.at, LOOK_BACK, FEWEST);
    this.#place(seen, scene);
    const second = this.#movement.add(seen);
    if (second) this.onsecond?.(second);
    if (seen.hand) this.#give(this.#tape.add(seen.at, seen.hand.points, scene.width, scene.height));
  }

  /** What a look says of the intact hand; the other one is followed on the way, where that is asked for. */
  #meant({ at, hands, took }: Look, { width, height, settings, flipped }: Scene, intact: Side): Seen {
    if (flipped) return otherSide({ at, hand: hands[0] ?? null, took });
    if (!this.#followsBoth) return { at, hand: hands.find(({ side }) => side === intact) ?? hands[0] ?? null, took };
    const { hand, second } = this.#both.add({ at, hands, took }, width, height, settings);
    if (second) this.onaffected?.(second);
    return { at, hand, took };
  }

  /** Says how the hand is best shown, and whether it has left what is shown. */
  #place(seen: Seen, { width, height, settings }: Scene): void {
    const stand = this.#checking && this.#orient.add(seen, settings.above ?? false);
    if (stand) this.onstand?.(stand);
    const framed = this.#framing.add(seen, width, height, settings);
    if (framed) this.onframed?.(framed);
    const way = this.#stray.add(seen, width, height, settings);
    if (way !== this.#way) this.onway?.((this.#way = way));
  }

  #give(tape: Tape | null): void {
    if (tape) this.onlandmarks?.(tape.landmarks, tape.start);
  }

  #fallBack(): void {
    this.#tracker = undefined;
    this.#pixels = new PixelMovement();
  }
}

/** A frame that is read flipped shows the other hand than the model, which sees it unflipped, says. */
function otherSide(seen: Seen): Seen {
  if (!seen.hand) return seen;
  return { ...seen, hand: { ...seen.hand, side: seen.hand.side === "left" ? "right" : "left" } };
}
