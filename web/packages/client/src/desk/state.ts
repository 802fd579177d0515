// What the desk knows: the server's snapshot with everything folded into it since, and the transcripts that were read.

import type {
  Agent,
  Colleague,
  Conversation,
  DeskSnapshot,
  Draft,
  Event,
  Profile,
  Queue,
  StandardText,
  Status,
  Tenant,
  Topic,
} from "../generated/protocol";

/** The events of one conversation, as far as they were read. */
export interface Transcript {
  /** In the order of `seq`, each once. */
  events: readonly Event[];
  /** Whether the newest page was read; until then `events` holds only what came over the socket. */
  loaded: boolean;
  /** Whether there are earlier events that were not read. */
  more: boolean;
}

/** What a party is typing. */
export interface Typing {
  /** `customer`, or an agent's id. */
  party: string;
  name: string;
  /** The text so far; empty: no preview. */
  text: string;
  /** When it was heard, this client's clock; typing that is not heard of again fades. */
  heardAtMs: number;
}

/** Up to where a side has seen a conversation. */
export interface SeenPositions {
  customer: number;
  agent: number;
}

/** A chat that was taken away while this client was held for lost. */
export interface LostChat {
  chat: string;
  customerName: string;
  subject: string;
}

/** The same object as long as nothing of it changed: what is said in a chat is none of it. */
export interface Desk {
  tenant: Tenant;
  me: Agent;
  profile: Profile;
  /** My status id; null when I have none. */
  status: string | null;
  statuses: readonly Status[];
  queues: Readonly<Record<string, Queue>>;
  colleagues: Readonly<Record<string, Colleague>>;
  settings: Readonly<Record<string, string>>;
  profiles: Readonly<Record<string, Profile>>;
  conversations: Readonly<Record<string, Conversation>>;
  topics: Readonly<Record<string, Topic>>;
  standardTexts: Readonly<Record<string, StandardText>>;
  /** The `seq` of the last change of what is read over HTTP: articles, prompts, and everything after a new snapshot. */
  libraryPosition: number;
  /** The `seq` of the last change of a message that was left, and of everything after a new snapshot. */
  leftPosition: number;
  /** Conversations between two chats: concluded and continued, the next one not created yet. */
  continuing: Readonly<Record<string, Conversation>>;
}

export interface DeskState {
  /** Null until the first snapshot. */
  desk: Desk | null;
  /** The largest `seq` folded. */
  position: number;
  transcripts: Readonly<Record<string, Transcript>>;
  typing: Readonly<Record<string, readonly Typing[]>>;
  seen: Readonly<Record<string, SeenPositions>>;
  /** Drafts as the server has them, by conversation. */
  drafts: Readonly<Record<string, readonly Draft[]>>;
  /** My chats as they were known, by chat id: outlives the page, so that what was lost can be named after a crash. */
  remembered: Readonly<Record<string, LostChat>>;
  /** What was lost while away; null when there is nothing to tell. */
  lost: readonly LostChat[] | null;
}

export const emptyDeskState: DeskState = {
  desk: null,
  position: 0,
  transcripts: {},
  typing: {},
  seen: {},
  drafts: {},
  remembered: {},
  lost: null,
};

/** The desk that a snapshot describes. */
export function deskOfSnapshot(snapshot: DeskSnapshot): Desk {
  return {
    tenant: snapshot.tenant,
    me: snapshot.me,
    profile: snapshot.profile,
    status: snapshot.status,
    statuses: snapshot.statuses,
    queues: byKey(snapshot.queues, (queue) => queue.id),
    colleagues: byKey(snapshot.colleagues, (colleague) => colleague.agent.id),
    settings: snapshot.settings,
    profiles: byKey(snapshot.profiles, (profile) => profile.id),
    conversations: byKey(snapshot.conversations, (one) => one.conversation),
    topics: byKey(snapshot.topics, (topic) => topic.id),
    standardTexts: byKey(snapshot.standard_texts, (one) => one.id),
    libraryPosition: snapshot.position,
    leftPosition: snapshot.position,
    continuing: {},
  };
}

function byKey<T>(list: readonly T[], key: (item: T) => string): Record<string, T> {
  return Object.fromEntries(list.map((item) => [key(item), item]));
}

/** A record without one key; the same record when it has no such key. */
export function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!(key in record)) return record;
  const { [key]: _gone, ...rest } = record;
  return rest;
}
