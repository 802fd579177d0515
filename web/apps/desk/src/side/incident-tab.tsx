// The incident of the conversation, changed at any time.

import type { Conversation } from "@holdfast/client";
import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { DraftSaved } from "../chat/draft-saved";
import { useClient } from "../desk/context";
import classes from "./side.module.css";
import { incidentChanges, useIncidentDraft, wrapUpFields } from "./use-incident-draft";

export function IncidentTab({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const { conversation: id, incident } = conversation;
  const draft = useIncidentDraft(conversation);
  const [ticket, setTicket] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const ticketChanged = ticket !== null && ticket.trim() !== incident.ticket;
  const save = async () => {
    const changes = incidentChanges(client, conversation);
    if (ticketChanged) changes.ticket = ticket.trim();
    setSaving(true);
    const nothing = Object.keys(changes).length === 0;
    const done =
      nothing ||
      (await client.command({ name: "update_incident", conversation: id, incident: changes })).done;
    setSaving(false);
    if (!done) return;
    for (const field of wrapUpFields) {
      if (client.drafts.text(id, `wrap_up.${field}`).get().typed) client.drafts.clear(id, `wrap_up.${field}`);
    }
    setTicket(null);
    if (!nothing) notifications.show({ message: "The incident is saved", color: "green", autoClose: 2500 });
  };
  return (
    <form
      className={classes.scroll}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Group justify="space-between" mb="md">
        <h3 className={classes.personName}>Incident</h3>
        <span className={classes.state} data-open={incident.open || undefined}>
          {incident.open ? "Open" : "Settled"}
        </span>
      </Group>
      <Stack gap="sm">
        <TextInput
          label="Subject"
          maxLength={200}
          value={draft.subject.text}
          onChange={(event) => draft.subject.write(event.currentTarget.value)}
        />
        <TextInput
          label="Disposition"
          placeholder="How it was settled"
          maxLength={200}
          value={draft.disposition.text}
          onChange={(event) => draft.disposition.write(event.currentTarget.value)}
        />
        <Textarea
          label="Summary"
          rows={5}
          value={draft.summary.text}
          onChange={(event) => draft.summary.write(event.currentTarget.value)}
        />
        <TextInput
          label="Ticket"
          placeholder="Number or address of a linked ticket"
          value={ticket ?? incident.ticket}
          onChange={(event) => setTicket(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <DraftSaved state={draft.state} />
          <Button type="submit" loading={saving} disabled={!draft.changed && !ticketChanged}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
