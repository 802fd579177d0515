// What an event does to the conversations of the desk: the table "How the desk folds" of docs/protocol.md.

import type { Conversation, Event, Incident, Participant, Party, Watcher } from "../generated/protocol";
import { parseDuration } from "./duration";
import { seesAllQueues } from "./selectors";
import { type Desk, without } from "./state";

type Change = (conversation: Conversation, event: Event, desk: Desk) => Conversation | null;

/** The desk after an event about a conversation. */
export function foldConversation(desk: Desk, event: Event): Desk {
  const id = event.conversation;
  if (!id) return desk;
  if (event.kind === "chat_created") return created(desk, id, event);
  // A message that was left is no conversation; it is read over HTTP.
  if (event.kind.startsWith("incident_") && !event.chat) return { ...desk, leftPosition: event.seq };
  const before = desk.conversations[id];
  if (!before || (event.chat && event.chat !== before.chat)) return desk;
  const after = changes[event.kind]?.(before, event, desk);
  if (after === undefined || after === before) return desk;
  if (after) return { ...desk, conversations: { ...desk.conversations, [id]: after } };
  const continues = event.kind === "chat_concluded";
  return {
    ...desk,
    conversations: without(desk.conversations, id),
    continuing: continues ? { ...desk.continuing, [id]: before } : desk.continuing,
  };
}

const noIncident: Incident = {
  id: "",
  subject: "",
  disposition: "",
  summary: "",
  ticket: "",
  ticket_status: "open",
  status: "",
  assignee: "",
  contact: "",
  custom: {},
  open: true,
};

function created(desk: Desk, id: string, event: Event): Desk {
  const data = event.data;
  const previous = desk.continuing[id] ?? desk.conversations[id];
  const conversation: Conversation = {
    conversation: id,
    chat: event.chat ?? "",
    phase: "waiting",
    queue: typeof data.queue === "string" ? data.queue : "",
    priority: data.priority ?? 0,
    arrived_at: data.arrived_at ?? event.at,
    requested_at: event.at,
    customer: data.customer ?? { id: "", name: "", email: "", page: "", company: "" },
    subject: data.subject ?? "",
    language: data.language ?? null,
    continues: data.continues ?? null,
    participants: [],
    customer_presence: previous?.customer_presence ?? "present",
    customer_lost_at: previous?.customer_lost_at ?? null,
    watchers: [],
    async: data.async ?? false,
    topic: typeof data.topic === "string" ? data.topic : null,
    attributes: previous?.attributes ?? {},
    incident: previous?.incident ?? noIncident,
  };
  return {
    ...desk,
    conversations: { ...desk.conversations, [id]: conversation },
    continuing: without(desk.continuing, id),
  };
}

const offerGone: Change = (conversation) =>
  conversation.offer ? { ...conversation, offer: null } : conversation;

const invited =
  (conference: boolean): Change =>
  (conversation, event, desk) => {
    const agent = event.data.participant?.id;
    if (!agent) return conversation;
    const expires_at = later(event.at, desk.settings.transfer_timeout);
    return { ...conversation, invitation: { agent, conference, invited_at: event.at, expires_at } };
  };

const invitationGone: Change = (conversation) =>
  conversation.invitation ? { ...conversation, invitation: null } : conversation;

const watched =
  (coaches: boolean): Change =>
  (conversation, event, desk) => {
    const party = event.data.participant;
    if (!party) return conversation;
    const watcher: Watcher = { agent: party.id, coaches, name: nameOf(desk, party) };
    const others = conversation.watchers.filter((one) => one.agent !== party.id);
    return { ...conversation, watchers: [...others, watcher] };
  };

/** Who went over from the one to the other is still there as the other. */
const watchingEnded =
  (coaches: boolean): Change =>
  (conversation, event) => ({
    ...conversation,
    watchers: conversation.watchers.filter(
      (one) => one.agent !== event.data.participant?.id || one.coaches !== coaches,
    ),
  });

