// Whether this device can start a session without the network: asked of the service worker, never assumed.

/** What the service worker answers: how many of its files the cache holds. */
interface Kept {
  have: number;
  of: number;
}

class Offline {
  /** "unknown" until asked; "cannot" where the browser has no service worker or the address is not secure. */
  state = $state<"unknown" | "fetching" | "ready" | "cannot">("unknown");
  have = $state(0);
  of = $state(0);

  async start(): Promise<void> {
    if (!("serviceWorker" in navigator) || import.meta.env.DEV) {
      this.state = "cannot";
      return;
    }
    navigator.serviceWorker.addEventListener("message", (event: MessageEvent<Kept>) => this.#told(event.data));
    try {
      const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
      // A newer version that is ready takes over now, while no session runs; pages keep what they have loaded.
      registration.waiting?.postMessage("take over");
      registration.addEventListener("updatefound", () => this.#follow(registration.installing));
      this.#follow(registration.installing);
      (await navigator.serviceWorker.ready).active?.postMessage("what is kept");
    } catch {
      navigator.serviceWorker.controller?.postMessage("what is kept");
    }
  }

  #follow(worker: ServiceWorker | null): void {
    worker?.addEventListener("statechange", () => {
      if (worker.state === "activated") worker.postMessage("what is kept");
    });
  }

  #since = 0;

  #told(kept: Kept): void {
    if (typeof kept?.of !== "number") return;
    this.have = kept.have;
    this.of = kept.of;
    this.#since ||= performance.now();
    // Progress is shown only for what takes longer than two seconds.
    if (kept.have === kept.of && kept.of > 0) this.state = "ready";
    else if (performance.now() - this.#since > 2000) this.state = "fetching";
  }
}

export const offline = new Offline();
