// Frames folded into the desk's state. Pure: the same frame twice changes nothing the second time.

import type { Conversation, ConversationHistory, Draft, Event, ServerFrame } from "../generated/protocol";
import { foldConversation } from "./fold-conversation";
import { foldDirectory } from "./fold-directory";
import { customerName, isForMe, myChats, seesAllQueues } from "./selectors";
import { type Desk, type DeskState, deskOfSnapshot, type LostChat, without } from "./state";
import { emptyTranscript, withEarlierPage, withEvent, withNewestPage } from "./transcript";

/** The state after a frame; `nowMs` is when it was heard. */
export function reduceFrame(state: DeskState, frame: ServerFrame, nowMs: number): DeskState {
  switch (frame.type) {
    case "desk_snapshot":
      return {
        ...state,
        desk: deskOfSnapshot(frame.state),
        position: frame.state.position,
        // Events may have been missed: each transcript reads its newest page again.
        transcripts: unloaded(state, frame.state.conversations),
        typing: {},
      };
    case "event":
      return reduceEvent(state, frame.event);
    case "conversation":
      return withConversation(state, frame.conversation);
    case "presence":
      return withPresence(state, frame);
    case "typing":
      return withTyping(state, frame, nowMs);
    case "seen":
      return withSeen(state, frame.conversation, frame.by, frame.seq);
    case "draft":
      return withDraft(state, frame.draft);
    case "reset":
      return { ...state, lost: lostChats(state, frame.chats) };
    case "welcome":
    case "widget_snapshot":
    case "ack":
    case "refused":
    case "place":
    case "cobrowse":
    case "pong":
    case "closing":
      return state;
  }
}

/** The state after the newest page of a conversation's history, or one before `before`. */
export function reduceHistory(
  state: DeskState,
  conversation: string,
  page: ConversationHistory,
  earlier: boolean,
): DeskState {
  const before = state.transcripts[conversation] ?? emptyTranscript;
  const transcript = earlier ? withEarlierPage(before, page) : withNewestPage(before, page);
  let next: DeskState = { ...state, transcripts: { ...state.transcripts, [conversation]: transcript } };
  if (earlier) return next;
  next = { ...next, drafts: { ...next.drafts, [conversation]: page.drafts } };
  if (page.customer_seen_seq) next = withSeen(next, conversation, "customer", page.customer_seen_seq);
  const known = next.desk?.conversations[conversation];
  if (next.desk && known && page.incident) {
    const conversations = {
      ...next.desk.conversations,
      [conversation]: { ...known, incident: page.incident },
    };
    next = { ...next, desk: { ...next.desk, conversations } };
  }
  return next;
}

function reduceEvent(state: DeskState, event: Event): DeskState {
  const { desk } = state;
  if (!desk || event.seq <= state.position) return state;
  const folded = event.conversation ? foldConversation(desk, event) : foldDirectory(desk, event);
  let next: DeskState = { ...state, desk: folded, position: event.seq };
  const id = event.conversation;
  if (!id) return next;
  const conversation = folded.conversations[id];
  const mine = conversation ? isForMe(conversation, folded.me.id) : false;
  const transcript = state.transcripts[id];
  if (transcript || mine) {
    const before = transcript ?? emptyTranscript;
    const events = withEvent(before.events, event);
    next = { ...next, transcripts: { ...next.transcripts, [id]: { ...before, events } } };
  }
  if (event.kind === "end_user_post" || event.kind === "agent_post") next = stoppedTyping(next, id, event);
  if (!conversation || (transcript && !mine)) next = forgotten(next, id);
  const before = desk.conversations[id];
  if (conversation && !mine && before && isForMe(before, desk.me.id) && !hearsOf(folded, conversation)) {
    next = { ...next, desk: { ...folded, conversations: without(folded.conversations, id) } };
  }
  return next;
}

/** Whether what moves a chat goes on coming when I have no part in it. */
function hearsOf(desk: Desk, conversation: Conversation): boolean {
  return seesAllQueues(desk) || desk.me.queues.includes(conversation.queue);
}

/** Who has just sent a message is not typing it any more. */
function stoppedTyping(state: DeskState, conversation: string, event: Event): DeskState {
  const party = event.actor.type === "customer" ? "customer" : event.actor.id;
  const before = state.typing[conversation] ?? [];
  if (!before.some((one) => one.party === party)) return state;
  const typing = before.filter((one) => one.party !== party);
  return { ...state, typing: { ...state.typing, [conversation]: typing } };
}

