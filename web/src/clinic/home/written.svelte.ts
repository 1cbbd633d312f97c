// What was written in the diary since this page was loaded. On the device it lies encrypted, where this page cannot read it.
import { SvelteMap } from "svelte/reactivity";
import type { Draft } from "./diary";

class Written {
  #days = new SvelteMap<string, Draft>();

  /** What this person wrote for a day. */
  of(person: string, day: string): Draft | undefined {
    return this.#days.get(`${person} ${day}`);
  }

  keep(person: string, day: string, draft: Draft): void {
    this.#days.set(`${person} ${day}`, draft);
  }
}

export const written = new Written();
