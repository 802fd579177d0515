// One event as a row, and one command that is on its way.

import type { Event } from "../generated/protocol";
import type { OutboxEntry } from "../outbox-store";
import type { MessageRow, NoteRow, Tone, TranscriptRow } from "./row";
import { capital, disconnectWords, eventWords, type Names, partyName } from "./words";

/** A row of an event: it has a moment. */
export type DatedRow = Exclude<TranscriptRow, { type: "previous" }>;

/** The row of an event; null when there is nothing to say of it. `chat`: the one that the conversation has now. */
export function eventRow(event: Event, chat: string, names: Names): DatedRow | null {
  const key = String(event.seq);
  const atMs = Date.parse(event.at);
  const line = (text: string, tone: Tone = "plain"): DatedRow => ({ type: "line", key, text, atMs, tone });
  const who = () => capital(partyName(event.data.participant ?? event.actor, names));
  const participantIsMe = event.data.participant?.id === names.me;
  switch (event.kind) {
    case "end_user_post":
    case "agent_post":
    case "bot_post":
      return messageRow(event, key, atMs, names);
    case "internal_post":
    case "side_note_added":
      return {
        type: "note",
        key,
        to: event.kind === "side_note_added" ? "next" : audienceOf(event.data.visibility),
        name: who(),
        text: event.data.text ?? "",
        atMs,
        pending: false,
      };
    case "file_attachment_received":
    case "agent_file_sent":
      return {
        type: "file",
        key,
        ...sideAndName(event, names),
        chat: event.chat ?? chat,
        file: event.data.file ?? "",
        fileName: event.data.name ?? "File",
        bytes: event.data.bytes ?? 0,
        mediaType: event.data.media_type ?? "",
        atMs,
      };
    case "agent_pushed_url": {
      const { side, name } = sideAndName(event, names);
      const url = event.data.url ?? "";
      const from = side === "customer" ? "colleague" : side;
      return { type: "link", key, side: from, name, title: event.data.title ?? url, url, atMs };
    }
    case "cobrowse_recorded":
      return {
        type: "recording",
        key,
        chat: event.chat ?? chat,
        file: event.data.file ?? "",
        lengthMs: event.data.length_ms ?? 0,
        atMs,
      };
    case "chat_created":
      if (!event.data.continues) return line("Chat requested");
      return event.chat === chat
        ? { type: "current", key, text: "Continues an earlier chat", atMs }
        : line("Continued in a new chat");
    case "chat_requeued":
      return line("Back in the queue, with its place kept");
    case "engagement_participant_entered":
      return line(participantIsMe ? "You joined" : `${who()} joined`, "good");
    case "engagement_participant_left":
      return event.data.reason === "concluded" || event.data.reason === "disconnected"
        ? null
        : line(participantIsMe ? "You left" : `${who()} left`);
    case "agent_absent":
      return line(
        participantIsMe ? "You were not heard for a while" : `${who()}: connection interrupted`,
        "warning",
      );
    case "agent_present":
      return line(participantIsMe ? "You are back" : `${who()} is back`, "good");
    case "agent_lost":
      return line(`${who()}: connection lost`, "warning");
    case "end_user_absent":
      return line(`${names.customer}: connection interrupted`, "warning");
    case "end_user_present":
      return line(`${names.customer} is back`, "good");
    case "user_lost":
      return line(`${names.customer}: connection lost`, "warning");
    case "end_user_client_reset":
      return line(`${names.customer} came back`, "good");
    case "bot_entered":
      return line(`${who()} joined`, "good");
    case "bot_left":
      return line(`${who()} left`);
    case "chat_rated":
      return line(eventWords(event, names), (event.data.rating ?? 0) >= 4 ? "good" : "plain");
    case "agent_role_change":
    case "agent_transfer_invitation":
    case "agent_transfer_canceled":
    case "agent_conference_invitation":
    case "agent_conference_canceled":
    case "coach_begin":
    case "coach_end":
    case "monitor_begin":
    case "monitor_end":
    case "transferred_to_queue":
    case "async_on_hold":
    case "cobrowse_invitation_sent":
    case "cobrowse_session_started":
    case "cobrowse_session_stopped":
      return line(eventWords(event, names));
    case "agent_transfer_declined":
    case "agent_transfer_unavailable":
    case "agent_conference_declined":
    case "agent_conference_unavailable":
    case "cobrowse_invitation_declined":
    case "cobrowse_session_error":
      return line(eventWords(event, names), "warning");
    case "async_customer_activity":
    case "cobrowse_invitation_accepted":
      return line(eventWords(event, names), "good");
    case "idle_alert":
      return line("Nobody has written for a while; the customer was asked", "warning");
    case "chat_canceled":
      return line(`${names.customer} stopped waiting`);
    case "chat_concluded":
      return line(`Chat ended: ${disconnectWords(event.data.disconnect_reason)}`);
    case "incident_closed":
      return line("Incident settled", "good");
    default:
      return null;
  }
}

function audienceOf(visibility: string | null | undefined): NoteRow["to"] {
  return visibility === "vip" ? "supervisors" : "colleagues";
}

function sideAndName(event: Event, names: Names): { side: MessageRow["side"]; name: string } {
  if (event.actor.type === "customer") return { side: "customer", name: names.customer };
  const mine = event.actor.id === names.me;
  return { side: mine ? "me" : "colleague", name: mine ? "You" : partyName(event.actor, names) };
}

function messageRow(event: Event, key: string, atMs: number, names: Names): MessageRow {
  const customer = event.kind === "end_user_post";
  const mine = !customer && event.actor.id === names.me;
  return {
    type: "message",
    key: event.data.message ?? key,
    side: customer ? "customer" : mine ? "me" : "colleague",
    name: mine ? "You" : partyName(event.actor, names),
    text: event.data.text ?? "",
    atMs,
    first: true,
    last: true,
    ...(customer ? {} : { state: "sent" as const }),
  };
}

/** The row of what is on its way or was refused; null when it is shown nowhere. */
export function pendingRow(entry: OutboxEntry, names: Names): TranscriptRow | null {
  const { command } = entry;
  const common = { key: entry.id, atMs: entry.createdAtMs };
  if (command.name === "post_internal") {
    return {
      type: "note",
      ...common,
      to: audienceOf(command.visibility),
      name: "You",
      text: command.text,
      pending: !entry.problem,
      ...(entry.problem ? { refused: { id: entry.id, why: entry.problem.detail } } : {}),
    };
  }
  if (command.name === "add_side_note") {
    if (entry.problem) return null;
    return {
      type: "note",
      ...common,
      to: "next",
      name: capital(partyName(me(names), names)),
      text: command.text,
      pending: true,
    };
  }
  if (command.name !== "post_message") return null;
  return {
    type: "message",
    ...common,
    side: "me",
    name: "You",
    text: command.text,
    state: entry.problem ? "failed" : "sending",
    first: true,
    last: true,
    ...(entry.problem ? { refused: { id: entry.id, why: entry.problem.detail } } : {}),
  };
}

function me(names: Names): { type: "agent"; id: string } {
  return { type: "agent", id: names.me };
}
