// What the coach says, and when: the first check that fails, once it has failed for a while; and kindly when the limb is lost.
import type { SetUp } from "../shared/contract";

type Check = SetUp["checks"][number];
export type Passed = Partial<Record<Check, { passed: boolean; value: number }>>;

/** The check to speak about, "good" when all wanted checks passed and the limb was among them, or null. */
export function about(wanted: readonly Check[], checks: Passed): Check | "good" | null {
  const known = wanted.filter((check) => checks[check]);
  const failing = known.find((check) => !checks[check]?.passed);
  if (failing) return failing;
  return known.length === wanted.length && wanted.includes("in_view") ? "good" : null;
}

/** Lets a changing value through only after it has stood still, so that the coach does not chatter. */
export class Steady<T> {
  #value: T | null = null;
  #since = 0;
  #said: T | null = null;
  constructor(private readonly wait: number) {}

  /** The value newly settled at `at` ms, or null when there is nothing new to say. */
  settle(value: T | null, at: number): T | null {
    if (value !== this.#value) {
      this.#value = value;
      this.#since = at;
    }
    if (value === null || value === this.#said || at - this.#since < this.wait) return null;
    this.#said = value;
    return value;
  }
}

/** Tells when to say that the limb left the view: after three seconds away, not again within twenty. */
export class Lost {
  #away = 0;
  #said = -Infinity;
  /** Whether the words should stand on the screen. */
  showing = false;

  /** One second of tracking; true when the words are to be said now. */
  second(inView: number, at: number): boolean {
    this.#away = inView < 0.2 ? this.#away + 1 : 0;
    this.showing = this.#away >= 3;
    if (!this.showing || at - this.#said < 20_000) return false;
    this.#said = at;
    return true;
  }
}
