// The sessions beyond the newest, fetched a page at a time when somebody asks for them.
import { asProblem, get } from "../shared/api";
import type { Problem, SessionCard, SessionPage } from "../shared/contract";

export class Older {
  cards = $state<SessionCard[]>([]);
  /** Whether there are sessions before the last one shown. */
  more = $state(false);
  busy = $state(false);
  problem = $state<Problem | undefined>(undefined);

  /** `path` is that of the page with the newest: `/today`, or `/people/` with an id. */
  constructor(
    readonly path: string,
    readonly newest: readonly SessionCard[],
    more: boolean,
  ) {
    this.more = more;
  }

  /** All that is here, newest first. */
  get all(): SessionCard[] {
    return [...this.newest, ...this.cards];
  }

  async fetch(): Promise<void> {
    const last = this.all.at(-1);
    if (!last || this.busy) return;
    this.busy = true;
    this.problem = undefined;
    try {
      const page = await get<SessionPage>(`${this.path}/before/${encodeURIComponent(last.id)}`);
      this.cards = [...this.cards, ...page.sessions];
      this.more = page.older;
    } catch (error) {
      this.problem = asProblem(error);
    } finally {
      this.busy = false;
    }
  }
}
