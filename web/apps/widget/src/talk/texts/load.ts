// The conversation's texts in a language, loaded when they are wanted; English is always there.

import { useEffect, useState } from "preact/hooks";
import type { Language } from "../../languages";
import { talkTexts as english } from "./en";
import type { TalkTexts } from "./shape";

const others: Record<Exclude<Language, "en">, () => Promise<{ talkTexts: TalkTexts }>> = {
  de: () => import("./de"),
  es: () => import("./es"),
  fr: () => import("./fr"),
  ja: () => import("./ja"),
  ar: () => import("./ar"),
};

const loaded = new Map<Language, TalkTexts>([["en", english]]);

/** Makes the texts ready; those of English stand in when they cannot be had. */
export async function loadTalkTexts(language: Language): Promise<TalkTexts> {
  const known = loaded.get(language);
  if (known || language === "en") return known ?? english;
  try {
    const { talkTexts } = await others[language]();
    loaded.set(language, talkTexts);
    return talkTexts;
  } catch {
    return english;
  }
}

/** The texts of the language, or until they are there those of before. */
export function useTalkTexts(language: Language): TalkTexts {
  const [texts, setTexts] = useState(() => loaded.get(language) ?? english);
  useEffect(() => {
    let wanted = true;
    void loadTalkTexts(language).then((found) => {
      if (wanted) setTexts(found);
    });
    return () => {
      wanted = false;
    };
  }, [language]);
  return loaded.get(language) ?? texts;
}
