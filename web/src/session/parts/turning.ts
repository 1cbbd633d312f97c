// A pressed answer is seen for a moment, then the screen turns to the next; a trembling second press does not answer that.
const SEEN = 200;
const TREMBLE = 300;

export class Turning {
  #since: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly now = () => performance.now()) {
    this.#since = now();
  }

  /** A new screen has come up. */
  shown(): void {
    this.#since = this.now();
    clearTimeout(this.#timer);
  }

  /** Whether a press at this moment can be meant for this screen. */
  get meant(): boolean {
    return this.now() - this.#since >= TREMBLE;
  }

  /** Turn to the next screen once the answer has been seen; the last press counts. */
  then(next: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(next, SEEN);
  }

  /** The screen is gone. */
  stop(): void {
    clearTimeout(this.#timer);
  }
}
