// What the voice reads: the words that stand on the screen, in their order, and then what comes new.
import type { Voice } from "./voice";

const LINES = "h1, h2, p, li, label, dt, dd, .card, .list [role=radio], [data-say]";
/** Not read: what is hidden, what counts by itself, and which part of the session this is. */
const SILENT = "[aria-hidden=true], [data-quiet], .unseen, .where, .pace, [role=progressbar]";

const said = (node: Element): string => {
  const copy = node.cloneNode(true) as Element;
  for (const part of copy.querySelectorAll(SILENT)) part.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
};

/** The lines on the screen as they are read. */
export function linesOf(root: Element): string[] {
  const found = [...root.querySelectorAll(LINES)].filter((node) => !node.closest(SILENT) && !node.parentElement?.closest(LINES));
  return found.map(said).filter(Boolean);
}

/** The lines that were not there before. */
export const news = (before: readonly string[], now: readonly string[]): string[] => now.filter((line) => !before.includes(line));

/** Have the voice read this part of the page; `again` reads it once more. */
export function reading(root: Element, voice: Voice): { again: () => void; stop: () => void } {
  let heading: Element | null = null;
  let title = "";
  let before: string[] = [];
  const look = (): void => {
    const now = linesOf(root);
    const present = root.querySelector("h1");
    if (present !== heading || (present?.textContent ?? "") !== title) voice.read(now);
    else voice.add(news(before, now));
    heading = present;
    title = present?.textContent ?? "";
    before = now;
  };
  // A screen changes in several steps; it is read once they are done.
  let timer: ReturnType<typeof setTimeout> | undefined;
  const changed = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(look, 30);
  });
  changed.observe(root, { childList: true, subtree: true, characterData: true });
  look();
  return {
    again: () => voice.read(before),
    stop: () => {
      changed.disconnect();
      clearTimeout(timer);
      voice.quiet();
    },
  };
}
