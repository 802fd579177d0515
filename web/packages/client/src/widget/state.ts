// What the customer's side knows of its conversation, folded from a snapshot, events and live frames by pure functions.
// The same event twice changes nothing.

import type {
  Cobrowse,
  ConversationHistory,
  Event,
  Participant,
  Party,
  Phase,
  ServerFrame,
  WidgetSnapshot,
} from "../generated/protocol";

/** Why the chat is in its queue. */
export type WaitingBecause = "asked" | "agent_lost" | "sent_back";

export interface WidgetState {
  /** Whether a snapshot has come; before it nothing is known. */
  known: boolean;
  position: number;
  tenantName: string;
  conversation: string | null;
  /** Its newest chat. */
  chat: string | null;
  /** Null: nothing was asked yet. `wrap_up` never shows here: it looks closed to a customer. */
  phase: Exclude<Phase, "wrap_up"> | null;
  disconnectReason: string | null;
  waitingBecause: WaitingBecause;
  /** From 1. */
  place: number | null;
  estimateMs: number | null;
  participants: readonly Participant[];
  /** Oldest first, each `seq` once. */
  events: readonly Event[];
  /** Whether the server has earlier ones. */
  more: boolean;
  /** Everything up to here has been seen by an agent. */
  seenSeq: number;
  messageCharsMax: number;
  /** Showing the page to an agent: asked for, or under way. */
  cobrowse: Cobrowse | null;
  /** For how long after its end the conversation may be rated; 0: not at all. */
  ratingMs: number;
  /** Names of those who are typing, by their id. */
  typing: Readonly<Record<string, string>>;
}

export const emptyWidgetState: WidgetState = {
  known: false,
  position: 0,
  tenantName: "",
  conversation: null,
  chat: null,
  phase: null,
  disconnectReason: null,
  waitingBecause: "asked",
  place: null,
  estimateMs: null,
  participants: [],
  events: [],
  more: false,
  seenSeq: 0,
  messageCharsMax: 10_000,
  cobrowse: null,
  ratingMs: 0,
  typing: {},
};

export function applyFrame(state: WidgetState, frame: ServerFrame): WidgetState {
  switch (frame.type) {
    case "widget_snapshot":
      return fromSnapshot(frame.state);
    case "event":
      return applyEvent(state, frame.event);
    case "presence":
      if (frame.conversation !== state.conversation) return state;
      return {
        ...state,
        participants: state.participants.map((one) =>
          one.agent === frame.party
            ? { ...one, presence: frame.presence, lost_at: frame.lost_at ?? null }
            : one,
        ),
      };
    case "typing":
      if (frame.conversation !== state.conversation || frame.party === "customer") return state;
      return {
        ...state,
        typing: withTyping(
          state.typing,
          frame.party,
          frame.text === null || frame.text === undefined ? null : frame.name,
        ),
      };
    case "seen":
      if (frame.conversation !== state.conversation || frame.by !== "agent") return state;
      return frame.seq > state.seenSeq ? { ...state, seenSeq: frame.seq } : state;
    case "place":
      return { ...state, place: frame.place, estimateMs: frame.estimate_ms ?? null };
    default:
      return state;
  }
}

function fromSnapshot(snapshot: WidgetSnapshot): WidgetState {
  const chat = snapshot.chat ?? null;
  return {
    ...emptyWidgetState,
    known: true,
    position: snapshot.position,
    tenantName: snapshot.tenant_name,
    conversation: snapshot.conversation ?? null,
    chat,
    phase: toCustomerPhase(snapshot.phase ?? null),
    disconnectReason: snapshot.disconnect_reason ?? null,
    waitingBecause: waitingBecauseOf(snapshot.events, chat),
    place: snapshot.place ?? null,
    estimateMs: snapshot.estimate_ms ?? null,
    participants: snapshot.participants,
    events: snapshot.events,
    more: snapshot.more,
    seenSeq: snapshot.seen_seq ?? 0,
    messageCharsMax: snapshot.message_chars_max,
    cobrowse: snapshot.cobrowse ?? null,
    ratingMs: snapshot.rating_ms,
  };
}

function toCustomerPhase(phase: Phase | null): WidgetState["phase"] {
  return phase === "wrap_up" ? "closed" : phase;
}

function waitingBecauseOf(events: readonly Event[], chat: string | null): WaitingBecause {
  for (const event of [...events].reverse()) {
    if (event.chat !== chat) continue;
    if (event.kind === "chat_requeued") return "agent_lost";
    if (event.kind === "transferred_to_queue") return "sent_back";
  }
  return "asked";
}

/** Folds one event; one that was folded already changes nothing. */
export function applyEvent(state: WidgetState, event: Event): WidgetState {
  if (event.seq <= state.position) return state;
  const next = { ...state, position: event.seq, events: [...state.events, event] };
  // The conversation has at most one chat that is not closed: what an earlier chat still says moves nothing.
  if (event.kind !== "chat_created" && event.chat !== state.chat) return next;
  return { ...next, ...effectOf(state, event) };
}

