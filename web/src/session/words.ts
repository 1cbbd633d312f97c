// The session's own words: plain, at most eight words a sentence. Anything clinical comes from the plan.
import { words as all } from "../words/words.svelte";

export { counted, fill } from "../words/words.svelte";
/** They change in place when another language is spoken. */
export const words = all.session;

const measuring = new Set(["video_frame", "frame_callback", "capture_time", "worker", "wasm_simd", "offscreen_canvas"]);

/** What the missing parts of a browser mean for the person: those that only make measuring poorer, or the others. */
export function lacking(ids: readonly string[], ofMeasuring: boolean): string[] {
  const told: Record<string, string> = words.lacks;
  const said = ids.filter((id) => measuring.has(id) === ofMeasuring).map((id) => told[id] ?? words.lacks.other);
  return [...new Set(said)];
}
