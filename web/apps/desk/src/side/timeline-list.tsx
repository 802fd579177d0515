// Events in words, drawn only where they are looked at.

import type { Event } from "@holdfast/client";
import { eventWords, type Names } from "@holdfast/client/desk";
import { Button } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { secondsText, stampText } from "../format";
import classes from "./side.module.css";

interface TimelineListProps {
  events: readonly Event[];
  /** The chat that is looked at; the others of the conversation are named as such. */
  chat: string;
  names: Names;
  /** Whether the end is shown first, and stays shown when something comes. */
  fromEnd: boolean;
  /** Reads what was before; null: there is nothing. */
  onEarlier: (() => void) | null;
}

export function TimelineList({ events, chat, names, fromEnd, onEarlier }: TimelineListProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const start = events.findIndex((event) => event.chat === chat);
  const virtual = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 30,
    getItemKey: (index) => events[index]?.seq ?? index,
    initialOffset: fromEnd ? events.length * 40 : Math.max(0, start) * 30,
    ...(fromEnd ? { anchorTo: "end" as const, followOnAppend: true } : {}),
    overscan: 10,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <section className={classes.timeline} ref={scroll} tabIndex={0} aria-label="Timeline">
      {onEarlier && (
        <div className={classes.more}>
          <Button size="compact-xs" variant="default" onClick={onEarlier}>
            Earlier events
          </Button>
        </div>
      )}
      <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {virtual.getVirtualItems().map((item) => {
          const event = events[item.index];
          if (!event) return null;
          const newChat = item.index === 0 || events[item.index - 1]?.chat !== event.chat;
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              style={{
                position: "absolute",
                insetInline: 0,
                top: 0,
                transform: `translateY(${item.start}px)`,
              }}
            >
              {newChat && event.chat && (
                <div className={classes.chatStart}>
                  {event.chat === chat ? "This chat" : item.index > start ? "Later chat" : "Earlier chat"} ·{" "}
                  {stampText(Date.parse(event.at))}
                </div>
              )}
              <div className={classes.event} data-tone={toneOf(event)}>
                <time className="numbers" dateTime={event.at} title={event.at}>
                  {secondsText(Date.parse(event.at))}
                </time>
                <span className={classes.mark} />
                <p title={event.kind}>{eventWords(event, names)}</p>
              </div>
            </div>
          );
        })}
      </div>
    </section>
  );
}

const warnings = new Set([
  "agent_absent",
  "agent_lost",
  "agent_disconnected",
  "end_user_absent",
  "user_lost",
  "user_disconnected",
  "idle_alert",
]);

function toneOf(event: Event): string {
  if (warnings.has(event.kind)) return "warning";
  if (event.actor.type === "customer") return "customer";
  return event.actor.type === "system" ? "system" : "staff";
}