/** What was said in a conversation that is not mine any more is not kept. */
function forgotten(state: DeskState, conversation: string): DeskState {
  return {
    ...state,
    transcripts: without(state.transcripts, conversation),
    typing: without(state.typing, conversation),
    seen: without(state.seen, conversation),
    drafts: without(state.drafts, conversation),
  };
}

function unloaded(state: DeskState, conversations: readonly Conversation[]): DeskState["transcripts"] {
  const transcripts: Record<string, DeskState["transcripts"][string]> = {};
  for (const { conversation } of conversations) {
    const known = state.transcripts[conversation];
    if (known) transcripts[conversation] = { ...known, loaded: false };
  }
  return transcripts;
}

function withConversation(state: DeskState, conversation: Conversation): DeskState {
  if (!state.desk) return state;
  const id = conversation.conversation;
  const { desk } = state;
  if (conversation.phase === "closed") {
    return forgotten({ ...state, desk: { ...desk, conversations: without(desk.conversations, id) } }, id);
  }
  return { ...state, desk: { ...desk, conversations: { ...desk.conversations, [id]: conversation } } };
}

function withPresence(state: DeskState, frame: Extract<ServerFrame, { type: "presence" }>): DeskState {
  const { desk } = state;
  const before = desk?.conversations[frame.conversation];
  if (!desk || !before) return state;
  const lostAt = frame.presence === "present" ? null : (frame.lost_at ?? null);
  const after: Conversation =
    frame.party === "customer"
      ? { ...before, customer_presence: frame.presence, customer_lost_at: lostAt }
      : {
          ...before,
          participants: before.participants.map((one) =>
            one.agent === frame.party ? { ...one, presence: frame.presence, lost_at: lostAt } : one,
          ),
        };
  const conversations = { ...desk.conversations, [frame.conversation]: after };
  const next = { ...state, desk: { ...desk, conversations } };
  if (frame.presence === "present") return next;
  const typing = (next.typing[frame.conversation] ?? []).filter((one) => one.party !== frame.party);
  return { ...next, typing: { ...next.typing, [frame.conversation]: typing } };
}

function withTyping(
  state: DeskState,
  frame: Extract<ServerFrame, { type: "typing" }>,
  nowMs: number,
): DeskState {
  const others = (state.typing[frame.conversation] ?? []).filter((one) => one.party !== frame.party);
  const typing =
    frame.text === null
      ? others
      : [...others, { party: frame.party, name: frame.name, text: frame.text, heardAtMs: nowMs }];
  return { ...state, typing: { ...state.typing, [frame.conversation]: typing } };
}

/** Notes that a side has seen everything up to `seq`; never takes it back. */
export function withSeen(state: DeskState, conversation: string, by: string, seq: number): DeskState {
  const before = state.seen[conversation] ?? { customer: 0, agent: 0 };
  const side = by === "customer" ? "customer" : "agent";
  if (before[side] >= seq) return state;
  return { ...state, seen: { ...state.seen, [conversation]: { ...before, [side]: seq } } };
}

function withDraft(state: DeskState, draft: Draft): DeskState {
  const before = state.drafts[draft.conversation] ?? [];
  const others = before.filter((one) => one.field !== draft.field || one.agent !== draft.agent);
  const known = before.find((one) => one.field === draft.field && one.agent === draft.agent);
  if (known && known.written_at_ms >= draft.written_at_ms) return state;
  return { ...state, drafts: { ...state.drafts, [draft.conversation]: [...others, draft] } };
}

function lostChats(state: DeskState, chats: readonly string[]): readonly LostChat[] {
  return chats.map((chat) => state.remembered[chat] ?? { chat, customerName: "", subject: "" });
}

/** How many chats are remembered; more than anyone has at once. */
const rememberedMax = 100;

/** Remembers my chats by name; the same state when all of them are. */
export function rememberMine(state: DeskState): DeskState {
  if (!state.desk) return state;
  const fresh = myChats(state.desk).filter((one) => !state.remembered[one.chat]);
  if (fresh.length === 0) return state;
  const added = fresh.map((one): [string, LostChat] => [
    one.chat,
    { chat: one.chat, customerName: customerName(one), subject: one.subject },
  ]);
  const kept = [...Object.entries(state.remembered), ...added].slice(-rememberedMax);
  return { ...state, remembered: Object.fromEntries(kept) };
}