const cobrowse =
  (stage: string | null): Change =>
  (conversation, event) => {
    const agent = event.data.participant?.id ?? conversation.cobrowse?.agent ?? "";
    const recorded = event.data.recorded ?? conversation.cobrowse?.recorded ?? false;
    return { ...conversation, cobrowse: stage === null ? null : { agent, stage, recorded } };
  };

/** What hangs on a chat that leaves its agents. */
const nothingHangs = { offer: null, invitation: null, cobrowse: null } as const;

const changes: Record<string, Change> = {
  agent_engagement_invitation: (conversation, event, desk) => {
    const agent = event.data.participant?.id;
    if (!agent) return conversation;
    const expires_at = later(event.at, desk.settings.offer_timeout);
    return { ...conversation, offer: { agent, offered_at: event.at, expires_at } };
  },
  agent_engagement_declined: offerGone,
  agent_engagement_timeout: offerGone,
  agent_engagement_unavailable: offerGone,
  agent_engagement_auto_declined: offerGone,
  agent_engagement_accepted: offerGone,
  agent_engagement_auto_accepted: offerGone,
  agent_transfer_invitation: invited(false),
  agent_transfer_accepted: invitationGone,
  agent_transfer_declined: invitationGone,
  agent_transfer_canceled: invitationGone,
  agent_transfer_unavailable: invitationGone,
  agent_conference_invitation: invited(true),
  agent_conference_accepted: invitationGone,
  agent_conference_declined: invitationGone,
  agent_conference_canceled: invitationGone,
  agent_conference_unavailable: invitationGone,
  engagement_participant_entered: entered,
  bot_entered: entered,
  engagement_participant_left: (conversation, event) => {
    const agent = event.data.participant?.id;
    const leaves = conversation.participants.find((one) => one.agent === agent);
    // The lead of a concluded chat still writes it up.
    if (!leaves || (conversation.phase === "wrap_up" && leaves.role === "lead")) return conversation;
    return {
      ...conversation,
      participants: conversation.participants.filter((one) => one.agent !== agent),
    };
  },
  bot_left: (conversation, event) => ({
    ...conversation,
    participants: conversation.participants.filter((one) => one.agent !== event.data.participant?.id),
  }),
  lead_session_start: (conversation, event) => ledBy(conversation, event.data.participant?.id),
  agent_role_change: (conversation, event) => ledBy(conversation, event.data.lead?.id),
  monitor_begin: watched(false),
  monitor_end: watchingEnded(false),
  coach_begin: watched(true),
  coach_end: watchingEnded(true),
  customer_changed: (conversation, event) =>
    event.data.customer ? { ...conversation, customer: event.data.customer } : conversation,
  attributes_changed: (conversation, event) => ({
    ...conversation,
    attributes: filled({ ...conversation.attributes, ...event.data.attributes }),
  }),
  cobrowse_invitation_sent: cobrowse("invited"),
  cobrowse_invitation_accepted: cobrowse("accepted"),
  cobrowse_session_started: cobrowse("running"),
  cobrowse_invitation_declined: cobrowse(null),
  cobrowse_session_stopped: cobrowse(null),
  cobrowse_session_error: cobrowse(null),
  async_on_hold: (conversation) => ({
    ...conversation,
    ...nothingHangs,
    phase: "on_hold",
    participants: [],
  }),
  async_customer_activity: (conversation) =>
    conversation.phase === "on_hold" ? { ...conversation, phase: "waiting" } : conversation,
  transferred_to_queue: (conversation, event, desk) => {
    const queue = typeof event.data.queue === "string" ? event.data.queue : conversation.queue;
    const watches = conversation.watchers.some((watcher) => watcher.agent === desk.me.id);
    // What becomes of it there is not told to those who do not serve that queue.
    if (!seesAllQueues(desk) && !watches && !desk.me.queues.includes(queue)) return null;
    return {
      ...conversation,
      ...nothingHangs,
      phase: "waiting",
      participants: [],
      queue,
      arrived_at: event.data.arrived_at ?? conversation.arrived_at,
    };
  },
  chat_requeued: (conversation, event) => ({
    ...conversation,
    phase: "waiting",
    queue: typeof event.data.queue === "string" ? event.data.queue : conversation.queue,
    arrived_at: event.data.arrived_at ?? conversation.arrived_at,
    continues: event.data.continues ?? conversation.continues ?? null,
  }),
  chat_concluded: (conversation, event, desk) => {
    if (event.data.continued_as) return null;
    return {
      ...conversation,
      ...nothingHangs,
      phase: "wrap_up",
      concluded_at: event.at,
      disconnect_reason: event.data.disconnect_reason ?? null,
      wrap_up_until: later(event.at, desk.settings.wrap_up_timeout),
    };
  },
  chat_released: () => null,
  agent_absent: (conversation, event) => withAgent(conversation, event, { presence: "absent" }),
  agent_present: (conversation, event) =>
    withAgent(conversation, event, { presence: "present", lost_at: null }),
  end_user_absent: (conversation) => ({ ...conversation, customer_presence: "absent" }),
  end_user_present: (conversation) => ({
    ...conversation,
    customer_presence: "present",
    customer_lost_at: null,
  }),
  incident_opened: (conversation, event) => withIncident(conversation, event, true),
  incident_updated: (conversation, event) => withIncident(conversation, event, conversation.incident.open),
  incident_closed: (conversation, event) => withIncident(conversation, event, false),
};

