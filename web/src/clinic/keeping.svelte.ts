// Whether the browser promised to keep what lies here: asked when a device is connected, and again from its page.
import { keep, KEPT } from "../shared/store";

class Keeping {
  /** Undefined until the browser has answered. */
  kept = $state<boolean | undefined>(undefined);

  /** What the browser has promised so far. Where it decides by itself, it is asked again, for it may by now. */
  async look(): Promise<void> {
    const asksPerson = /Firefox\//.test(navigator.userAgent); // by a question on the screen: only when something is pressed
    await this.#told(asksPerson ? navigator.storage?.persisted?.() : navigator.storage?.persist?.());
  }

  /** Ask the browser; called when the person presses something, since some browsers then ask them. */
  async ask(): Promise<void> {
    await this.#told(navigator.storage?.persist?.());
  }

  /** A browser without an answer has promised nothing. */
  async #told(answer: Promise<boolean> | undefined): Promise<void> {
    try {
      this.kept = (await answer) ?? false;
    } catch {
      this.kept = false;
    }
    await keep(KEPT, this.kept);
  }
}

export const keeping = new Keeping();
