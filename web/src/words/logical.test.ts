import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/** Sides of the body and of the picture are the same in every language: the mirror line, the picture's place, the cue bar. */
const OF_THE_BODY = /session[/]Session\.svelte$/;
const PHYSICAL = /\b(margin|padding|border)-(left|right)\b|\b(text-align|float|clear):\s*(left|right)\b/;

it("lays pages out by the direction of the language, not by left and right", () => {
  const src = join(import.meta.dirname, "..");
  const files = readdirSync(src, { recursive: true, encoding: "utf-8" }).filter((name) => /\.(css|svelte)$/.test(name));
  expect(files.length).toBeGreaterThan(50);
  const found = files.filter((name) => !OF_THE_BODY.test(name.replaceAll("\\", "/")) && PHYSICAL.test(readFileSync(join(src, name), "utf-8")));
  expect(found).toEqual([]);
});
