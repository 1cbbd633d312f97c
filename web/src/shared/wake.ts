// Keeps the screen lit during a session where the browser can; it lets go by itself when the tab is hidden.
let lock: WakeLockSentinel | null = null;

export async function stayAwake(): Promise<void> {
  if (lock && !lock.released) return;
  try {
    lock = (await navigator.wakeLock?.request("screen")) ?? null;
  } catch {
    lock = null; // refused, for example on low battery: the session works all the same
  }
}

export function mayRest(): void {
  void lock?.release();
  lock = null;
}
