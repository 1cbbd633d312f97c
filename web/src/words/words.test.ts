import { afterEach, describe, expect, it, vi } from "vitest";
import de from "./de.json";
import en from "./en.json";
import es from "./es.json";
import fr from "./fr.json";
import pt from "./pt.json";
import { counted, fill, locale, names, say, speak, words, wordsOf } from "./words.svelte";

const languages: Record<string, object> = { de, en, es, fr, pt };
const codes = Object.keys(languages).filter((code) => code !== "en");
const root = { lang: "", dir: "" };
vi.stubGlobal("document", { documentElement: root });

afterEach(() => speak("en"));

/** Every text by its key; what is counted by its plural form too. */
function texts(part: unknown, key = ""): [string, string][] {
  if (typeof part === "string") return [[key, part]];
  return Object.entries(part as object).flatMap(([name, value]) => texts(value, key ? `${key}.${name}` : name));
}
const places = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

describe.each(codes)("%s", (code) => {
  const told = texts(languages[code]);
  it("has every text of the English, and none beside", () => {
    expect(told.map(([key]) => key)).toEqual(texts(en).map(([key]) => key));
  });
  it("fills the same places", () => {
    const english = new Map(texts(en));
    for (const [key, text] of told) expect(places(text), key).toEqual(places(english.get(key)!));
  });
  it("says nothing in more than eight words a sentence in a session", () => {
    for (const [key, text] of told.filter(([key]) => key.startsWith("session."))) {
      for (const sentence of text.split(/[.?!:]+\s*/u)) {
        const spoken = sentence.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
        expect(spoken.length, `${key}: "${sentence}"`).toBeLessThanOrEqual(8);
      }
    }
  });
  it("says whether a clinician has reviewed it, and its own name", () => {
    const file = languages[code] as typeof de;
    expect([file.language, file.name, file.review]).toEqual([code, names[code], "No clinician has reviewed these texts yet."]);
  });
  it("is not left in English", () => {
    // The name of the program, what is the same in every file, and words that two languages share.
    const shared = /^(language|direction|review|start\.pageTitle|enrol\.code|session\.setUp\.checks\.distance|.*\.minutes\.\w+)$/;
    const english = new Map(texts(en));
    const left = told.filter(([key, text]) => !shared.test(key) && text === english.get(key) && /[a-z]{4}/.test(text.replace(/\{\w+\}/g, "")));
    expect(left).toEqual([]);
  });
});

it("speaks a language, its region's too, and English again, in place", async () => {
  const held = words.session;
  await speak("de");
  expect([held.next, root.lang, root.dir, locale()]).toEqual(["Weiter", "de", "ltr", "de"]);
  await speak("pt-BR");
  expect([held.next, root.lang]).toEqual(["Próximo", "pt"]);
  await speak("xx");
  expect([held.next, root.lang, locale()]).toEqual(["Next", "en", "en-GB"]);
  await speak(undefined);
  expect(held.next).toBe("Next");
});

it("speaks the language that was asked for last", async () => {
  await Promise.all([speak("de"), speak("fr")]);
  expect(words.session.next).toBe("Suivant");
});

it("gives the words of another language beside those that are spoken", async () => {
  const german = await wordsOf("de-AT");
  expect([german.session.next, german.language, words.session.next, locale()]).toEqual(["Weiter", "de", "Next", "en-GB"]);
  expect(counted((await wordsOf("fr")).plan.exercises, 0, {}, "fr")).toBe("0 exercice");
  expect((await wordsOf("xx")).session.next).toBe("Next");
});

it("leaves English what a language lacks", () => {
  const place = structuredClone(en);
  say(place, en, { direction: "rtl", session: { next: "التالي", setUp: { turn: "" } } });
  expect([place.direction, place.session.next, place.session.back, place.session.setUp.turn]).toEqual(["rtl", "التالي", "Back", "Turn picture"]);
});

it("counts in the plural forms of the language", async () => {
  expect(counted(words.plan.minutes, 1)).toBe("1 minute");
  expect(counted(words.plan.minutes, 0)).toBe("0 minutes");
  await speak("fr");
  expect(counted(words.plan.exercises, 0)).toBe("0 exercice");
  await speak("de");
  expect(counted(words.session.summary.minutes, 4.5)).toBe("4,5 Minuten");
  expect(fill("{name} {other}", { name: "A" })).toBe("A {other}");
});
