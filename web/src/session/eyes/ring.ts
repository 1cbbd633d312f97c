interface Slot<T> {
  held: T;
  /** When what it holds was captured, ms. */
  at: number;
}

/**
 * Keeps what was captured in the last moments, each in a place that is used again and again, so that memory stays flat.
 * Without a delay there is one place.
 */
export class Ring<T> {
  /** In order of their time: the latest last. */
  #slots: Slot<T>[] = [];

  constructor(
    private readonly make: () => T,
    private readonly most = 64,
  ) {}

  /** A place for what is captured at `at`: one that nobody will ask for any more, else a new one. */
  take(at: number, delay: number): T {
    // A clock that was changed makes all that is older worthless.
    if (this.#slots.some((slot) => slot.at > at)) for (const slot of this.#slots) slot.at = -Infinity;
    const [oldest, next] = this.#slots;
    const free = delay === 0 || (next !== undefined && next.at <= at - delay) || this.#slots.length >= this.most;
    const slot = oldest && (free || oldest.at === -Infinity) ? this.#slots.shift()! : { held: this.make(), at };
    slot.at = at;
    this.#slots.push(slot);
    return slot.held;
  }

  /** What was captured nearest to `at`; null while all that is held is more than `within` ms away from it. */
  nearest(at: number, within: number): T | null {
    let best: Slot<T> | null = null;
    for (const slot of this.#slots) if (!best || Math.abs(slot.at - at) <= Math.abs(best.at - at)) best = slot;
    return best && Math.abs(best.at - at) <= within ? best.held : null;
  }

  /** Gives up everything; `drop` leaves nothing in what was held. */
  clear(drop: (held: T) => void): void {
    for (const { held } of this.#slots.splice(0)) drop(held);
  }
}
