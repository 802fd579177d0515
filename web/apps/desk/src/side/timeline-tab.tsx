// Every event of the conversation in words, with its time; the newest at the end.

import type { Conversation, Event } from "@holdfast/client";
import { eventWords } from "@holdfast/client/desk";
import { Button } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { useNames } from "../chat/use-names";
import { useClient, useDeskState } from "../desk/context";
import { secondsText, stampText } from "../format";
import classes from "./side.module.css";

const noEvents: readonly never[] = [];

export function TimelineTab({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const id = conversation.conversation;
  const names = useNames(conversation);
  const events = useDeskState((state) => state.transcripts[id]?.events ?? noEvents);
  const more = useDeskState((state) => state.transcripts[id]?.more ?? false);
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 30,
    getItemKey: (index) => events[index]?.seq ?? index,
    initialOffset: events.length * 40,
    anchorTo: "end",
    followOnAppend: true,
    overscan: 10,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <section className={classes.timeline} ref={scroll} tabIndex={0} aria-label="Timeline">
      {more && (
        <div className={classes.more}>
          <Button size="compact-xs" variant="default" onClick={() => void client.readEarlier(id)}>
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
                  {event.chat === conversation.chat ? "This chat" : "Earlier chat"} ·{" "}
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
