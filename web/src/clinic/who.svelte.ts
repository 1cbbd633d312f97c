// Who is signed in at this device, as far as the page knows.
import { asProblem, get, post, Refusal } from "../shared/api";
import type { Me, Problem } from "../shared/contract";
import { backoff } from "../shared/outbox";
import { sayTimesIn } from "../shared/words";
import { belongsTo } from "./device";

class Who {
  /** Undefined until the first answer. */
  me = $state<Me | undefined>(undefined);
  /** Set while the server cannot be asked. */
  away = $state<Problem | undefined>(undefined);

  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Ask the server; while it cannot be reached, again by itself after a while, and when the network returns. */
  async ask(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      await this.is(await get<Me>("/me"));
      this.away = undefined;
      this.#failures = 0;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 401) this.me = { role: null, name: "", todo: null, person: null, outbox: null, time_zone: null, demonstration: false };
      else {
        this.away = asProblem(error);
        this.#failures += 1;
        this.#timer = setTimeout(() => void this.ask(), 1000 * backoff(this.#failures, error.retryAfter));
      }
    }
  }

  /** The server has said who is here; the session page learns it from the store. */
  async is(me: Me): Promise<void> {
    if (me.role === "patient" && me.person !== null) {
      // Where the browser stores nothing, the page that needs it says so.
      await belongsTo({ person: me.person, key: me.outbox }).catch(() => undefined);
    }
    sayTimesIn(me.time_zone); // before any page says a date
    this.me = me;
  }

  async signOut(): Promise<void> {
    await post("/sign-out");
    await this.ask();
  }
}

export const who = new Who();
