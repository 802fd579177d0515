// Who is there, and the ways out.

import type { ComponentChildren } from "preact";
import { closePath } from "../icon-paths";
import type { Texts } from "../texts/shape";
import { Avatar } from "./avatar";
import { Picture } from "./picture";

interface HeaderProps {
  texts: Texts;
  /** Whose initials are shown. */
  face: string;
  presence?: "here" | "away" | null;
  title: string;
  status: string;
  onClose: (() => void) | null;
  children?: ComponentChildren;
}

export function Header({ texts, face, presence = null, title, status, onClose, children }: HeaderProps) {
  return (
    <header class="header">
      <Avatar name={face || texts.chat} presence={presence} />
      <div class="who">
        <h1 dir="auto">{title || texts.chat}</h1>
        <p>{status}</p>
      </div>
      {children}
      {onClose && (
        <button type="button" class="round" aria-label={texts.close} title={texts.close} onClick={onClose}>
          <Picture path={closePath} />
        </button>
      )}
    </header>
  );
}
