// What the customer reads: messages and notices from the events, and after them what is still on its way.

import type { Event, Problem } from "../generated/protocol";
import type { OutboxEntry } from "../outbox-store";
import type { WidgetState } from "./state";

export type MessageStatus = "sending" | "sent" | "seen" | "failed";

export type NoticeName =
  | "joined"
  | "left"
  | "agent_lost"
  | "sent_back"
  | "idle_warning"
  | "canceled"
  | "ended_by_customer"
  | "ended_by_agent"
  | "ended_idle"
  | "ended_lost"
  | "ended_timeout"
  | "ended";

export type TranscriptItem =
  | {
      type: "message";
      key: string;
      mine: boolean;
      /** The name of who wrote it; empty for the customer itself. */
      author: string;
      authorId: string;
      text: string;
      atMs: number;
      /** Own messages only. */
      status: MessageStatus | null;
      problem: Problem | null;
    }
  | { type: "notice"; key: string; notice: NoticeName; name: string; atMs: number };

/** Messages with what became of them, and what happened between, oldest first. */
export function transcriptOf(state: WidgetState, outbox: readonly OutboxEntry[]): TranscriptItem[] {
  const arrived = new Set<string>();
  const items: TranscriptItem[] = [];
  for (const event of state.events) {
    if (event.command) arrived.add(event.command);
    if (event.data.message) arrived.add(event.data.message);
    const item = itemOf(state, event);
    if (item) items.push(item);
  }
  for (const entry of outbox) {
    const text = textOf(entry);
    if (text === null || arrived.has(entry.id)) continue;
    items.push({
      type: "message",
      key: entry.id,
      mine: true,
      author: "",
      authorId: "",
      text,
      atMs: entry.createdAtMs,
      status: entry.problem ? "failed" : "sending",
      problem: entry.problem ?? null,
    });
  }
  return items;
}

function textOf(entry: OutboxEntry): string | null {
  switch (entry.command.name) {
    case "post_message":
      return entry.command.text;
    case "start_chat":
    case "continue_conversation":
      return entry.command.question ?? null;
    default:
      return null;
  }
}

function itemOf(state: WidgetState, event: Event): TranscriptItem | null {
  const atMs = Date.parse(event.at);
  const text = writtenIn(event);
  if (text !== null) {
    const mine = event.kind === "end_user_post";
    return {
      type: "message",
      // The same key as while it was on its way, so that a view keeps the element.
      key: event.data.message ?? `seq-${event.seq}`,
      mine,
      author: mine ? "" : (event.actor.name ?? ""),
      authorId: mine ? "" : event.actor.id,
      text,
      atMs,
      status: mine ? (event.seq <= state.seenSeq ? "seen" : "sent") : null,
      problem: null,
    };
  }
  const notice = noticeOf(event);
  if (!notice) return null;
  return { type: "notice", key: `seq-${event.seq}`, notice, name: event.data.participant?.name ?? "", atMs };
}

/** What somebody wrote; null when it is no message. */
function writtenIn(event: Event): string | null {
  const text = event.data.text ?? "";
  switch (event.kind) {
    case "end_user_post":
    case "agent_post":
    case "bot_post":
      return text;
    case "agent_pushed_url":
      return event.data.subject ? `${event.data.subject}\n${text}` : text;
    default:
      return null;
  }
}

function noticeOf(event: Event): NoticeName | null {
  switch (event.kind) {
    case "engagement_participant_entered":
      return "joined";
    case "engagement_participant_left":
      return event.data.reason === "left" || event.data.reason === "transferred" ? "left" : null;
    case "chat_requeued":
      return "agent_lost";
    case "transferred_to_queue":
      return "sent_back";
    case "idle_alert":
      return "idle_warning";
    case "chat_concluded":
      return event.data.continued_as ? null : endOf(event.data.disconnect_reason ?? "");
    default:
      return null;
  }
}

function endOf(disconnectReason: string): NoticeName {
  switch (disconnectReason) {
    case "CustomerCanceled":
      return "canceled";
    case "CustomerLeft":
      return "ended_by_customer";
    case "CustomerLost":
      return "ended_lost";
    case "AgentEnded":
    case "SupervisorEnded":
    case "BotEnded":
      return "ended_by_agent";
    case "Idle":
    case "AsyncIdle":
      return "ended_idle";
    case "QueueTimeout":
      return "ended_timeout";
    default:
      return "ended";
  }
}

/** How many messages of the other side came after `seq`. */
export function unreadAfter(state: WidgetState, seq: number): number {
  return state.events.filter((event) => event.seq > seq && isOfOtherSide(event)).length;
}

/** Whether the customer has something to read in it that another wrote. */
export function isOfOtherSide(event: Event): boolean {
  return event.kind !== "end_user_post" && writtenIn(event) !== null;
}
