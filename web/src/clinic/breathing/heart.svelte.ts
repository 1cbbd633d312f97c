// The heart as the page knows it: the strap's state, the rate as told, and all beats since it was connected.
import type { HeartFile } from "../../shared/contract";
import { type Beat, Beats, evenly } from "./beats";
import { swing } from "./coherence";
import { ask, listen } from "./strap";

/** s after which a rate that was not told again is none: the last one must not stay on the screen. */
const OLD = 5;

export class Heart {
  state = $state<"none" | "connecting" | "connected" | "lost" | "refused">("none");
  contact = $state<boolean | null>(null);
  /** Notifications came, but none of them with intervals between beats. */
  without = $state(false);
  #told = $state.raw<{ rate: number; at: number } | null>(null);
  beats = $state.raw<readonly Beat[]>([]);
  #all: Beats;
  #stop: (() => void) | undefined;
  #intervals = 0;
  #packets = 0;

  constructor(readonly rules: HeartFile) {
    this.#all = new Beats(rules);
  }

  /** Have the person choose a strap; call it from a press. */
  async connect(): Promise<void> {
    try {
      const device = await ask();
      this.state = "connecting";
      this.#stop = listen(device, {
        connected: () => (this.state = "connected"),
        packet: ({ rate, contact, intervals }, arrival) => {
          this.contact = contact;
          this.#told = contact === false ? null : { rate, at: arrival };
          this.#packets += 1;
          this.#intervals += intervals.length;
          this.without = this.#packets >= 10 && this.#intervals === 0;
          if (contact === false) this.#all.lost();
          else this.#all.take(intervals, arrival);
          this.beats = [...this.#all.all];
        },
        lost: () => {
          this.state = "lost";
          this.#told = null;
          this.#all.lost();
        },
      });
    } catch {
      this.state = "refused";
    }
  }

  /** Beats a minute as the strap told them just now, in s of the same clock; null while it tells none. */
  rate(now: number): number | null {
    return this.#told && now - this.#told.at < OLD ? this.#told.rate : null;
  }

  /** The coherence ratio from one time to another, in s; null where too much is missing. */
  coherence(from: number, to: number): number | null {
    const values = evenly(this.beats, from, to, this.rules);
    return values && (swing(values, this.rules)?.ratio ?? null);
  }

  disconnect(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#told = null;
    this.#all.lost();
    this.state = "none";
  }
}
