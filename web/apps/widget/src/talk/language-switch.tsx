// Chooses the widget's language; each is listed by its own name.

import { type Language, languageNames } from "../languages";

interface LanguageSwitchProps {
  label: string;
  language: Language;
  onLanguage: (language: Language) => void;
}

export function LanguageSwitch({ label, language, onLanguage }: LanguageSwitchProps) {
  return (
    <select
      class="language"
      aria-label={label}
      value={language}
      onChange={(event) => onLanguage(event.currentTarget.value as Language)}
    >
      {Object.entries(languageNames).map(([tag, name]) => (
        <option key={tag} value={tag} lang={tag}>
          {name}
        </option>
      ))}
    </select>
  );
}