function entered(conversation: Conversation, event: Event, desk: Desk): Conversation {
  const party = event.data.participant;
  if (!party) return conversation;
  const participant: Participant = {
    agent: party.id,
    name: nameOf(desk, party),
    role: event.data.role ?? "lead",
    entered_at: event.at,
    presence: "present",
  };
  const others = conversation.participants.filter((one) => one.agent !== party.id);
  return { ...conversation, phase: "engaged", offer: null, participants: [...others, participant] };
}

function ledBy(conversation: Conversation, lead: string | undefined): Conversation {
  if (!conversation.participants.some((one) => one.agent === lead)) return conversation;
  return {
    ...conversation,
    participants: conversation.participants.map((one) => ({
      ...one,
      role: one.agent === lead ? "lead" : "supporting",
    })),
  };
}

function nameOf(desk: Desk, party: Party): string {
  return desk.colleagues[party.id]?.agent.name ?? party.name ?? party.id;
}

/** A moment and a setting's duration after it. */
function later(at: string, duration: string | undefined): string {
  return new Date(Date.parse(at) + (parseDuration(duration) ?? 0)).toISOString();
}

function withAgent(conversation: Conversation, event: Event, change: Partial<Participant>): Conversation {
  const agent = event.data.participant?.id;
  return {
    ...conversation,
    participants: conversation.participants.map((one) => (one.agent === agent ? { ...one, ...change } : one)),
  };
}

/** An empty value takes an entry away. */
function filled(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}

function withIncident(conversation: Conversation, event: Event, open: boolean): Conversation {
  const { incident, data } = { incident: conversation.incident, data: event.data };
  return {
    ...conversation,
    incident: {
      id: data.incident ?? incident.id,
      subject: data.subject ?? incident.subject,
      disposition: data.disposition ?? incident.disposition,
      summary: data.summary ?? incident.summary,
      ticket: data.ticket ?? incident.ticket,
      ticket_status: data.ticket_status ?? incident.ticket_status,
      status: typeof data.status === "string" ? data.status : incident.status,
      assignee: data.assignee ?? incident.assignee,
      contact: data.contact ?? incident.contact,
      custom: filled({ ...incident.custom, ...data.custom }),
      open,
    },
  };
}
