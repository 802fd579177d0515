// The incident's fields being edited: the same drafts in the panel and in the wrap-up, over what the incident has.

import type { Conversation, IncidentFields } from "@holdfast/client";
import type { DeskClient } from "@holdfast/client/desk";
import { type DraftView, useDraft } from "../desk/context";

export const wrapUpFields = ["subject", "disposition", "summary"] as const;

export interface IncidentDraft {
  subject: DraftView;
  disposition: DraftView;
  summary: DraftView;
  /** Of all three. */
  state: DraftView["state"];
  changed: boolean;
}

export function useIncidentDraft(conversation: Conversation): IncidentDraft {
  const { conversation: id, incident } = conversation;
  const subject = over(useDraft(id, "wrap_up.subject"), shownSubject(conversation));
  const disposition = over(useDraft(id, "wrap_up.disposition"), incident.disposition);
  const summary = over(useDraft(id, "wrap_up.summary"), incident.summary);
  const states = [subject, disposition, summary].map((field) => field.state);
  const state = (["kept", "saving", "saved"] as const).find((one) => states.includes(one)) ?? "empty";
  const changed = [subject, disposition, summary].some((field) => field.typed);
  return { subject, disposition, summary, state, changed };
}

/** An incident without a subject is about what the customer gave as one. */
function shownSubject(conversation: Conversation): string {
  return conversation.incident.subject || conversation.subject;
}

/** What was typed, or where nothing was, what is known. */
function over(draft: DraftView, known: string): DraftView {
  return draft.typed ? draft : { ...draft, text: known };
}

/** The fields as shown that differ from the incident. */
export function incidentChanges(client: DeskClient, conversation: Conversation): IncidentFields {
  const changes: IncidentFields = {};
  for (const field of wrapUpFields) {
    const { text, typed } = client.drafts.text(conversation.conversation, `wrap_up.${field}`).get();
    if (typed && text.trim() !== conversation.incident[field]) changes[field] = text.trim();
    else if (!typed && field === "subject" && shownSubject(conversation) !== conversation.incident.subject)
      changes.subject = shownSubject(conversation);
  }
  return changes;
}
