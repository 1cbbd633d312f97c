// Plays one session: turns what the person does into the flow's inputs, and the flow's events into the log.
import type { Opened, SessionPlan } from "../shared/contract";
import type { Seal } from "../shared/seal";
import { appending } from "../shared/store";
import { family, variant } from "./browser";
import { type Device, remember } from "./device";
import { begin, type Input, looks, play, stepOf } from "./flow";
import { Log } from "./log";
import type { Standing } from "./standing";
import type { Flow, Step } from "./state";
import { answeredLately } from "./steps/embodiment";
import { taught } from "./steps/lesson";
import { support } from "../shared/support";
import { tone, wakeSound } from "../shared/tone";
import { type Speech, type State, Voice } from "./voice";
import { mayRest, stayAwake } from "../shared/wake";

declare global {
  /** What no-network.js leaves of the browser's speech; absent where the browser has none. */
  var localSpeech: Speech | undefined;
}

/** Who is back sooner than this, ms, finds the session as it was, without being asked. */
const BRIEF = 5000;

function opened(plan: SessionPlan): Standing {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const id = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const now = Date.now();
  return { id, plan, opened: now, last: now, at: 0, nextSeq: 0, step: 0, exercise: 0, state: "open", flow: begin() };
}

export class Player {
  flow: Flow = $state.raw(begin());
  device: Device = $state.raw() as Device;
  /** Why the device does not keep what was done, or null. */
  unsaved: "full" | "refused" | null = $state(null);
  /** Everything so far is on this device's disk. */
  saved = $state(false);
  /** Progress within timed steps (s), by step and exercise, so that a pause does not start them again. */
  readonly elapsed: Record<string, number> = {};
  readonly extra: Record<string, number> = {};
  readonly lacks: readonly string[];
  /** The person said on their page that it is too much today. */
  readonly saidAtHome = location.hash === "#shorter";
  readonly plan: SessionPlan;
  readonly log: Log;
  /** It speaks the language of the page's words, which is the plan's where the page has it. */
  readonly voice = new Voice(globalThis.localSpeech, () => document.documentElement.lang || "en");
  voiceState: State = $state("none");
  /** When the page was hidden, if that interrupted the session. */
  #hidden: number | null = null;

  constructor(device: Device, plan: SessionPlan, standing: Standing | null, seal: Seal, lacks: readonly string[]) {
    this.plan = plan;
    this.lacks = lacks;
    this.device = device;
    const from = standing ?? opened(plan);
    this.flow = { ...begin(), ...from.flow };
    this.log = new Log(from, appending(seal));
    this.log.onfailure = (failure) => {
      const name = failure instanceof DOMException ? failure.name : "";
      this.unsaved = failure === null ? null : name === "QuotaExceededError" ? "full" : "refused";
    };
    if (standing && this.flow.phase !== "interrupted") this.do({ do: "interrupt", reason: "found_open" });
    // A page put to sleep while hidden has lost its picture without a word.
    if (standing && this.flow.live) this.do({ do: "measured", event: { kind: "camera_lost", reason: "ended" } });
  }

  get step(): Step | undefined {
    return stepOf(this.plan, this.flow);
  }
  /** Lines are spoken: as the person chose, else where the eyes must not leave the glass, or the plan asks for it. */
  get spoken(): boolean {
    const { sound, spoken } = support(this.plan);
    return this.device.voice ?? (sound && (spoken || this.glass));
  }
  /** One cue of the tempo: counted by the voice, else a tone. */
  cue(out: boolean, word: string): void {
    if (this.voice.count(word)) return;
    if (this.device.sound || (this.spoken && this.voice.state !== "ready")) tone(out);
  }
  get glass(): boolean {
    return (this.flow.picture ?? this.plan.picture) === "glass";
  }
  /** Timed steps move on only while this is true. */
  get running(): boolean {
    return this.flow.phase === "playing" && document.visibilityState === "visible";
  }

  /** Called before a step is left, so that what belongs to it is logged before the next one begins. */
  onleave = (): void => {};

  do(input: Input): void {
    if (input.do === "finish") this.onleave();
    const at = this.log.now();
    const [flow, bodies] = play(this.plan, this.flow, input, at);
    this.flow = flow;
    if (bodies.length === 0) return;
    this.saved = false;
    this.log.add(bodies, flow, at);
    if (flow.phase === "closed") {
      mayRest();
      void this.save();
    }
  }

  /** Wait until the disk has everything; also the second try after a failure. */
  async save(): Promise<void> {
    await this.log.flush();
    this.saved = this.log.unwritten === 0;
  }

  keep(part: Partial<Device>): void {
    this.device = { ...this.device, ...part };
    void remember(this.device).catch(() => (this.unsaved = "refused"));
  }

  /** The embodiment statements were answered today: remembered, so that no plan asks for them again too soon. */
  felt(): void {
    this.keep({ felt: { person: this.plan.person, at: Date.now() } });
  }

  /** The first thing the person does opens the session, and says by what they act. */
  #begin(event: Event): void {
    if (event instanceof KeyboardEvent && event.key === "Escape") wakeSound();
    else this.used(support(this.plan).scanning ? "switch" : variant(event));
  }

  /** The person acts, by this means. */
  used(input: Opened["input"]): void {
    wakeSound();
    this.voice.wake();
    if (this.flow.phase !== "closed") void stayAwake();
    if (this.flow.phase !== "waiting") return;
    const browser = family(navigator.userAgent);
    const recent = answeredLately(this.plan, this.device.felt, Date.now());
    const lesson = taught(this.plan, this.device);
    this.do({ do: "open", input, browser, lacks: this.lacks.slice(0, 16), recent, taught: lesson, shorter: this.saidAtHome });
  }

  /** Listen to the page for as long as the session is shown; returns how to stop listening. */
  listen(left: () => void): () => void {
    const ends = new AbortController();
    const { signal } = ends;
    for (const kind of ["pointerdown", "keydown", "click"]) {
      window.addEventListener(kind, (event) => this.#begin(event), { capture: true, signal });
    }
    window.addEventListener("keydown", (event) => this.#escape(event), { signal });
    document.addEventListener("visibilitychange", () => this.#visible(), { signal });
    window.addEventListener("pagehide", () => {
      this.do({ do: "interrupt", reason: "closed" });
      this.log.leave();
      left();
    }, { signal });
    return () => ends.abort();
  }

  #escape(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    this.do({ do: "stop", by: "escape" });
  }

  #visible(): void {
    if (document.visibilityState === "hidden") {
      // Logged at once: it is the last thing a phone lets a page do before it may be put to sleep for good.
      const before = this.flow;
      this.do({ do: "interrupt", reason: "hidden" });
      this.#hidden = this.flow === before || before.phase === "interrupted" ? null : this.log.now();
    } else if (this.flow.phase !== "waiting" && this.flow.phase !== "closed") {
      void stayAwake();
      if (this.#hidden !== null && this.log.now() - this.#hidden < BRIEF) this.do({ do: "go_on" });
      this.#hidden = null;
    }
  }

  /** Whether this step shows the limb, so that a picture is needed. */
  get looking(): boolean {
    return looks(this.step);
  }
}
