// What is wanted now and then: the conversation as a file, another language.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Language } from "../languages";
import type { TalkProps } from "./conversation";
import { Icon } from "./icons";
import { LanguageSwitch } from "./language-switch";
import { saveTranscript } from "./save-transcript";

interface MenuProps extends TalkProps {
  languageNow: Language;
  onLanguage: (language: Language) => void;
}

export function Menu(props: MenuProps) {
  const { texts, formTexts, languageNow, onLanguage } = props;
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };

  // A press or the focus anywhere else closes it. An Escape in the next instant is for this and not for the widget behind it.
  useLayoutEffect(() => {
    if (!open) return;
    const elsewhere = (event: Event) => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      close();
    };
    document.addEventListener("pointerdown", elsewhere);
    document.addEventListener("focusin", elsewhere);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", elsewhere);
      document.removeEventListener("focusin", elsewhere);
      document.removeEventListener("keydown", onKey);
    };
  }, [open]);

  return (
    <div class="menu-place" ref={place}>
      <button
        ref={button}
        type="button"
        class="round"
        aria-label={texts.menu.title}
        title={texts.menu.title}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {open && (
        <div class="menu">
          <button
            type="button"
            onClick={() => {
              close();
              void saveTranscript(props);
            }}
          >
            <Icon name="down" />
            {texts.menu.save}
          </button>
          <p>
            <span aria-hidden="true">{formTexts.language}</span>
            <LanguageSwitch label={formTexts.language} language={languageNow} onLanguage={onLanguage} />
          </p>
        </div>
      )}
    </div>
  );
}
