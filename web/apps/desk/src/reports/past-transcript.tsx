// What was said, from the beginning of the chat that is looked at; nothing can be written here.

import { type Names, transcriptRows } from "@holdfast/client/desk";
import { Button } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import chatClasses from "../chat/chat.module.css";
import { TranscriptRowView } from "../chat/transcript-row";
import { dayOf } from "../format";
import classes from "./chats.module.css";
import type { PastConversation } from "./use-past-conversation";

interface PastTranscriptProps {
  past: PastConversation;
  chat: string;
  conversation: string;
  names: Names;
}

const nothingSent: readonly never[] = [];

export function PastTranscript({ past, chat, conversation, names }: PastTranscriptProps) {
  const { events, earlier, seenByCustomer } = past;
  const scroll = useRef<HTMLElement>(null);
  const rows = useMemo(
    () =>
      transcriptRows({
        events,
        more: earlier !== null,
        chat,
        outbox: nothingSent,
        seenByCustomer,
        names,
        dayOf,
      }),
    [events, earlier, chat, seenByCustomer, names],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 52,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 10,
    paddingEnd: 16,
  });
  // The chat's first row: what was before it is there to be scrolled back to.
  const firstEvent = events.find((event) => event.chat === chat)?.seq;
  const start = rows.findIndex((row) => row.key === String(firstEvent));
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current || start < 0) return;
    moved.current = true;
    if (start > 1) virtual.scrollToIndex(start, { align: "start" });
  }, [start, virtual]);
  return (
    <section
      ref={scroll}
      className={classes.transcript}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
      tabIndex={0}
      aria-label={`What was said: ${past.customer}`}
    >
      {earlier && (
        <div className={classes.more}>
          <Button size="compact-xs" variant="default" onClick={earlier}>
            Earlier
          </Button>
        </div>
      )}
      <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row ? (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={chatClasses.row}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <TranscriptRowView row={row} conversation={conversation} />
            </div>
          ) : null;
        })}
      </div>
    </section>
  );
}
