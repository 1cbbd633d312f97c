import { expect, it } from "vitest";
import { lacking, words } from "./words";

function* texts(part: unknown, path: string): Generator<[string, string]> {
  if (typeof part === "string") yield [path, part];
  else for (const [key, value] of Object.entries(part as object)) yield* texts(value, `${path}.${key}`);
}

it("says nothing in more than eight words a sentence", () => {
  const all = [...texts(words, "words")];
  expect(all.length).toBeGreaterThan(60);
  for (const [path, text] of all) {
    for (const sentence of text.split(/[.?!]\s*/).filter(Boolean)) {
      expect(sentence.trim().split(/\s+/).length, `${path}: "${sentence}"`).toBeLessThanOrEqual(8);
    }
  }
});

it("never tells anyone to hold their breath, and keeps no streak", () => {
  for (const [path, text] of texts(words, "words")) expect(text, path).not.toMatch(/\b(breath|streak|cures?|heals?)\b/i);
});

it("says each thing a browser lacks once, in one of two places", () => {
  const ids = ["navigation_api", "frame_callback", "capture_time", "something_new"];
  expect(lacking(ids, false)).toEqual([words.lacks["navigation_api"], words.lacks["other"]]);
  expect(lacking(ids, true)).toEqual([words.lacks["frame_callback"]]);
});
