// The conversation to read: messages in groups with what became of them, notices between, days apart.

import type { TranscriptItem } from "@holdfast/client/widget";
import { Fragment } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { TalkProps } from "./conversation";
import { UploadLine } from "./files/upload-line";
import { Icon } from "./icons";
import { Message } from "./message";
import { noticeText } from "./notice-text";
import type { TalkTexts } from "./texts/shape";

/** How close to the end a reader counts as reading along. */
const nearEndPx = 80;
/** Messages of one side this close together are one group. */
const groupMs = 5 * 60_000;

export function Transcript(part: TalkProps) {
  const { talk, now, locale, texts, formTexts, say } = part;
  const list = useRef<HTMLDivElement>(null);
  const along = useRef(true);
  const height = useRef(0);
  /** How high it was when its place was last put right. */
  const shown = useRef(0);
  const [behind, setBehind] = useState(false);
  const { items } = now;
  const first = items[0]?.key;
  const last = items.at(-1);
  const typing = Object.values(now.state.typing);

  // Earlier messages push down what is being read: the place is kept.
  const firstBefore = useRef(first);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    if (firstBefore.current !== first && !along.current)
      element.scrollTop += element.scrollHeight - height.current;
    firstBefore.current = first;
    height.current = element.scrollHeight;
  });

  const toEnd = () => {
    along.current = true;
    setBehind(false);
    list.current?.scrollTo({ top: list.current.scrollHeight });
  };

  useLayoutEffect(() => {
    if (along.current || now.uploads.length > 0 || (last?.type === "message" && last.status === "sending"))
      toEnd();
    else setBehind(true);
  }, [last?.key, typing.length, now.uploads.length]);

  // The frame may be shown, or the composer grow, after the messages came.
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const watch = new ResizeObserver(() => {
      shown.current = element.clientHeight;
      if (along.current) element.scrollTop = element.scrollHeight;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  return (
    <div class="transcript-place">
      <div
        class="transcript"
        ref={list}
        onScroll={(event) => {
          const element = event.currentTarget;
          // It has become lower since it was scrolled to its end: nobody has scrolled away, and it is scrolled once more in a moment.
          if (along.current && element.clientHeight !== shown.current) return;
          along.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx;
          if (along.current) setBehind(false);
        }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-label={texts.message.log}
        aria-live="polite"
        aria-relevant="additions"
      >
        {now.state.more && (
          <button
            type="button"
            class="plain earlier"
            disabled={now.loadingEarlier}
            onClick={() => void talk.loadEarlier()}
          >
            {texts.message.earlier}
          </button>
        )}
        {items.map((item, index) => (
          <Fragment key={item.key}>
            {newDay(items[index - 1], item) && <p class="day">{dayOf(item.atMs, texts, locale)}</p>}
            {item.type === "notice" ? (
              <Notice name={item.notice} text={noticeText(item, texts, say)} />
            ) : (
              <Message
                item={item}
                talk={talk}
                texts={texts}
                formTexts={formTexts}
                locale={locale}
                startsGroup={!sameGroup(items[index - 1], item)}
                endsGroup={!sameGroup(item, items[index + 1])}
                onAgain={now.state.phase === "closed" ? null : () => talk.sendAgain(item.key)}
                onRemove={() => talk.remove(item.key)}
              />
            )}
          </Fragment>
        ))}
        {now.uploads.map((upload) => (
          <UploadLine
            key={upload.id}
            upload={upload}
            texts={texts}
            formTexts={formTexts}
            locale={locale}
            bytesMax={part.view.config?.file_bytes_max ?? Number.POSITIVE_INFINITY}
            onRemove={() => talk.removeUpload(upload.id)}
          />
        ))}
        {typing.length > 0 && (
          <p class="typing">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {texts.typing(typing)}
          </p>
        )}
      </div>
      {behind && (
        <button type="button" class="newer" onClick={toEnd}>
          <Icon name="down" />
          {texts.message.newer}
        </button>
      )}
    </div>
  );
}

function Notice({ name, text }: { name: string; text: string | null }) {
  if (text === null) return null;
  return (
    <p class={`notice ${name}`} data-notice={name} dir="auto">
      {text}
    </p>
  );
}

function sameGroup(one: TranscriptItem | undefined, next: TranscriptItem | undefined): boolean {
  if (one?.type !== "message" || next?.type !== "message") return false;
  const status = (item: typeof one) => (item.status === "seen" || item.status === "sent" ? "" : item.status);
  return (
    one.mine === next.mine &&
    one.authorId === next.authorId &&
    status(one) === status(next) &&
    next.atMs - one.atMs < groupMs &&
    !newDay(one, next)
  );
}

function newDay(before: TranscriptItem | undefined, item: TranscriptItem): boolean {
  const day = (ms: number) => new Date(ms).toDateString();
  if (before) return day(before.atMs) !== day(item.atMs);
  return day(item.atMs) !== day(Date.now());
}

function dayOf(atMs: number, texts: TalkTexts, locale: string): string {
  if (new Date(atMs).toDateString() === new Date().toDateString()) return texts.message.today;
  return new Date(atMs).toLocaleDateString(locale, { weekday: "long", day: "numeric", month: "long" });
}
