// When the outbox runs: at load, on the network's return, when the page is looked at, and again after a failure.
import { post } from "./api";
import type { Batch, Receipt, SentEntry } from "./contract";
import { misfit } from "./fit";
import { sha256 } from "./hash";
import { backoff, type Door, type Round, sendShelves } from "./outbox";
import { keyName } from "./seal";
import { acknowledged, type Enrolled, enrolled, lines, type Shelf, type Waiting, waiting, waitingIds } from "./store";

/** No more bytes a second than this are sent: far more than sessions make, and a bound for code that is not ours. */
const BYTES_A_SECOND = 500_000;

/** Where the lines of each shelf go, and in which body. */
const WAYS: Record<Shelf, { path(id: string): string; body(person: string, texts: string[]): Batch | SentEntry }> = {
  lines: { path: (session) => `/sessions/${session}/events`, body: (person, events) => ({ person, events }) },
  entries: { path: (id) => `/entries/${id}`, body: (person, [line]) => ({ person, line: line! }) },
};

/** The ways out for the lines of one person, who is signed in here. */
async function doorsOf({ person, key }: Enrolled): Promise<Door[]> {
  const named = key === null ? null : await keyName(key);
  return (Object.keys(WAYS) as Shelf[]).map((shelf) => doorOf(shelf, person, named));
}

function doorOf(shelf: Shelf, person: string, key: string | null): Door {
  return {
    sessions: () => waitingIds(shelf, person),
    lines: (session) => lines(shelf, session, person),
    hash: sha256,
    acknowledged: (session, seqs) => acknowledged(shelf, session, seqs),
    misfit: (record, session) => misfit(record, session, key, shelf),
    async post(session, events) {
      const bytes = events.reduce((sum, line) => sum + line.length, 0);
      const paced = pause(bytes / BYTES_A_SECOND);
      try {
        return await post<Receipt>(WAYS[shelf].path(session), WAYS[shelf].body(person, events));
      } finally {
        await paced; // after a refusal too
      }
    },
  };
}

const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

/** What stands to be sent from this device, in a form a page can show. */
class Sending {
  /** How many entries wait here, and whose; undefined until they were counted, so that nothing is said before. */
  waits = $state<Waiting | undefined>(undefined);
  last = $state<Round | undefined>(undefined);
  /** Counts rounds that moved something, so that pages know to look again. */
  arrived = $state(0);
  /** Whose lines are sent: the person signed in here now. */
  #who: Enrolled | undefined;
  /** Not a state: an effect that starts sending must not be woken by it. */
  #busy: Promise<void> | undefined;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #listens = false;

  /** Entries of the person whose device this is. */
  get waiting(): number | undefined {
    return this.waits?.mine;
  }

  /** All entries here, whosever they are. */
  get all(): number {
    return this.waits ? this.waits.mine + this.waits.others + this.waits.unknown : 0;
  }

  /** Count what waits, without sending. */
  async count(): Promise<void> {
    const whose = this.#who ?? (await enrolled());
    this.waits = await waiting(whose?.person ?? null);
  }

  /** Start sending this person's lines, and keep at it while the page lives. */
  start(who: Enrolled): void {
    this.#who = who;
    if (!this.#listens) {
      this.#listens = true;
      addEventListener("online", () => void this.now());
      // Come back to by the browser's Back, without a new load: a session may have been played meanwhile.
      window.addEventListener("pageshow", (event) => (event.persisted ? void this.now() : undefined));
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "visible") void this.now();
      });
    }
    void this.now();
  }

  /** Nobody's lines are sent until `start`: the person has signed out, or another is signed in. */
  stop(): void {
    this.#who = undefined;
    clearTimeout(this.#timer);
    void this.count();
  }

  /** Send now; one tab at a time where the browser can tell (elsewhere the same batch twice does no harm). */
  async now(): Promise<void> {
    if (!this.#who) return;
    this.#busy ??= this.#once(this.#who).finally(() => (this.#busy = undefined));
    await this.#busy;
  }

  async #once(who: Enrolled): Promise<void> {
    try {
      await this.count();
      if (!navigator.locks) await this.#round(who);
      else await navigator.locks.request("mirra-outbox", { ifAvailable: true }, async (lock) => (lock ? this.#round(who) : undefined));
    } finally {
      await this.count();
    }
  }

  async #round(who: Enrolled): Promise<void> {
    clearTimeout(this.#timer);
    const before = (await waiting(who.person)).mine;
    // Without SHA-256 (an address that is not https) nothing can be proved, so nothing is sent and nothing deleted.
    const round: Round = crypto.subtle
      ? await sendShelves(await doorsOf(who), () => void this.count())
      : { end: "insecure", troubles: new Map(), retryAfter: 0 };
    this.last = round;
    if ((await waiting(who.person)).mine < before) this.arrived += 1;
    const again = round.end === "unreachable";
    this.#failures = again ? this.#failures + 1 : 0;
    if (again) this.#timer = setTimeout(() => void this.now(), 1000 * backoff(this.#failures, round.retryAfter));
  }
}

export const sending = new Sending();
