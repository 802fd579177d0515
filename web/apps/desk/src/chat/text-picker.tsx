// Standard texts to insert: opened by `/` and what follows it, or by a button with a search of its own; arrows choose, Enter inserts.

import type { StandardText } from "@holdfast/client";
import { matchingTexts } from "@holdfast/client/desk";
import { TextInput } from "@mantine/core";
import { IconLink, IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { useDeskPart } from "../desk/context";
import classes from "./text-picker.module.css";

/** A word that begins with a slash, at the end of what is typed. */
const slash = /(?:^|\s)\/([^\s/]*)$/u;
/** More than these do not fit; the search narrows them. */
const shownMax = 40;

export interface Picker {
  shown: boolean;
  /** Opened by the button: with a search of its own. */
  searching: boolean;
  search: string;
  setSearch: (search: string) => void;
  texts: readonly StandardText[];
  place: number;
  listId: string;
  activeId: string | undefined;
  /** What was typed before the slash. */
  rest: string;
  open: () => void;
  toggle: () => void;
  close: () => void;
  /** Handles a key while it is open; whether it did. */
  pressed: (event: KeyboardEvent) => boolean;
}

export function useTextPicker(typed: string, language: string, insert: (text: StandardText) => void): Picker {
  const standardTexts = useDeskPart((desk) => desk.standardTexts);
  const listId = useId();
  const [searching, setSearching] = useState(false);
  const [search, setSearchText] = useState("");
  const [chosen, setChosen] = useState(0);
  /** The slash word that was waved away. */
  const [dismissed, setDismissed] = useState<string | null>(null);
  const word = slash.exec(typed)?.[1];
  const bySlash = word !== undefined && dismissed !== word;
  const shown = searching || bySlash;
  const wanted = searching ? search : (word ?? "");
  const texts = useMemo(
    () => (shown ? inLanguage(matchingTexts(standardTexts, wanted), language).slice(0, shownMax) : []),
    [standardTexts, wanted, language, shown],
  );
  const place = Math.min(chosen, Math.max(0, texts.length - 1));
  const close = () => {
    setSearching(false);
    setSearchText("");
    setChosen(0);
    setDismissed(word ?? null);
  };
  const pressed = (event: KeyboardEvent): boolean => {
    if (!shown || event.nativeEvent.isComposing) return false;
    const text = texts[place];
    if (event.key === "ArrowDown") setChosen(Math.min(place + 1, texts.length - 1));
    else if (event.key === "ArrowUp") setChosen(Math.max(place - 1, 0));
    else if (event.key === "Escape") close();
    else if ((event.key === "Enter" || event.key === "Tab") && text) insert(text);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const active = texts[place];
  return {
    shown,
    searching,
    search,
    setSearch: (next) => {
      setSearchText(next);
      setChosen(0);
    },
    texts,
    place,
    listId,
    activeId: active ? `${listId}-${active.id}` : undefined,
    rest: searching ? typed.trimEnd() : typed.replace(slash, "").trimEnd(),
    open: () => setSearching(true),
    toggle: () => (searching ? close() : setSearching(true)),
    close,
    pressed,
  };
}

/** Those of the chat's language and of none before those of others. */
function inLanguage(texts: readonly StandardText[], language: string): StandardText[] {
  const main = language.split("-")[0] ?? "";
  const fits = (one: StandardText) => one.language === "" || one.language.split("-")[0] === main;
  return [...texts.filter(fits), ...texts.filter((one) => !fits(one))];
}

export function TextPicker({ picker, onInsert }: { picker: Picker; onInsert: (text: StandardText) => void }) {
  return (
    <div className={classes.picker}>
      {picker.searching && (
        <TextInput
          autoFocus
          size="xs"
          aria-label="Search standard texts"
          placeholder="Search standard texts"
          leftSection={<IconSearch size={14} />}
          value={picker.search}
          onChange={(event) => picker.setSearch(event.currentTarget.value)}
          onKeyDown={picker.pressed}
          mb={4}
        />
      )}
      {picker.texts.length === 0 ? (
        <div className={classes.pickerNone}>
          {picker.search === "" ? "There are no such standard texts." : "No standard text has that."}
        </div>
      ) : (
        <div role="listbox" id={picker.listId} aria-label="Standard texts" className={classes.pickerList}>
          {picker.texts.map((text, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the text field keeps the focus and names the active option
            <div
              key={text.id}
              id={`${picker.listId}-${text.id}`}
              role="option"
              aria-selected={index === picker.place}
              className={classes.pickerItem}
              data-active={index === picker.place || undefined}
              ref={index === picker.place ? intoView : undefined}
              onMouseDown={(event) => {
                event.preventDefault();
                onInsert(text);
              }}
            >
              <span className={classes.pickerHead}>
                <strong className="clip">{text.name}</strong>
                {text.shortcut && <code>/{text.shortcut}</code>}
                {text.language && <span className={classes.pickerTag}>{text.language}</span>}
              </span>
              <span className={`${classes.pickerText} clip`}>
                {text.url && <IconLink size={13} aria-label="Sends a link" />} {text.text || text.url}
              </span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "nearest" });
}
