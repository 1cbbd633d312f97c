// The picture as the session uses it: started from what the device remembers, watched, measured, logged.
import type { Exercise, SessionPlan } from "../shared/contract";
import { Lost } from "./coach";
import { hidesBackground, intact, view } from "./device";
import { type AffectedSecond, type Checks, Eyes, EyesError, followed, type Followed, type Framed, type Hiding, type Latency, type Live, type Loop, misfits, type Second, type Source, type Stand, type Way } from "./eyes";
import type { Measured } from "./state";
import { rulesOf } from "./steps/kinds";
import { atRest, inTempo, keepTime } from "./film";
import { OwnLimb } from "./own_limb";
import type { Player } from "./player.svelte";

const LATENCY_EVERY = 15_000;

type Side = SessionPlan["affected"];

/** How the picture is shown, as far as it can be changed. */
type Shown = Pick<Player["device"], "placement" | "rotate" | "flip" | "corrected" | "midline" | "moved" | "zoom">;

export class Camera {
  state: "off" | "starting" | "live" | "failed" = $state("off");
  live: Live | null = $state.raw(null);
  trouble: EyesError | null = $state.raw(null);
  checks: Checks = $state.raw({});
  latency: Latency | null = $state.raw(null);
  loop: Loop | null = $state.raw(null);
  choices: { id: string; label: string }[] = $state.raw([]);
  /** The hand is followed on this device. */
  tracked = $state(false);
  /** The plan wants the hand followed, and this device cannot: its tracker did not load. */
  untracked = $state(false);
  lost = $state(false);
  /** Which way the limb must go, as the person sees it, to be seen as a whole again. */
  way: Way | null = $state(null);
  /** Whether the background is hidden, and why not. */
  hiding: Hiding = $state("off");
  /** The set-up shows the picture beside its words. */
  coaching = $state(false);
  /** There was a picture before it went away. */
  wasLive = $state(false);
  /** Count of times the loss was said, so that it is read out again. */
  said = $state(0);
  /** Pictures of the person's own limb, while the step lasts that they are for. */
  readonly own = new OwnLimb();
  readonly #eyes: Eyes;
  readonly #lost = new Lost();
  #timer = 0;
  #framed = 0;
  #toldWay: Way | null = null;
  /** The side of the hand that is followed by itself, for a step that shows no picture. */
  #follows: Side | null = null;
  #told: Record<string, string> = {};

