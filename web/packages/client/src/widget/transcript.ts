// What the customer reads: messages and notices from the events, and after them what is still on its way.

import type { Event, Problem } from "../generated/protocol";
import type { OutboxEntry } from "../outbox-store";
import type { WidgetState } from "./state";

export type MessageStatus = "sending" | "sent" | "seen" | "failed";

export type NoticeName =
  | "joined"
  | "left"
  | "agent_lost"
  | "transferred"
  | "released"
  | "idle_warning"
  | "canceled"
  | "ended_by_customer"
  | "ended_by_agent"
  | "ended_idle"
  | "ended_lost"
  | "ended_timeout"
  | "ended"
  | "cobrowse_started"
  | "cobrowse_stopped"
  | "cobrowse_failed";

export interface SentFile {
  /** The hash of its content, by which it is fetched. */
  hash: string;
  name: string;
  bytes: number;
  mediaType: string;
}

export type TranscriptItem =
  | {
      type: "message";
      key: string;
      mine: boolean;
      /** The name of who wrote it; empty for the customer itself. */
      author: string;
      authorId: string;
      text: string;
      /** What was sent instead of a text. */
      file: SentFile | null;
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
  const told: Told = { lost: "", passedOn: false, sharing: false };
  for (const event of state.events) {
    if (event.command) arrived.add(event.command);
    if (event.data.message) arrived.add(event.data.message);
    const item = itemOf(state, event, told);
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
      file: null,
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

/** What the events before said that a notice depends on. */
interface Told {
  /** The name of who was lost. */
  lost: string;
  /** The customer knows already that a colleague takes over. */
  passedOn: boolean;
  /** The customer's page is shown. */
  sharing: boolean;
}

function itemOf(state: WidgetState, event: Event, told: Told): TranscriptItem | null {
  const atMs = Date.parse(event.at);
  const text = writtenIn(event);
  if (text !== null) {
    const mine = event.kind === "end_user_post" || event.kind === "file_attachment_received";
    return {
      type: "message",
      // The same key as while it was on its way, so that a view keeps the element.
      key: event.data.message ?? `seq-${event.seq}`,
      mine,
      author: mine ? "" : (event.actor.name ?? ""),
      authorId: mine ? "" : event.actor.id,
      text,
      file: fileIn(event),
      atMs,
      status: mine ? (event.seq <= state.seenSeq ? "seen" : "sent") : null,
      problem: null,
    };
  }
  const notice = noticeOf(event, told);
  if (!notice) return null;
  const name = event.data.participant?.name ?? (notice === "agent_lost" ? told.lost : "");
  return { type: "notice", key: `seq-${event.seq}`, notice, name, atMs };
}

/** What somebody wrote; null when it is no message. */
function writtenIn(event: Event): string | null {
  const text = event.data.text ?? "";
  switch (event.kind) {
    case "end_user_post":
    case "agent_post":
    case "bot_post":
      return text;
    case "file_attachment_received":
    case "agent_file_sent":
      return event.data.name ?? "";
    case "agent_pushed_url":
      return event.data.subject ? `${event.data.subject}\n${text}` : text;
    default:
      return null;
  }
}

function fileIn(event: Event): SentFile | null {
  const { file, name, bytes, media_type } = event.data;
  if (!file) return null;
  return { hash: file, name: name ?? "", bytes: bytes ?? 0, mediaType: media_type ?? "" };
}

function noticeOf(event: Event, told: Told): NoticeName | null {
  switch (event.kind) {
    case "engagement_participant_entered":
    case "bot_entered":
      told.passedOn = false;
      return "joined";
    case "engagement_participant_left":
      if (event.data.reason === "left") return "left";
      if (event.data.reason !== "transferred" || told.passedOn) return null;
      told.passedOn = true;
      return "transferred";
    case "bot_left":
      return null;
    case "agent_lost":
      told.lost = event.data.participant?.name ?? "";
      return null;
    case "chat_requeued":
      return "agent_lost";
    case "transferred_to_queue": {
      const before = told.passedOn;
      told.passedOn = false;
      return before ? null : "released";
    }
    case "idle_alert":
      return "idle_warning";
    case "cobrowse_invitation_accepted":
      told.sharing = true;
      return null;
    case "cobrowse_session_started":
      return "cobrowse_started";
    case "cobrowse_session_stopped":
    case "cobrowse_session_error": {
      // An invitation that is taken back was no sharing.
      const before = told.sharing;
      told.sharing = false;
      if (!before) return null;
      return event.kind === "cobrowse_session_error" ? "cobrowse_failed" : "cobrowse_stopped";
    }
    case "chat_concluded":
      return event.data.continued_as ? null : endOf(event.data.disconnect_reason ?? "");
    default:
      return null;
  }
}

function endOf(disconnectReason: string): NoticeName | null {
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
    // Told where a chat would go on, and not as the end of one that never began.
    case "QueueFull":
      return null;
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
  const own = event.kind === "end_user_post" || event.kind === "file_attachment_received";
  return !own && (writtenIn(event) !== null || event.kind === "cobrowse_invitation_sent");
}