function effectOf(state: WidgetState, event: Event): Partial<WidgetState> {
  const participant = event.data.participant ?? null;
  switch (event.kind) {
    case "chat_created":
      return {
        ...(event.conversation === state.conversation ? {} : { events: [event], more: false, seenSeq: 0 }),
        conversation: event.conversation,
        chat: event.chat,
        phase: "waiting",
        disconnectReason: null,
        waitingBecause: "asked",
        place: null,
        estimateMs: null,
        participants: [],
        cobrowse: null,
        typing: {},
      };
    case "chat_requeued":
      return { phase: "waiting", waitingBecause: "agent_lost" };
    case "transferred_to_queue":
      return {
        phase: "waiting",
        waitingBecause: "sent_back",
        place: null,
        estimateMs: null,
        participants: [],
        cobrowse: null,
        typing: {},
      };
    case "engagement_participant_entered":
    case "bot_entered":
      return participant ? entered(state, event, participant) : {};
    case "engagement_participant_left":
    case "bot_left":
    case "agent_lost":
      return participant ? left(state, participant.id) : {};
    case "agent_absent":
      return participant ? withPresence(state, participant.id, "absent") : {};
    case "agent_present":
      return participant ? withPresence(state, participant.id, "present") : {};
    case "agent_role_change":
      return participant ? withLead(state, participant.id) : {};
    case "agent_post":
    case "bot_post":
      return { typing: withTyping(state.typing, event.actor.id, null) };
    case "cobrowse_invitation_sent":
      return {
        cobrowse: { agent: participant?.id ?? "", stage: "invited", recorded: event.data.recorded ?? false },
      };
    case "cobrowse_invitation_accepted":
      return withStage(state, "accepted");
    case "cobrowse_session_started":
      return withStage(state, "running");
    case "cobrowse_invitation_declined":
    case "cobrowse_session_stopped":
    case "cobrowse_session_error":
      return { cobrowse: null };
    case "chat_canceled":
      return closed("CustomerCanceled");
    case "chat_concluded":
      // A chat that another continues is not an end for the customer: the next event opens that one.
      return event.data.continued_as
        ? { participants: [], cobrowse: null, typing: {} }
        : closed(event.data.disconnect_reason ?? null);
    default:
      return {};
  }
}

function closed(disconnectReason: string | null): Partial<WidgetState> {
  return {
    phase: "closed",
    disconnectReason,
    place: null,
    estimateMs: null,
    participants: [],
    cobrowse: null,
    typing: {},
  };
}

function withStage(state: WidgetState, stage: string): Partial<WidgetState> {
  return state.cobrowse ? { cobrowse: { ...state.cobrowse, stage } } : {};
}

function entered(state: WidgetState, event: Event, party: Party): Partial<WidgetState> {
  const participant: Participant = {
    agent: party.id,
    name: party.name ?? "",
    role: event.data.role ?? "lead",
    entered_at: event.at,
    presence: "present",
    lost_at: null,
  };
  return {
    phase: "engaged",
    place: null,
    estimateMs: null,
    participants: [...state.participants.filter((one) => one.agent !== party.id), participant],
  };
}

function left(state: WidgetState, agent: string): Partial<WidgetState> {
  return {
    participants: state.participants.filter((one) => one.agent !== agent),
    typing: withTyping(state.typing, agent, null),
  };
}

function withPresence(
  state: WidgetState,
  agent: string,
  presence: Participant["presence"],
): Partial<WidgetState> {
  return {
    participants: state.participants.map((one) =>
      one.agent === agent
        ? { ...one, presence, lost_at: presence === "present" ? null : (one.lost_at ?? null) }
        : one,
    ),
  };
}

function withLead(state: WidgetState, lead: string): Partial<WidgetState> {
  return {
    participants: state.participants.map((one) => ({
      ...one,
      role: one.agent === lead ? "lead" : "supporting",
    })),
  };
}

function withTyping(
  typing: WidgetState["typing"],
  party: string,
  name: string | null,
): WidgetState["typing"] {
  if (name === null && !(party in typing)) return typing;
  const { [party]: _before, ...others } = typing;
  return name === null ? others : { ...others, [party]: name };
}

/** Puts a page of earlier events before what is known. */
export function applyHistory(state: WidgetState, history: ConversationHistory): WidgetState {
  const first = state.events[0]?.seq ?? Number.POSITIVE_INFINITY;
  const earlier = history.events.filter((event) => event.seq < first);
  return { ...state, events: [...earlier, ...state.events], more: history.more };
}

/** Live frames hold only while the socket does. */
export function applyInterruption(state: WidgetState): WidgetState {
  return Object.keys(state.typing).length === 0 ? state : { ...state, typing: {} };
}

/** The agent that leads, or any that is there. */
export function leadOf(state: WidgetState): Participant | null {
  return state.participants.find((one) => one.role === "lead") ?? state.participants[0] ?? null;
}