  constructor(canvas: HTMLCanvasElement, private readonly player: Player) {
    this.#eyes = new Eyes(canvas);
    this.#eyes.perform(atRest(player.plan.limb));
    this.#eyes.onlost = (reason) => this.#gone(reason);
    this.#eyes.onsecond = (second) => this.#second(second);
    this.#eyes.onaffected = (second) => this.#affected(second);
    this.#eyes.onlandmarks = (landmarks) => {
      if (player.looking && player.running) player.do({ do: "measured", event: { kind: "landmarks", ...landmarks } });
    };
    this.#eyes.onchecks = (checks) => this.#check(checks);
    this.#eyes.onstand = (stand) => this.#orient(stand);
    this.#eyes.onframed = (framed) => this.#frame(framed);
    this.#eyes.onway = (way) => (this.way = way);
    this.#eyes.onhiding = (hiding) => {
      this.hiding = hiding;
      // In set-up it is logged with everything else when the person goes on.
      if (this.state === "live" && !this.coaching) this.#tell();
    };
    // What moved slowly by itself is logged and remembered with the step in which it moved.
    player.onleave = () => this.live && this.settle();
  }

  get drawn(): boolean {
    return this.live?.source === "drawn_hand";
  }

  /** Start the picture; never throws: what went wrong is in `trouble`. */
  async start(source: Source = this.player.device.source): Promise<void> {
    this.#quiet();
    this.state = "starting";
    this.trouble = null;
    try {
      this.live = await this.#eyes.start(source);
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      this.trouble = error instanceof EyesError ? error : new EyesError("busy");
      this.state = "failed";
      const { reason } = this.trouble;
      this.player.do({ do: "measured", event: { kind: "camera_lost", reason: reason === "insecure" ? "absent" : reason } });
      return;
    }
    this.state = "live";
    this.wasLive = true;
    this.#eyes.set(view(this.player.device, this.player.plan));
    this.#told = {};
    this.#tell();
    this.choices = this.drawn ? [] : await Eyes.cameras().catch(() => []);
    await this.#track();
    this.#timer = window.setInterval(() => this.takeLatency(), LATENCY_EVERY);
  }

  /** Log what is live and how it is shown, as far as it was not logged so already. */
  #tell(): void {
    if (!this.live) return;
    const { placement, rotate, flip } = this.player.device;
    const { width, height, rate, source } = this.live;
    const size = { width: Math.max(1, width), height: Math.max(1, height), rate };
    const { view: kind, midline: line, intact: side } = view(this.player.device, this.player.plan);
    const midline = Math.round(line * 1e4) / 1e4;
    const events: Measured[] = [
      { kind: "camera_started", source, placement, rotate, flip, ...size },
      { kind: "view_changed", view: kind, midline, intact: side, background: this.hiding === "on" ? "hidden" : "shown" },
    ];
    for (const event of events) {
      const text = JSON.stringify(event);
      if (this.#told[event.kind] === text) continue;
      this.#told[event.kind] = text;
      this.player.do({ do: "measured", event });
    }
  }

  /** Turn, flip or move the line: seen at once; logged and remembered with `settle`. */
  adjust(part: Partial<Shown>): void {
    // A picture that is turned is another one: what was cut out of the one before says nothing about it.
    const turned = part.rotate !== undefined || part.flip !== undefined;
    if (turned) part = { zoom: null, ...(this.player.device.moved ? {} : { midline: 0.5 }), ...part };
    this.player.device = { ...this.player.device, ...part };
    this.#eyes.set(view(this.player.device, this.player.plan));
  }

  /** The tracker says how the picture must be shown; the person's own correction wins. */
  #orient({ rotate, flip }: Stand): void {
    const { device } = this.player;
    if (device.corrected || (device.rotate === rotate && device.flip === flip)) return;
    this.adjust({ rotate, flip });
  }

  /**
   * Show the limb where the tracker sees it. In set-up and between exercises the picture follows the limb; during an exercise
   * the picture stays, and the line stays where the person has put it.
   */
  #frame(there: Framed): void {
    const { device, step, flow } = this.player;
    const at = this.player.log.now();
    const seconds = Math.min(1, (at - this.#framed) / 1000);
    this.#framed = at;
    const settles = this.coaching || (flow.phase === "playing" && rulesOf(step).still);
    if (device.moved || !settles || this.player.plan.view === "plain") return;
    const here = device.zoom && { midline: device.midline, zoom: device.zoom };
    const inside = this.checks.in_view?.passed !== false;
    this.adjust(here && !(this.coaching && misfits(here, there, inside)) ? followed(here, there, seconds) : there);
  }

  /** The way to go may have been said in set-up already: it is logged as said in practice, too. */
  #coach(): void {
    if (this.way === this.#toldWay) return;
    this.#toldWay = this.way;
    if (this.way) this.player.do({ do: "measured", event: { kind: "coached", about: this.way } });
  }

  /** Shows the picture on another canvas too, turned and flipped so, until the given function is called. */
  also(canvas: HTMLCanvasElement, { rotate, flip }: Stand): () => void {
    return this.#eyes.also(canvas, { ...view(this.player.device, this.player.plan), rotate, flip, midline: 0.5, zoom: null });
  }

  /** Shows the limb on another canvas as the camera sees it, fingers or toes up, until the given function is called.
   *
   * Never flipped: a picture that says whether a limb is a left or a right one must not be its mirror image. */
  plainly(canvas: HTMLCanvasElement): () => void {
    const { rotate } = this.player.device;
    return this.#eyes.also(canvas, { view: "plain", intact: intact(this.player.plan), rotate, flip: false, midline: 0.5, zoom: null });
  }

  /** There is a background that can be hidden. */
  get hides(): boolean {
    return this.player.plan.view !== "plain" && !this.drawn;
  }

  /** Hide or show the background, as the person or the plan wants it. It is hidden once the table was seen empty. */
  prepareBackground(): void {
    const hide = this.hides && hidesBackground(this.player.device, this.player.plan);
    if (!hide || this.hiding !== "on") this.#eyes.hideBackground(hide);
  }

  /** The person leaves the set-up: if the table was not seen empty, the background stays in view. */
  keepBackground(): void {
    if (this.hiding === "waiting") this.#eyes.hideBackground(false);
  }

  chooseBackground(hide: boolean): void {
    this.player.keep({ hideBackground: hide });
    this.prepareBackground();
  }

  /** Where the line lies in what is shown, as a share of its width. */
  get line(): number {
    return this.cut ? 0.5 : this.player.device.midline;
  }

  /** Only a part of the camera's picture is shown, with the line in its middle. */
  get cut(): boolean {
    return this.player.plan.view === "mirror" && !this.drawn && this.player.device.zoom !== null;
  }

  settle(): void {
    this.#tell();
    this.player.keep({});
  }

  /** Follow the hand of this side alone, wherever the camera sees it; each look is told. The person was asked before. */
  async follow(side: Side, told: (look: Followed) => void): Promise<void> {
    this.#follows = side;
    this.#eyes.onfollowed = told;
    const { source } = this.player.device;
    // Where the person has a drawn limb for want of a camera, there may be one now.
    if (this.state !== "live" || this.drawn) await this.start(source.kind === "camera" ? source : { kind: "camera" });
    else await this.#track();
  }

  /** For as long as nothing is counted, nothing is looked for. */
  set resting(on: boolean) {
    this.#eyes.resting = on;
  }

  /** Let go of a camera that followed the hand for one step. */
  release(): void {
    if (this.#follows === null) return;
    if (this.live) this.player.do({ do: "measured", event: { kind: "camera_released" } });
    this.stop();
  }

  async #track(): Promise<void> {
    const { plan } = this.player;
    const hand = plan.tracking.hand || this.#follows !== null;
    try {
      const follow = this.#follows === null ? {} : { hand, landmarks_hz: 0, affected: false, follow: this.#follows };
      await this.#eyes.track({ ...plan.tracking, intact: intact(plan), ...follow });
      this.tracked = hand;
      this.untracked = false;
    } catch {
      this.untracked = hand;
      this.tracked = false; // movement is then seen by pixels alone, and checks that need the hand stay unknown
    }
  }

  set checking(on: boolean) {
    this.#eyes.checking = on;
  }

  #check(checks: Checks): void {
    for (const check of ["in_view", "side", "own_view", "light", "distance"] as const) {
      const reading = checks[check];
      if (!reading || this.checks[check]?.passed === reading.passed) continue;
      const value = Math.max(-1e6, Math.min(1e6, reading.value));
      if (Number.isFinite(value)) this.player.do({ do: "measured", event: { kind: "checked", check, passed: reading.passed, value } });
    }
    this.checks = checks;
  }

  #second(second: Second): void {
    const { player } = this;
    if (!player.running || !player.looking || player.step === undefined) return;
    const { by, ...numbers } = second;
    const event = { kind: "tracked" as const, step: player.step.id, ...numbers };
    // Pixels have no palm to measure by and cannot be counted: what was not measured is null, not 0.
    if (by === "pixels") player.do({ do: "measured", event: { ...event, movement: null, repetitions: null } });
    else player.do({ do: "measured", event });
    if (this.#lost.second(second.in_view, player.log.now())) {
      this.said += 1;
      player.do({ do: "measured", event: { kind: "coached", about: "lost" } });
    }
    this.lost = this.#lost.showing;
    this.#coach();
  }

  #affected({ frames, in_view, movement, moving, repetitions, lag }: AffectedSecond): void {
    const { player } = this;
    if (!player.running || !player.looking || player.step?.kind !== "block") return;
    const event = { kind: "affected_tracked" as const, step: player.step.id, frames, in_view, movement, moving, repetitions, lag };
    player.do({ do: "measured", event });
  }

  takeLatency(): void {
    const latency = this.#eyes.takeLatency();
    if (!latency || latency.frames === 0) return;
    this.latency = latency;
    this.player.do({ do: "measured", event: { kind: "software_latency", ...latency } });
  }

  async measureWhole(flash: (bright: boolean) => void, signal: AbortSignal): Promise<void> {
    const loop = await this.#eyes.loopTest(flash, signal);
    this.loop = loop;
    this.player.do({ do: "measured", event: { kind: "loop_latency", ...loop } });
  }

  /** A drawn limb does what is asked for, `passed` seconds into it; with null it rests. */
  perform(exercise: Pick<Exercise, "demonstration" | "tempo"> | null, passed = 0): void {
    const { demonstration = null, tempo = 0 } = exercise ?? {};
    this.#eyes.perform(demonstration ? inTempo(demonstration, tempo) : atRest(this.player.plan.limb));
    if (demonstration) this.#eyes.keepTime((video) => keepTime(video, demonstration, tempo, passed));
  }

  freeze(on: boolean): void {
    if (on) this.#eyes.freeze();
    else this.#eyes.thaw();
  }

  #gone(reason: "ended" | "busy"): void {
    this.#quiet();
    this.state = "off";
    this.live = null;
    this.#eyes.stop();
    this.#follows = null;
    this.#eyes.resting = false;
    this.player.do({ do: "measured", event: { kind: "camera_lost", reason } });
    if (this.player.looking) this.player.do({ do: "interrupt", reason: "camera_lost" });
  }

  #quiet(): void {
    window.clearInterval(this.#timer);
    this.takeLatency();
    this.tracked = this.lost = false;
    this.way = null;
    this.checks = {};
  }

  /** Let go of the camera; what was measured last is logged first. */
  stop(): void {
    this.#follows = null;
    this.#eyes.resting = false;
    if (this.state === "off") return;
    this.#quiet();
    void this.#eyes.track(null).catch(() => {});
    this.state = "off";
    this.live = null;
    this.#eyes.stop();
  }
}
