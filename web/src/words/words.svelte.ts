// The words of the pages in the language that is spoken: one file a language, fetched when it is needed. What a language
// lacks stays English. Texts hold what is filled in as {name}; what is counted has one text for each plural form.
import en from "./en.json";

export type Words = typeof en;
/** A text for each plural form that the language has; `other` is there in every language. */
export type Counted = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;
type Values = Readonly<Record<string, string | number>>;
type Part = string | string[] | { [key: string]: Part };

/** The languages there are, by their own names. */
export const names: Readonly<Record<string, string>> = { en: "English", de: "Deutsch", es: "Español", fr: "Français", pt: "Português" };
const files: Readonly<Record<string, () => Promise<{ default: object }>>> = {
  de: () => import("./de.json"),
  es: () => import("./es.json"),
  fr: () => import("./fr.json"),
  pt: () => import("./pt.json"),
};
const ENGLISH = "en-GB"; // of dates and numbers

export const words: Words = $state(structuredClone(en));
let spoken = $state("en");
let asked = "en";

/** The locale of dates and numbers. */
export const locale = (): string => (spoken === "en" ? ENGLISH : spoken);

/** Say everything in this language from now on; one that is not there, or cannot be fetched, leaves English.
 *
 * Plans made before they had a language are English. */
export async function speak(language = "en"): Promise<void> {
  const tag = files[language] ? language : (language.split("-")[0] ?? "en");
  asked = tag;
  if (tag === spoken) return;
  const told = await files[tag]?.().then((file) => file.default, () => undefined);
  if (asked !== tag) return; // another language was chosen while this one loaded
  say(words, en, (told ?? {}) as Part);
  spoken = told ? tag : "en";
  document.documentElement.lang = spoken;
  document.documentElement.dir = words.direction;
}

/** The words of a language beside those that are spoken: for a sheet of paper that a therapist prints for somebody. */
export async function wordsOf(language: string): Promise<Words> {
  const tag = files[language] ? language : (language.split("-")[0] ?? "en");
  const told = await files[tag]?.().then((file) => file.default, () => undefined);
  const place = structuredClone(en);
  if (told) say(place, en, told as Part);
  return place;
}

/** Replace every text in `place` by its translation in `told`, or by the English text where there is no translation. */
export function say(place: Part, english: Part, told: Part | undefined): void {
  for (const [key, text] of Object.entries(english)) {
    const places = place as Record<string, Part>;
    const part = (told as Record<string, Part> | undefined)?.[key];
    if (typeof text === "string" || Array.isArray(text)) places[key] = typeof part === typeof text && part ? part : text;
    else say(places[key]!, text, part);
  }
}

/** A text with its places filled in; numbers are written as the language writes them. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? new Intl.NumberFormat(locale(), { useGrouping: false }).format(value) : value;
  });
}

/** A text about `n` things, in the plural form that the language has for so many. */
export function counted(forms: Counted, n: number, values: Values = {}, tag = locale()): string {
  const form = new Intl.PluralRules(tag).select(n);
  return fill(forms[form] ?? forms.other, { n, ...values });
}
