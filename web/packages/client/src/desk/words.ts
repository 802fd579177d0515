// Events in words, for the timeline and the transcript's lines between messages. Every kind of the catalogue has its sentence.

import type { Event, Party } from "../generated/protocol";

/** What is needed to name parties, queues and statuses. */
export interface Names {
  agent: (id: string) => string;
  queue: (id: string) => string;
  status: (id: string) => string;
  customer: string;
  /** My own id, for "you". */
  me: string;
}

/** Who a party is: `you` for me. */
export function partyName(party: Party | null | undefined, names: Names): string {
  if (!party) return "someone";
  switch (party.type) {
    case "customer":
      return names.customer;
    case "system":
      return "Holdfast";
    case "agent":
    case "supervisor":
    case "bot":
    case "admin":
      return party.id === names.me ? "you" : (party.name ?? names.agent(party.id));
  }
}

const statusReasons: Record<string, string> = {
  signed_in: "signed in",
  chosen: "chose it",
  missed_offers: "too many offers went unanswered",
  after_chat: "the profile says so after a chat",
  signed_out: "signed out",
  lost: "the connection was lost",
  supervisor: "set by a supervisor",
};

const disconnectReasons: Record<string, string> = {
  CustomerLeft: "the customer left",
  CustomerCanceled: "the customer stopped waiting",
  CustomerLost: "the customer's connection was lost",
  AgentEnded: "the agent ended it",
  AgentSessionLost: "the agent's connection was lost",
  AgentLoggedOut: "the agent signed out",
  SupervisorEnded: "a supervisor ended it",
  BotEnded: "the bot ended it",
  Abandoned: "it was abandoned",
  Idle: "nobody wrote for too long",
  AsyncIdle: "nobody wrote for too long",
  QueueTimeout: "it waited too long",
  QueueFull: "the queue was full",
  SystemLimit: "a limit was reached",
  StorageError: "storage failed",
  Administrator: "an administrator ended it",
};

/** Why a chat ended, for a sentence. */
export function disconnectWords(reason: string | null | undefined): string {
  return disconnectReasons[reason ?? ""] ?? "it ended";
}

const entered: Record<string, string> = {
  accepted: "joined (accepted the offer)",
  auto_accepted: "joined (assigned when the offer ran out)",
  assigned: "joined (assigned)",
  picked: "joined (picked from the queue)",
  transferred: "joined (transferred)",
  conferenced: "joined (invited to the conference)",
  joined: "joined",
};

const left: Record<string, string> = {
  left: "left",
  transferred: "left (transferred)",
  on_hold: "left (on hold)",
  disconnected: "left (connection lost)",
  concluded: "left (chat over)",
};

type Sentence = (event: Event, names: Names) => string;

/** "Sam accepted the offer": the participant, or who acted, and what was done. */
const did =
  (what: string): Sentence =>
  (event, names) => {
    const who = partyName(event.data.participant ?? event.actor, names);
    return `${capital(who)} ${who === "you" ? secondPerson(what) : what}`;
  };

const secondPersons: Record<string, string> = { was: "were", is: "are", has: "have", leads: "lead" };

/** "was offered" of "you": "were offered". */
function secondPerson(what: string): string {
  return what.replace(/^(?:no longer )?(was|is|has|leads)\b/, (found, verb: string) =>
    found.replace(verb, secondPersons[verb] ?? verb),
  );
}

const says =
  (text: string): Sentence =>
  () =>
    text;

const queueOf = (event: Event, names: Names) =>
  typeof event.data.queue === "string" ? names.queue(event.data.queue) : "the queue";

const named = (value: unknown): string => {
  if (typeof value === "string") return value;
  if (value && typeof value === "object" && "name" in value) return String(value.name);
  return "";
};

