// One message: plain text with its web addresses as links, and for the customer's own what became of it.

import type { TranscriptItem } from "@holdfast/client/widget";
import { Avatar } from "./avatar";
import { linkify } from "./linkify";
import type { Texts } from "./texts";

interface MessageProps {
  item: Extract<TranscriptItem, { type: "message" }>;
  texts: Texts;
  startsGroup: boolean;
  endsGroup: boolean;
  /** Null when nothing can be sent now. */
  onAgain: (() => void) | null;
  onRemove: () => void;
}

export function Message({ item, texts, startsGroup, endsGroup, onAgain, onRemove }: MessageProps) {
  const text = texts.message;
  return (
    <div
      class={`message ${item.mine ? "mine" : "theirs"}${startsGroup ? " first" : ""}${endsGroup ? " last" : ""} ${item.status ?? ""}`}
      data-message={item.key}
      data-status={item.status ?? undefined}
    >
      {startsGroup && !item.mine && <p class="author">{item.author}</p>}
      {startsGroup && item.mine && <span class="hidden">{text.you}</span>}
      {!item.mine && endsGroup && <Avatar name={item.author} small />}
      <p class="bubble" dir="auto">
        {linkify(item.text).map((piece) =>
          piece.link ? (
            <a href={piece.address} target="_blank" rel="noopener noreferrer nofollow">
              {piece.text}
            </a>
          ) : (
            piece.text
          ),
        )}
      </p>
      {(endsGroup || item.status === "failed") && (
        <p class="meta">
          <time dateTime={new Date(item.atMs).toISOString()}>{timeOf(item.atMs)}</time>
          {item.status && <span class="status"> · {text[item.status]}</span>}
        </p>
      )}
      {item.status === "failed" && (
        <p class="failure">
          {item.problem && <span>{texts.problem(item.problem.code, item.problem.detail)} </span>}
          {onAgain && (
            <button type="button" class="plain" onClick={onAgain}>
              {text.again}
            </button>
          )}
          <button type="button" class="plain" onClick={onRemove}>
            {text.remove}
          </button>
        </p>
      )}
    </div>
  );
}

function timeOf(atMs: number): string {
  return new Date(atMs).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
}
