// Seconds of practice: they pass only while the page is seen, and never in a leap.
const LEAP = 0.25;

/** Calls `tick` at each repaint with the seconds since the last; returns how to end it. */
export function ticker(tick: (seconds: number) => void): () => void {
  let last = performance.now();
  let frame = requestAnimationFrame(function next(now) {
    // A repaint may bear a time before this began; going back to it would count those milliseconds twice.
    const passed = Math.max(0, now - last) / 1000;
    last = Math.max(last, now);
    if (passed > 0) tick(Math.min(passed, LEAP));
    frame = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(frame);
}
