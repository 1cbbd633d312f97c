// The voice: reads what stands on the screen, and counts with the tempo. Only voices of this device are used (no-network.js); where
// there is none, or it fails, tones take its place.

/** What this device can speak with: `remote` where only voices of a server know the language, which are not used. */
export type State = "ready" | "remote" | "none";

/** The part of the browser's speech that the session page is left (no-network.js). */
export interface Speech {
  state(lang: string): State;
  /** Speak a text; `tell` hears "start", "end", or the name of an error. */
  say(text: string, lang: string, rate: number, tell: (told: string) => void): void;
  cancel(): void;
  onvoices(tell: () => void): void;
}

/** A voice that has not begun by then, ms, is taken for none: some browsers stay silent without a word. */
const BEGINS = 5000;
/** These ends come from ourselves, or from a browser that waits for the person's first press. */
const NO_FAILURE = new Set(["canceled", "interrupted"]);
const ASLEEP = "not-allowed";

export class Voice {
  on = false;
  rate = 1;
  /** Called when what the voice can do has changed. */
  onstate: () => void = () => {};
  #waiting: string[] = [];
  #turn = 0;
  #saying: "line" | "count" | null = null;
  #failed = false;
  #asleep = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly speech: Speech | undefined, private readonly lang: () => string) {
    speech?.onvoices(() => this.onstate());
  }

  get state(): State {
    return this.#failed ? "none" : (this.speech?.state(this.lang()) ?? "none");
  }
  /** It is wanted, and this device can. */
  get speaks(): boolean {
    return this.on && this.state === "ready";
  }
  /** It is in the middle of its lines. */
  get busy(): boolean {
    return this.speaks && !this.#asleep && (this.#waiting.length > 0 || this.#saying === "line");
  }

  /** A new screen: what was being said is broken off. */
  read(lines: readonly string[]): void {
    this.quiet();
    this.add(lines);
  }

  /** Something more on the same screen. */
  add(lines: readonly string[]): void {
    if (!this.speaks) return;
    this.#waiting.push(...lines);
    if (this.#saying !== "line") this.#next();
  }

  /** Say one word of the count now; false where it is not said, so that a tone takes its place. */
  count(word: string): boolean {
    if (!this.speaks || this.#asleep || this.busy) return false;
    this.quiet();
    this.#say(word, "count");
    return this.speaks;
  }

  quiet(): void {
    this.#waiting = [];
    this.#over();
    this.speech?.cancel();
  }

  /** The person has pressed something, so a browser that waited for it lets the voice speak. */
  wake(): void {
    if (!this.#asleep) return;
    this.#asleep = false;
    this.#next();
  }

  #next(): void {
    const line = this.#waiting.shift();
    if (line !== undefined) this.#say(line, "line");
  }

  #say(text: string, kind: "line" | "count"): void {
    this.#over();
    const turn = this.#turn;
    this.#saying = kind;
    this.#timer = setTimeout(() => this.#fail(), BEGINS);
    this.speech?.say(text, this.lang(), this.rate, (told) => turn === this.#turn && this.#told(told, text));
  }

  #told(told: string, text: string): void {
    clearTimeout(this.#timer);
    if (told === "start") return;
    this.#over();
    if (told === "end" || NO_FAILURE.has(told)) return this.#next();
    if (told !== ASLEEP) return this.#fail();
    this.#asleep = true;
    this.#waiting.unshift(text);
  }

  #fail(): void {
    this.#failed = true;
    this.quiet();
    this.onstate();
  }

  /** Nothing is being said any more; what is still told of it is not listened to. */
  #over(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#saying = null;
  }
}
