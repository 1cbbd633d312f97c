// Keeps words in sight: what takes room beside them is taken away step by step, until the words fit.

/** First the lines are joined, then the shown movement is hidden, then large text becomes smaller, at last as small as usual text. */
const STEPS = ["close", "bare", "small", "least"];

/** Marks `place` with the steps that its `words` need. Returns whether they must be scrolled to even so. */
export function fitted(place: HTMLElement, words: HTMLElement): boolean {
  const over = () => words.offsetHeight > place.clientHeight;
  for (let step = 0; step <= STEPS.length; step += 1) {
    place.dataset.fit = STEPS.slice(0, step).join(" ");
    if (!over()) return false;
  }
  return true;
}
