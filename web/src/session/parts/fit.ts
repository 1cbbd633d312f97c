// Words stay in sight: what takes room beside them is left away step by step, only until they fit.

/** First the lines run on, then the shown movement goes, then large text becomes smaller, at last as small as usual text. */
const STEPS = ["close", "bare", "small", "least"];

/** Mark `place` with the steps that `words` in it need; whether they must be scrolled to all the same. */
export function fitted(place: HTMLElement, words: HTMLElement): boolean {
  const over = () => words.offsetHeight > place.clientHeight;
  for (let step = 0; step <= STEPS.length; step += 1) {
    place.dataset.fit = STEPS.slice(0, step).join(" ");
    if (!over()) return false;
  }
  return true;
}
