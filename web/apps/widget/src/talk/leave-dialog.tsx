// Asks once before a chat or a place in the queue is given up.

import { useLayoutEffect, useRef } from "preact/hooks";
import type { TalkTexts } from "./texts/shape";

interface LeaveDialogProps {
  texts: TalkTexts;
  waiting: boolean;
  onStay: () => void;
  onLeave: () => void;
}

export function LeaveDialog({ texts, waiting, onStay, onLeave }: LeaveDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before anything else can happen: an Escape in the next instant is for the dialog and not for the widget.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Closing gives the focus back to where it was; taking an open dialog away would not.
    return () => element?.close();
  }, []);
  const text = texts.leave;
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="leave-title"
      aria-describedby="leave-lead"
      onCancel={(event) => {
        event.preventDefault();
        onStay();
      }}
      onKeyDown={(event) => {
        // Escape closes this and not the whole widget behind it.
        if (event.key !== "Escape") return;
        event.preventDefault();
        onStay();
      }}
    >
      <h2 id="leave-title">{waiting ? text.cancelTitle : text.endTitle}</h2>
      <p id="leave-lead">{waiting ? text.cancelLead : text.endLead}</p>
      <div class="choices">
        <button type="button" class="secondary" onClick={onStay}>
          {text.stay}
        </button>
        <button type="button" class="danger" onClick={onLeave}>
          {waiting ? text.confirmCancel : text.confirmEnd}
        </button>
      </div>
    </dialog>
  );
}
