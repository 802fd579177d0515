// The languages of the widget: which there are, which is nearest to a tag, and their texts, loaded when they are wanted.

import type { Texts } from "./texts/shape";

/** By their own names, as a person looks for them. */
export const languageNames = {
  en: "English",
  de: "Deutsch",
  es: "Español",
  fr: "Français",
  ja: "日本語",
  ar: "العربية",
} as const;

export type Language = keyof typeof languageNames;

export interface Words {
  language: Language;
  texts: Texts;
}

/** The shipped language nearest to a BCP 47 tag; null when there is none. */
export function nearestLanguage(tag: string | null | undefined): Language | null {
  const primary = (tag ?? "").toLowerCase().split("-")[0] ?? "";
  return Object.hasOwn(languageNames, primary) ? (primary as Language) : null;
}

/** The person's own tag of the language, for times and numbers: English is not the same in London and New York. */
export function localeOf(language: Language): string {
  return navigator.languages.find((tag) => nearestLanguage(tag) === language) ?? language;
}

const texts: Record<Language, () => Promise<{ texts: Texts }>> = {
  en: () => import("./texts/en"),
  de: () => import("./texts/de"),
  es: () => import("./texts/es"),
  fr: () => import("./texts/fr"),
  ja: () => import("./texts/ja"),
  ar: () => import("./texts/ar"),
};

const againAfterMs = 2_000;

/** The texts of a language; English when they cannot be had, tried until one of them can. */
export async function loadWords(language: Language): Promise<Words> {
  for (const one of [language, "en"] as const) {
    try {
      return { language: one, texts: (await texts[one]()).texts };
    } catch {
      // The next one, then both again.
    }
  }
  await new Promise((done) => setTimeout(done, againAfterMs));
  return loadWords(language);
}
