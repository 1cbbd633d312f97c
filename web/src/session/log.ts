// The log: stamps events in order and writes them one after another; says so when the device cannot keep them.
import type { Event } from "../shared/contract";
import { displayId } from "../shared/display";
import type { Running } from "../shared/store";
import { wall } from "../shared/wall";
import { shownIn } from "./flow";
import type { Standing } from "./standing";
import type { Body, Flow } from "./state";

type Write = (event: Event, running: Running, strict: boolean) => Promise<void>;
const STRICT = new Set<Event["kind"]>(["opened", "step_ended", "stopped", "interrupted", "closed"]);

export class Log {
  /** Called with the failure when an event could not be written, and with null once all are. */
  onfailure: (failure: unknown) => void = () => {};
  #waiting: { event: Event; standing: Standing }[] = [];
  #writing: Promise<void> | null = null;
  #standing: Standing;
  #started: number;
  #failed = false;

  constructor(standing: Standing, private readonly write: Write, private readonly monotonic = () => performance.now()) {
    this.#standing = standing;
    this.#started = monotonic() - standing.at;
  }

  /** Milliseconds of this session on the monotonic clock; a reload goes on from the last event. */
  now(): number {
    return Math.max(this.#standing.at, Math.round((this.monotonic() - this.#started) * 1000) / 1000);
  }

  get session(): string {
    return this.#standing.id;
  }

  /** Stamp events with the same moment and hand them to the store, with the flow they lead to. */
  add(bodies: Body[], flow: Flow, at: number): void {
    const date = new Date();
    const display = displayId(shownIn(this.#standing.plan, flow));
    for (const body of bodies) {
      const seq = this.#standing.nextSeq;
      const event = { v: 1, session: this.#standing.id, seq, at, wall: wall(date), display, ...body } as Event;
      // Words of the person's own are sealed in their event, and lie nowhere else.
      this.#standing = {
        ...this.#standing, at, flow: { ...flow, note: "" }, last: date.getTime(), nextSeq: seq + 1, step: flow.step, exercise: flow.exercise,
        state: flow.phase === "closed" ? "closed" : "open",
      };
      this.#waiting.push({ event, standing: this.#standing });
    }
    if (!this.#failed) void this.flush();
  }

  /** Write what waits, in order; after a failure this tries again from the first unwritten event. */
  flush(): Promise<void> {
    this.#writing ??= this.#drain().finally(() => (this.#writing = null));
    return this.#writing;
  }

  async #drain(): Promise<void> {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      try {
        await this.write(next.event, next.standing, STRICT.has(next.event.kind));
      } catch (failure) {
        this.#failed = true;
        return this.onfailure(failure);
      }
      this.#waiting.shift();
    }
    if (this.#failed) this.onfailure(null);
    this.#failed = false;
  }

  /** The page is going: hand over now what still stands behind the write under way, for no later turn will come.
   * What is refused waits again, for a page that the browser brings back from its cache. */
  leave(): void {
    for (const last of this.#waiting.splice(this.#writing ? 1 : 0)) {
      this.write(last.event, last.standing, true).catch((failure: unknown) => {
        this.#waiting.push(last);
        this.#failed = true;
        this.onfailure(failure);
      });
    }
  }

  /** How many events are not yet on this device's disk. */
  get unwritten(): number {
    return this.#waiting.length;
  }
}
