// Where the customer writes. Enter sends, Shift+Enter makes a line; what is written stays through a reload.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { TalkProps } from "./conversation";
import { Icon } from "./icons";

/** From how many characters before the limit on the rest is told. */
const tellLeft = 200;

export function Composer({
  talk,
  now,
  texts,
  onFiles,
}: TalkProps & { onFiles: ((files: FileList) => void) | null }) {
  const [text, setText] = useState(() => talk.draft());
  /** Sent before the chat was there: it goes as soon as it is. Not only a state, for that one is not yet changed while what is sent is drawn. */
  const held = useRef(false);
  const [isHeld, setIsHeld] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const limit = now.state.messageCharsMax;
  const ready = now.state.chat !== null && now.state.phase !== null;
  const left = limit - [...text].length;

  // The field is as high as its text, up to a limit of the style sheet.
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || text === undefined) return;
    element.style.setProperty("block-size", "auto");
    element.style.setProperty("block-size", `${element.scrollHeight}px`);
  }, [text]);

  // After the form is gone the focus comes here, but not on a phone, where the keyboard would hide the conversation.
  useEffect(() => {
    const lost = document.activeElement === document.body || document.activeElement === null;
    if (lost && document.hasFocus() && matchMedia("(pointer: fine)").matches) field.current?.focus();
  }, []);

  const hold = (it: boolean) => {
    held.current = it;
    setIsHeld(it);
  };

  const change = (value: string) => {
    setText(value);
    hold(false);
    talk.typed(value);
  };

  const send = () => {
    if (text.trim() === "" || left < 0) return;
    hold(!ready);
    if (!ready) return;
    setText("");
    talk.send(text);
    field.current?.focus();
  };
  useEffect(() => {
    if (!ready || !held.current) return;
    // When what made it ready is drawn and done.
    const timer = setTimeout(send);
    return () => clearTimeout(timer);
  }, [ready]);

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {left < tellLeft && (
        <p class={left < 0 ? "left over" : "left"} aria-live="polite">
          {texts.composer.left(left)}
        </p>
      )}
      <div class="field">
        {onFiles && (
          <>
            <input
              ref={chooser}
              type="file"
              multiple
              hidden
              aria-label={texts.files.attach}
              onChange={(event) => {
                const chosen = event.currentTarget;
                if (chosen.files) onFiles(chosen.files);
                // The same file can be chosen once more.
                chosen.value = "";
              }}
            />
            <button
              type="button"
              class="round"
              aria-label={texts.files.attach}
              title={texts.files.attach}
              onClick={() => chooser.current?.click()}
            >
              <Icon name="attach" />
            </button>
          </>
        )}
        <textarea
          ref={field}
          rows={1}
          aria-label={texts.composer.label}
          placeholder={texts.composer.placeholder}
          value={text}
          data-focus
          dir="auto"
          enterkeyhint="send"
          onInput={(event) => change(event.currentTarget.value)}
          onPaste={(event) => {
            const files = event.clipboardData?.files;
            if (!onFiles || !files || files.length === 0) return;
            event.preventDefault();
            onFiles(files);
          }}
          onKeyDown={(event) => {
            // While a word is being composed (Chinese, Japanese, …), Enter chooses it.
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button
          type="submit"
          class="send"
          aria-label={texts.composer.send}
          title={texts.composer.send}
          disabled={isHeld || text.trim() === "" || left < 0}
        >
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}
