// A reminder for clinicians while this page is open: without sound, and kept nowhere.

export class Reminder {
  /** Minutes between two of them; 0 for none. */
  every = $state(0);
  due = $state(false);
  #since = 0;

  /** From now on after so many minutes. */
  set(minutes: number, now: number): void {
    this.every = minutes;
    this.answered(now);
  }

  /** Noticed or put off: the next one comes after the same time. */
  answered(now: number): void {
    this.due = false;
    this.#since = now;
  }

  /** Look at the clock, in ms; a page in the background is given the time less often than others. */
  look(now: number): void {
    if (this.every > 0 && now - this.#since >= 60_000 * this.every) this.due = true;
  }
}
