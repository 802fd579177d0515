// What a transcript is drawn of: day lines, messages, notes, files, and one line for each thing that an agent should know of.

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

/** A link that was pushed. */
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
