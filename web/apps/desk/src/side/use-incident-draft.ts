// The incident's fields being edited: the same drafts in the panel and in the wrap-up, over what the incident has.

import type { Conversation, IncidentFields, TicketStatus } from "@holdfast/client";
import type { DeskClient } from "@holdfast/client/desk";
import { type DraftView, useDraft } from "../desk/context";

const textFields = ["subject", "disposition", "summary", "status", "assignee", "contact", "ticket"] as const;
type TextField = (typeof textFields)[number];

/** Every field that has a draft, as drafts name it after `wrap_up.`. */
export const incidentDraftFields = [...textFields, "ticket_status", "custom"] as const;

const ticketStatuses: readonly string[] = ["open", "resolved", "cancelled"] satisfies TicketStatus[];

export interface IncidentDraft extends Record<TextField, DraftView> {
  ticketStatus: TicketStatus;
  setTicketStatus: (status: TicketStatus) => void;
  /** What of the custom fields was edited; an empty value takes a field away. */
  custom: Readonly<Record<string, string>>;
  setCustom: (edited: Readonly<Record<string, string>>) => void;
  /** Of all of them. */
  state: DraftView["state"];
  changed: boolean;
}

export function useIncidentDraft(conversation: Conversation): IncidentDraft {
  const { conversation: id, incident } = conversation;
  const texts: Record<TextField, DraftView> = {
    subject: over(useDraft(id, "wrap_up.subject"), shownSubject(conversation)),
    disposition: over(useDraft(id, "wrap_up.disposition"), incident.disposition),
    summary: over(useDraft(id, "wrap_up.summary"), incident.summary),
    status: over(useDraft(id, "wrap_up.status"), incident.status),
    assignee: over(useDraft(id, "wrap_up.assignee"), incident.assignee),
    contact: over(useDraft(id, "wrap_up.contact"), incident.contact),
    ticket: over(useDraft(id, "wrap_up.ticket"), incident.ticket),
  };
  const ticketStatus = useDraft(id, "wrap_up.ticket_status");
  const custom = useDraft(id, "wrap_up.custom");
  const all = [...Object.values(texts), ticketStatus, custom];
  const states = all.map((field) => field.state);
  const state = (["kept", "saving", "saved"] as const).find((one) => states.includes(one)) ?? "empty";
  return {
    ...texts,
    ticketStatus: statusIn(ticketStatus.text) ?? incident.ticket_status,
    setTicketStatus: ticketStatus.write,
    custom: customIn(custom.text),
    setCustom: (edited) => custom.write(Object.keys(edited).length === 0 ? "" : JSON.stringify(edited)),
    state,
    changed: all.some((field) => field.typed),
  };
}

/** An incident without a subject is about what the customer gave as one. */
function shownSubject(conversation: Conversation): string {
  return conversation.incident.subject || conversation.subject;
}

/** What was typed, or where nothing was, what is known. */
function over(draft: DraftView, known: string): DraftView {
  return draft.typed ? draft : { ...draft, text: known };
}

function statusIn(text: string): TicketStatus | null {
  return ticketStatuses.includes(text) ? (text as TicketStatus) : null;
}

/** The edited custom fields in a draft; none when it is not one that this version has written. */
export function customIn(text: string): Record<string, string> {
  try {
    const edited: unknown = JSON.parse(text || "{}");
    if (typeof edited !== "object" || edited === null) return {};
    return Object.fromEntries(Object.entries(edited).filter(([, value]) => typeof value === "string"));
  } catch {
    return {};
  }
}

/** The fields as shown that differ from the incident. */
export function incidentChanges(client: DeskClient, conversation: Conversation): IncidentFields {
  const { incident } = conversation;
  const draft = (field: string) => client.drafts.text(conversation.conversation, `wrap_up.${field}`).get();
  const changes: IncidentFields = {};
  for (const field of textFields) {
    const { text, typed } = draft(field);
    if (typed && text.trim() !== incident[field]) changes[field] = text.trim();
    else if (!typed && field === "subject" && shownSubject(conversation) !== incident.subject)
      changes.subject = shownSubject(conversation);
  }
  const status = statusIn(draft("ticket_status").text);
  if (status && status !== incident.ticket_status) changes.ticket_status = status;
  const custom = Object.entries(customIn(draft("custom").text)).filter(
    ([name, value]) => (incident.custom[name] ?? "") !== value,
  );
  if (custom.length > 0) changes.custom = Object.fromEntries(custom);
  return changes;
}

/** What was typed is in the incident now: nothing of it waits any more. */
export function clearIncidentDrafts(client: DeskClient, conversation: string): void {
  for (const field of incidentDraftFields) {
    const name = `wrap_up.${field}`;
    if (client.drafts.text(conversation, name).get().typed) client.drafts.clear(conversation, name);
  }
}
