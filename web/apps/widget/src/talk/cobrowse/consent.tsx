// The question whether the page may be shown, saying what is and what is not; and while it is, the line that says so in the widget.

import { useLayoutEffect, useRef } from "preact/hooks";
import type { Language } from "../../languages";
import { Icon } from "../icons";
import type { Cobrowse, CobrowseView } from "./cobrowse";
import { cobrowseWords } from "./texts";

interface ConsentProps {
  cobrowse: Cobrowse;
  view: CobrowseView;
  language: Language;
}

export function CobrowsePart({ cobrowse, view, language }: ConsentProps) {
  const words = cobrowseWords[language];
  const name = view.agent;
  if (view.asked) return <Consent cobrowse={cobrowse} view={view} language={language} />;
  if (!view.shared) return null;
  return (
    <p class="shared" role="status">
      <Icon name="warn" />
      <span dir="auto">{view.shared === "here" ? words.sharing(name) : words.elsewhere(name)}</span>
      <button type="button" class="secondary" onClick={() => cobrowse.end()}>
        {words.stop}
      </button>
    </p>
  );
}

function Consent({ cobrowse, view, language }: ConsentProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const words = cobrowseWords[language];
  const decline = (event: Event) => {
    event.preventDefault();
    cobrowse.decline();
  };
  return (
    <dialog
      ref={dialog}
      class="dialog consent"
      aria-labelledby="consent-title"
      aria-describedby="consent-text"
      onCancel={decline}
      onKeyDown={(event) => {
        // Escape is a no, and does not close the widget behind it.
        if (event.key === "Escape") decline(event);
      }}
    >
      <h2 id="consent-title" dir="auto">
        {words.title(view.agent)}
      </h2>
      <div id="consent-text">
        {view.possible ? (
          <>
            <p dir="auto">{words.lead(view.agent)}</p>
            <ul>
              <li>{words.shown}</li>
              <li>{words.hidden}</li>
              <li class={view.asked?.recorded ? "strong" : ""}>
                {view.asked?.recorded ? words.recorded : words.notRecorded}
              </li>
              <li>{words.stopAnyTime}</li>
            </ul>
          </>
        ) : (
          <p>{words.cannot}</p>
        )}
      </div>
      <div class="choices">
        <button type="button" class="secondary" onClick={() => cobrowse.decline()}>
          {words.decline}
        </button>
        {view.possible && (
          <button type="button" class="primary" onClick={() => cobrowse.accept()}>
            {words.accept}
          </button>
        )}
      </div>
    </dialog>
  );
}
