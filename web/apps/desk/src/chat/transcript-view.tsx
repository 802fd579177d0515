// The transcript: only the rows in view are drawn; the end stays in view unless one reads back; earlier pages come as one scrolls up.

import type { Conversation } from "@holdfast/client";
import { customerName, plural, type TranscriptRow, TranscriptRows } from "@holdfast/client/desk";
import { Button } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useClient, useDeskState, useObservable, useOutboxOf } from "../desk/context";
import { StillReading } from "../desk/still-reading";
import { dayOf } from "../format";
import classes from "./chat.module.css";
import { TranscriptRowView } from "./transcript-row";
import { TypingLine } from "./typing-line";
import { useNames } from "./use-names";
import { useReading } from "./use-reading";

/** This near to the end counts as at the end. */
const endWithinPx = 48;
/** Over more than this many views a way to the end is a leap: rows that nobody can read would be drawn one after another. */
const glideViews = 3;
/** Rows that a new width wraps differently are measured over some frames; until then the place at the end is held. */
const settlesWithinFrames = 6;
/** Earlier events are read when the top is this near. */
const readBackWithinPx = 600;

const typicalHeights: Record<TranscriptRow["type"], number> = {
  message: 60,
  day: 44,
  previous: 42,
  current: 42,
  note: 72,
  line: 31,
  file: 92,
  link: 92,
  recording: 92,
};

export const TranscriptView = memo(function TranscriptView({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const id = conversation.conversation;
  const transcript = useDeskState((state) => state.transcripts[id]);
  const history = useObservable(client.histories)[id];
  const rows = useRows(conversation);
  const scroll = useRef<HTMLElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const wasAtEnd = useRef(true);
  wasAtEnd.current = atEnd;
  const holding = useRef(0);
  // The same function as long as the rows are the same: with another one all of them are laid out anew.
  const keyOf = useCallback((index: number) => rows[index]?.key ?? index, [rows]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => typicalHeights[rows[index]?.type ?? "message"],
    getItemKey: keyOf,
    overscan: 8,
    paddingEnd: 12,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: endWithinPx,
  });
  const scrolled = useCallback(() => {
    const element = scroll.current;
    if (!element) return;
    // Not the agent has scrolled: the rows are being measured anew.
    if (holding.current === 0)
      setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight <= endWithinPx);
    if (element.scrollTop < readBackWithinPx) void client.readEarlier(id);
  }, [client, id]);
  const toEnd = () => {
    const element = scroll.current;
    if (!element) return;
    const left = element.scrollHeight - element.scrollTop;
    virtual.scrollToEnd({ behavior: left > glideViews * element.clientHeight ? "auto" : "smooth" });
  };
  const loaded = transcript?.loaded ?? false;
  useEffect(() => {
    if (!loaded) return;
    virtual.scrollToEnd({ behavior: "auto" });
    // The page may not fill the view: then there is nothing to scroll, and the next one is read.
    const frame = requestAnimationFrame(scrolled);
    return () => cancelAnimationFrame(frame);
    // Once, when the newest page is there: later the virtualizer keeps the place.
  }, [loaded, virtual, scrolled]);
  useEffect(() => {
    const element = scroll.current;
    if (!element || !loaded) return;
    let frame = 0;
    const hold = () => {
      virtual.scrollToEnd({ behavior: "auto" });
      holding.current -= 1;
      if (holding.current > 0) frame = requestAnimationFrame(hold);
      else scrolled();
    };
    // A banner, the wrap-up form, a longer draft or another width takes room away: what was at the end stays at the end.
    const observer = new ResizeObserver(() => {
      if (!wasAtEnd.current) return;
      cancelAnimationFrame(frame);
      holding.current = settlesWithinFrames;
      hold();
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
      holding.current = 0;
    };
  }, [loaded, virtual, scrolled]);
  const firstSeq = transcript?.events[0]?.seq;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page may be too short to leave the top: then the next one is read
  useEffect(() => {
    const frame = requestAnimationFrame(() => requestAnimationFrame(scrolled));
    return () => cancelAnimationFrame(frame);
  }, [firstSeq, scrolled]);
  const newMessages = useReading(id, transcript?.events ?? noEvents, atEnd);
  if (!loaded && rows.length === 0) {
    return (
      <div className={classes.transcript}>
        <div className={classes.center}>
          {history === "failed" ? (
            <>
              <span role="alert">What was said could not be read.</span>
              <Button size="compact-sm" variant="default" onClick={() => void client.readAgain(id)}>
                Try again
              </Button>
            </>
          ) : (
            <StillReading what="what was said" />
          )}
        </div>
      </div>
    );
  }
  return (
    <>
      <div className={classes.transcript}>
        <section
          className={classes.scroll}
          ref={scroll}
          onScroll={scrolled}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
          tabIndex={0}
          aria-label={`What was said: ${customerName(conversation)}`}
        >
          <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index];
              if (!row) return null;
              return (
                <div
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  className={classes.row}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <TranscriptRowView row={row} conversation={id} />
                </div>
              );
            })}
          </div>
        </section>
        {history === "failed" && (
          <div role="alert" className={classes.notRead}>
            Earlier messages could not be read.
            <Button size="compact-xs" variant="default" onClick={() => void client.readAgain(id)}>
              Try again
            </Button>
          </div>
        )}
        {!atEnd && (
          <Button
            className={classes.pill ?? ""}
            size="compact-sm"
            radius="xl"
            variant={newMessages > 0 ? "filled" : "default"}
            leftSection={<IconArrowDown size={14} />}
            onClick={toEnd}
          >
            {newMessages > 0 ? plural(newMessages, "new message") : "To the end"}
          </Button>
        )}
      </div>
      <TypingLine conversation={id} />
    </>
  );
});

const noEvents: readonly never[] = [];

function useRows(conversation: Conversation): readonly TranscriptRow[] {
  const id = conversation.conversation;
  const events = useDeskState((state) => state.transcripts[id]?.events ?? noEvents);
  const more = useDeskState((state) => state.transcripts[id]?.more ?? false);
  const seenByCustomer = useDeskState((state) => state.seen[id]?.customer ?? 0);
  const names = useNames(conversation);
  const outbox = useOutboxOf(conversation.chat);
  const [rows] = useState(() => new TranscriptRows());
  return useMemo(
    () => rows.of({ events, more, chat: conversation.chat, outbox, seenByCustomer, names, dayOf }),
    [rows, events, more, conversation.chat, outbox, seenByCustomer, names],
  );
}