const sentences: Record<string, Sentence> = {
  agent_post: (event, names) => `${capital(partyName(event.actor, names))}: ${event.data.text ?? ""}`,
  end_user_post: (event, names) => `${names.customer}: ${event.data.text ?? ""}`,
  agent_pushed_url: (event, names) =>
    `${capital(partyName(event.actor, names))} sent a link${event.data.url ? `: ${event.data.url}` : ""}`,
  agent_absent: did("has not been heard for a while"),
  agent_present: did("is back"),
  end_user_absent: (_, names) => `${names.customer} has not been heard for a while`,
  end_user_present: (_, names) => `${names.customer} is back`,
  agent_engagement_invitation: did("was offered the chat"),
  agent_transfer_invitation: did("was asked to take the chat over"),
  agent_conference_invitation: did("was invited to the chat"),
  agent_engagement_accepted: did("accepted the offer"),
  agent_engagement_declined: did("declined the offer"),
  agent_engagement_timeout: did("did not confirm the offer in time"),
  agent_engagement_unavailable: did("could not take the offer"),
  agent_transfer_accepted: did("accepted the transfer"),
  agent_transfer_declined: did("declined the transfer"),
  agent_transfer_canceled: (event, names) =>
    `The transfer to ${partyName(event.data.participant, names)} was withdrawn`,
  agent_transfer_unavailable: did("could not take the transfer"),
  agent_conference_accepted: did("accepted the invitation"),
  agent_conference_declined: did("declined the invitation"),
  agent_conference_canceled: (event, names) =>
    `The invitation of ${partyName(event.data.participant, names)} was withdrawn`,
  agent_conference_unavailable: did("could not accept the invitation"),
  engagement_participant_entered: (event, names) =>
    did(entered[event.data.how ?? ""] ?? "joined")(event, names),
  engagement_participant_left: (event, names) => did(left[event.data.reason ?? ""] ?? "left")(event, names),
  agent_role_change: (event, names) =>
    event.data.lead
      ? `${capital(partyName(event.data.lead, names))} ${event.data.lead.id === names.me ? "lead" : "leads"} the chat now`
      : "The lead agent changed",
  chat_created: (event, names) =>
    event.data.continues
      ? `A new chat continues the conversation in ${queueOf(event, names)}`
      : `${names.customer} asked for a chat in ${queueOf(event, names)}`,
  chat_released: says("The chat was released"),
  chat_canceled: (_, names) => `${names.customer} stopped waiting`,
  agent_disconnected: did("was disconnected"),
  agent_lost: did("was given up as lost"),
  user_disconnected: (_, names) => `${names.customer} was disconnected`,
  user_lost: (_, names) => `${names.customer} was given up as lost`,
  agent_engagement_auto_accepted: did("was assigned the chat when the offer ran out"),
  agent_engagement_auto_declined: did("did not answer the offer"),
  cobrowse_invitation_sent: did("asked to see the customer's page"),
  cobrowse_invitation_accepted: (_, names) => `${names.customer} agreed to show the page`,
  cobrowse_invitation_declined: (_, names) => `${names.customer} did not want to show the page`,
  file_attachment_received: (event, names) =>
    `${names.customer} sent the file ${event.data.name ?? ""}`.trim(),
  agent_file_sent: (event, names) =>
    `${capital(partyName(event.actor, names))} sent the file ${event.data.name ?? ""}`.trim(),
  chat_disconnected_idle_end_user: says("The chat ended because nobody wrote for too long"),
  cobrowse_session_started: did("can see the customer's page"),
  cobrowse_session_stopped: says("Co-browsing ended"),
  cobrowse_session_error: (event) =>
    event.data.detail ? `Co-browsing failed: ${event.data.detail}` : "Co-browsing failed",
  cobrowse_recorded: says("Co-browsing was recorded"),
  agent_accepted: did("pressed Accept"),
  end_user_disconnected: (_, names) => `${names.customer} is out of the chat`,
  monitor_begin: did("started monitoring"),
  monitor_end: did("stopped monitoring"),
  transferred_to_queue: (event, names) => `The chat went to ${queueOf(event, names)}`,
  lead_session_start: did("leads the chat"),
  lead_session_end: did("no longer leads the chat"),
  agent_client_reset: did("came back after being given up as lost"),
  end_user_client_reset: (_, names) => `${names.customer} came back after being given up as lost`,
  chat_concluded: (event) =>
    event.data.continued_as
      ? `This chat ended: ${disconnectWords(event.data.disconnect_reason)}; another continues it`
      : `The chat ended: ${disconnectWords(event.data.disconnect_reason)}`,
  chat_requeued: (event, names) => `Back in ${queueOf(event, names)}, with its place kept`,
  bot_entered: did("joined"),
  bot_left: did("left"),
  bot_post: (event, names) => `${capital(partyName(event.actor, names))}: ${event.data.text ?? ""}`,
  coach_begin: did("started coaching"),
  coach_end: did("stopped coaching"),
  internal_post: (event, names) =>
    `${capital(partyName(event.actor, names))} to ${event.data.visibility === "vip" ? "supervisors" : "colleagues"}: ${event.data.text ?? ""}`,
  async_on_hold: says("The chat is on hold"),
  async_customer_activity: (_, names) => `${names.customer} woke the chat`,
  async_idle_alert: says("The chat on hold has been idle for long"),
  idle_alert: says("Nobody has written for a while; the customer was asked"),
  incident_opened: says("The incident was opened"),
  incident_updated: (event, names) =>
    `${capital(partyName(event.actor, names))} changed the incident${incidentChange(event)}`,
  incident_closed: (event, names) => `${capital(partyName(event.actor, names))} settled the incident`,
  side_note_added: (event, names) =>
    `${capital(partyName(event.actor, names))} noted: ${event.data.text ?? ""}`,
  attributes_changed: (event, names) => {
    const changes = Object.entries(event.data.attributes ?? {}).map(([name, value]) =>
      value ? `${name} is ${value}` : `${name} taken away`,
    );
    return `${capital(partyName(event.actor, names))} noted${changes.length > 0 ? `: ${changes.join(", ")}` : " attributes"}`;
  },
  customer_changed: (event) => {
    const { customer } = event.data;
    const who = customer?.verified
      ? `The customer is verified: ${customer.external_id}`
      : "The customer is not verified";
    return customer?.page ? `${who}; it is on ${customer.page}` : who;
  },
  report_schedule_changed: () => "A report schedule was changed",
  report_schedule_removed: () => "A report schedule was removed",
  identity_key_changed: () => "An identity key was made",
  identity_key_removed: () => "An identity key was revoked",
  chat_rated: (event, names) => ratingWords(event, names.customer),
  topic_changed: (event) => `The topic ${named(event.data.topic)} was changed`,
  topic_removed: (event) => `The topic ${named(event.data.topic)} was removed`,
  standard_text_changed: (event) => `The standard text ${named(event.data.standard_text)} was changed`,
  standard_text_removed: (event) => `The standard text ${named(event.data.standard_text)} was removed`,
  article_changed: says("A knowledge article was changed"),
  article_removed: says("A knowledge article was removed"),
  prompt_changed: (event) => `The prompt ${(event.data.prompt ?? "").replaceAll("_", " ")} was changed`,
  invitation_rule_changed: (event) => `The invitation rule ${named(event.data.invitation_rule)} was changed`,
  invitation_rule_removed: (event) => `The invitation rule ${named(event.data.invitation_rule)} was removed`,
  agent_status_changed: (event, names) => {
    const who = capital(partyName(event.data.participant, names));
    const why = statusReasons[event.data.reason ?? ""];
    const because = why ? ` (${why})` : "";
    return typeof event.data.status === "string"
      ? `${who}: status ${names.status(event.data.status)}${because}`
      : `${who}: no status${because}`;
  },
  tenant_changed: says("The tenant's record was changed"),
  agent_changed: (event) => `The record of ${named(event.data.agent)} was changed`,
  agent_removed: (event) => `${named(event.data.agent)} was removed`,
  queue_changed: (event) => `The queue ${named(event.data.queue)} was changed`,
  queue_removed: (event) => `The queue ${named(event.data.queue)} was removed`,
  profile_changed: (event) => `The profile ${named(event.data.profile)} was changed`,
  profile_removed: (event) => `The profile ${named(event.data.profile)} was removed`,
  status_changed: (event) => `The status ${named(event.data.status)} was changed`,
  status_removed: (event) => `The status ${named(event.data.status)} was removed`,
  setting_changed: (event) => `The setting ${event.data.name ?? ""} is now ${event.data.value ?? ""}`,
};

/** The kinds that have a sentence. */
export const kindsInWords: readonly string[] = Object.keys(sentences);

/** What happened, as one sentence. A kind that this version does not know is named by its slug. */
export function eventWords(event: Event, names: Names): string {
  return sentences[event.kind]?.(event, names) ?? capital(event.kind.replaceAll("_", " "));
}

/** What a customer thinks of the conversation, in a sentence. */
function ratingWords(event: Event, customer: string): string {
  const { rating, comment } = event.data;
  return `${customer} rated the conversation ${rating ?? 0} of 5${comment ? `: “${comment}”` : ""}`;
}

function incidentChange(event: Event): string {
  const fields = ["subject", "disposition", "summary", "status", "assignee", "contact", "ticket"] as const;
  const parts: string[] = fields.filter((field) => event.data[field] != null);
  if (event.data.ticket_status) parts.push(`ticket ${event.data.ticket_status}`);
  parts.push(...Object.keys(event.data.custom ?? {}));
  return parts.length === 0 ? "" : `: ${parts.join(", ")}`;
}

/** With a capital first letter. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
