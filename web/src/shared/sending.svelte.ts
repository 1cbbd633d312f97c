// When the outbox runs: at load, on the network's return, when the page is looked at, and again after a failure.
import { post } from "./api";
import type { Receipt } from "./contract";
import { sha256 } from "./hash";
import { backoff, type Door, type Round, sendAll } from "./outbox";
import { acknowledged, forget, lines, sessions, unsent } from "./store";

const door: Door = {
  sessions,
  lines,
  hash: sha256,
  acknowledged,
  forget,
  post: (session, events) => post<Receipt>(`/sessions/${session}/events`, { events }),
};

/** What stands to be sent from this device, in a form a page can show. */
class Sending {
  /** How many notes wait here; undefined until they were counted, so that nothing is said before. */
  waiting = $state<number | undefined>(undefined);
  last = $state<Round | undefined>(undefined);
  /** Counts rounds that moved something, so that pages know to look again. */
  arrived = $state(0);
  /** Not a state: an effect that starts sending must not be woken by it. */
  #busy = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #started = false;

  /** Count what waits, without sending. */
  async count(): Promise<void> {
    this.waiting = await unsent();
  }

  /** Start sending, and keep at it while the page lives. */
  start(): void {
    if (!this.#started) {
      this.#started = true;
      addEventListener("online", () => void this.now());
      // Come back to by the browser's Back, without a new load: a session may have been played meanwhile.
      window.addEventListener("pageshow", (event) => (event.persisted ? void this.now() : undefined));
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "visible") void this.now();
      });
    }
    void this.now();
  }

  /** Send now; one tab at a time where the browser can tell (elsewhere the same batch twice does no harm). */
  async now(): Promise<void> {
    if (this.#busy || !this.#started) return;
    this.#busy = true;
    try {
      await this.count();
      if (!navigator.locks) await this.#round();
      else await navigator.locks.request("mirra-outbox", { ifAvailable: true }, async (lock) => (lock ? this.#round() : undefined));
    } finally {
      await this.count();
      this.#busy = false;
    }
  }

  async #round(): Promise<void> {
    clearTimeout(this.#timer);
    const before = this.waiting ?? 0;
    // Without SHA-256 (an address that is not https) nothing can be proved, so nothing is sent and nothing deleted.
    const round: Round = crypto.subtle
      ? await sendAll(door, () => void this.count())
      : { end: "insecure", troubles: new Map(), retryAfter: 0 };
    this.last = round;
    if ((await unsent()) < before) this.arrived += 1;
    const again = round.end === "unreachable";
    this.#failures = again ? this.#failures + 1 : 0;
    if (again) this.#timer = setTimeout(() => void this.now(), 1000 * backoff(this.#failures, round.retryAfter));
  }
}

export const sending = new Sending();
