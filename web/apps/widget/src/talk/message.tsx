// One message: plain text with its web addresses as links, and for the customer's own what became of it.

import type { TranscriptItem } from "@holdfast/client/widget";
import { problemText, type Texts } from "../texts/shape";
import { Avatar } from "./avatar";
import { SentFile } from "./files/sent-file";
import { linkify } from "./linkify";
import type { Talk } from "./talk";
import type { TalkTexts } from "./texts/shape";

interface MessageProps {
  item: Extract<TranscriptItem, { type: "message" }>;
  talk: Talk;
  texts: TalkTexts;
  formTexts: Texts;
  locale: string;
  startsGroup: boolean;
  endsGroup: boolean;
  /** Null when nothing can be sent now. */
  onAgain: (() => void) | null;
  onRemove: () => void;
}

export function Message({
  item,
  talk,
  texts,
  formTexts,
  locale,
  startsGroup,
  endsGroup,
  onAgain,
  onRemove,
}: MessageProps) {
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
      {item.file ? (
        <div class="bubble">
          <SentFile file={item.file} talk={talk} texts={texts} locale={locale} />
        </div>
      ) : (
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
      )}
      {(endsGroup || item.status === "failed") && (
        <p class="meta">
          <time dateTime={new Date(item.atMs).toISOString()}>{timeOf(item.atMs, locale)}</time>
          {item.status && <span class="status"> · {text[item.status]}</span>}
        </p>
      )}
      {item.status === "failed" && (
        <p class="failure">
          {item.problem && <span>{problemText(formTexts, item.problem.code)} </span>}
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

function timeOf(atMs: number, locale: string): string {
  return new Date(atMs).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
}
