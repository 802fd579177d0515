// A transcript as rows to draw: day lines, messages, notes, and one line for each thing that an agent should know of.

import type { Event } from "../generated/protocol";
import type { OutboxEntry } from "../outbox-store";
import { capital, disconnectWords, eventWords, type Names, partyName } from "./words";

export type MessageState = "sending" | "sent" | "seen" | "failed";

export interface MessageRow {
  type: "message";
  key: string;
  /** `me`: mine; `colleague`: another agent's or a bot's. */
  side: "customer" | "me" | "colleague";
  name: string;
  text: string;
  atMs: number;
  /** Of what went to the customer. */
  state?: MessageState;
  /** Whether it begins, or ends, a run of one person's messages. */
  first: boolean;
  last: boolean;
  /** The command that was refused, with why. */
  refused?: { id: string; why: string };
}

/** What only staff see: a note for the next agent, a message to colleagues or to supervisors. */
export interface NoteRow {
  type: "note";
  key: string;
  to: "next" | "colleagues" | "supervisors";
  name: string;
  text: string;
  atMs: number;
  pending: boolean;
  /** The command that was refused, with why. */
  refused?: { id: string; why: string };
}

/** A file in the conversation. */
export interface FileRow {
  type: "file";
  key: string;
  side: "customer" | "me" | "colleague";
  name: string;
  /** The chat and the hash under which it is fetched. */
  chat: string;
  file: string;
  fileName: string;
  bytes: number;
  mediaType: string;
  atMs: number;
}

/** A link that was pushed. */
/** What a customer showed, kept as a file. */
export interface RecordingRow {
  type: "recording";
  key: string;
  chat: string;
  /** The hash of its content. */
  file: string;
  lengthMs: number;
  atMs: number;
}

export interface LinkRow {
  type: "link";
  key: string;
  side: "me" | "colleague";
  name: string;
  title: string;
  url: string;
  atMs: number;
}

export type TranscriptRow =
  | MessageRow
  | { type: "day"; key: string; atMs: number }
  | { type: "previous"; key: string }
  | { type: "current"; key: string; text: string; atMs: number }
  | NoteRow
  | FileRow
  | LinkRow
  | RecordingRow
  | { type: "line"; key: string; text: string; atMs: number; tone: Tone };

export type Tone = "plain" | "warning" | "good";

export interface RowsInput {
  events: readonly Event[];
  /** Whether there are earlier events: then what would stand above the first row is left out, for it will not stay there. */
  more: boolean;
  /** The conversation's chat now; what is before its start is "previous". */
  chat: string;
  /** This conversation's messages and notes in the outbox. */
  outbox: readonly OutboxEntry[];
  seenByCustomer: number;
  names: Names;
  /** The day that a moment falls on, in the viewer's time zone. */
  dayOf: (atMs: number) => string;
}

/** Messages of one person closer than this make a run. */
const runMs = 3 * 60_000;

/** The rows of a transcript, oldest first. */
export function transcriptRows(input: RowsInput): TranscriptRow[] {
  const rows: TranscriptRow[] = [];
  let day = "";
  let previous = false;
  const posted = new Set<string>();
  for (const event of input.events) {
    const row = rowOf(event, input);
    if (event.command) posted.add(event.command);
    if (!row) continue;
    const top = rows.length === 0 && input.more;
    if (!previous && event.chat && event.chat !== input.chat) {
      previous = true;
      if (!top) rows.push({ type: "previous", key: "previous" });
    }
    const thisDay = input.dayOf(row.atMs);
    if (thisDay !== day) {
      day = thisDay;
      if (!top) rows.push({ type: "day", key: `day-${event.seq}`, atMs: row.atMs });
    }
    rows.push(row);
  }
  for (const entry of input.outbox) {
    const row = posted.has(entry.id) ? null : pendingRow(entry, input.names);
    if (row) rows.push(row);
  }
  joinRuns(rows);
  return rows;
}

type DatedRow = Exclude<TranscriptRow, { type: "previous" }>;

function rowOf(event: Event, input: RowsInput): DatedRow | null {
  const { names } = input;
  const key = String(event.seq);
  const atMs = Date.parse(event.at);
  const line = (text: string, tone: Tone = "plain"): DatedRow => ({ type: "line", key, text, atMs, tone });
  const who = () => capital(partyName(event.data.participant ?? event.actor, names));
  const participantIsMe = event.data.participant?.id === names.me;
  switch (event.kind) {
    case "end_user_post":
    case "agent_post":
    case "bot_post":
      return messageRow(event, key, atMs, input);
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
        chat: event.chat ?? input.chat,
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
        chat: event.chat ?? input.chat,
        file: event.data.file ?? "",
        lengthMs: event.data.length_ms ?? 0,
        atMs,
      };
    case "chat_created":
      if (!event.data.continues) return line("Chat requested");
      return event.chat === input.chat
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

function messageRow(event: Event, key: string, atMs: number, input: RowsInput): MessageRow {
  const customer = event.kind === "end_user_post";
  const mine = !customer && event.actor.id === input.names.me;
  const state: MessageState = event.seq <= input.seenByCustomer ? "seen" : "sent";
  return {
    type: "message",
    key: event.data.message ?? key,
    side: customer ? "customer" : mine ? "me" : "colleague",
    name: mine ? "You" : partyName(event.actor, input.names),
    text: event.data.text ?? "",
    atMs,
    first: true,
    last: true,
    ...(customer ? {} : { state }),
  };
}

function pendingRow(entry: OutboxEntry, names: Names): TranscriptRow | null {
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

/** Marks where runs of one person's messages begin and end. */
function joinRuns(rows: TranscriptRow[]): void {
  for (let index = 1; index < rows.length; index += 1) {
    const row = rows[index];
    const before = rows[index - 1];
    if (row?.type !== "message" || before?.type !== "message") continue;
    const together = row.side === before.side && row.name === before.name && row.atMs - before.atMs < runMs;
    if (!together) continue;
    row.first = false;
    // What is on its way shows its own state, so that "sent" is never said of it.
    before.last = before.state !== row.state;
  }
}
