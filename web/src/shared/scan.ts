// One switch is enough: the buttons are lit one after another, and the switch chooses the lit one. It never runs out.

/** What a person may choose from, in the order of the page. */
const CHOICES = "button:not([disabled]), a[href], input:not([disabled]), textarea:not([disabled]), summary";

/** The next place of `count`, after `at`; -1 where there is none. */
export const following = (at: number, count: number): number => (count === 0 ? -1 : (at + 1) % count);

const shown = (one: HTMLElement): boolean => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().height > 0;
/** The one thing to do now, which need not wait for its light: a press that is timed marks it at once. */
const due = (): HTMLElement | undefined => choices().find((one) => one.dataset["now"] !== undefined);
const choices = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(CHOICES)].filter(shown);

/**
 * Light each choice for so many seconds, and take any key but Escape, or any press, as the switch. `onuse` is called before the
 * lit one is chosen. Where something is marked as the one thing to do now, it alone is lit, and a press takes it. Returns how to end it.
 */
export function scan(seconds: number, onuse: () => void): () => void {
  let lit: HTMLElement | null = null;
  const light = (one: HTMLElement | null) => {
    lit?.classList.remove("lit");
    lit = one;
    one?.classList.add("lit");
    one?.scrollIntoView({ block: "nearest" });
  };
  const step = () => {
    const all = choices();
    light(due() ?? all[following(lit ? all.indexOf(lit) : -1, all.length)] ?? null);
  };
  const use = (event: Event) => {
    // Our own click on the lit one comes through here too; it is let by.
    if (!event.isTrusted) return;
    if (event instanceof KeyboardEvent && (event.key === "Escape" || event.repeat)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type === "click" || event.type === "keyup") return;
    onuse();
    const chosen = due() ?? lit;
    if (!chosen?.isConnected) return;
    chosen.click();
    // A new screen is lit from its first button; the same one goes on where it was.
    clearInterval(timer);
    timer = setInterval(step, seconds * 1000);
    if (!chosen.isConnected) light(null);
    requestAnimationFrame(() => due() && light(due()!));
  };
  const ends = new AbortController();
  for (const kind of ["keydown", "keyup", "pointerdown", "click"]) {
    window.addEventListener(kind, use, { capture: true, signal: ends.signal });
  }
  let timer = setInterval(step, seconds * 1000);
  return () => {
    clearInterval(timer);
    ends.abort();
    light(null);
  };
}
