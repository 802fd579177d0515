// One message that was left: who, about what, whose it is, and what can be done with it.

import type { IncidentFields, IncidentRow } from "@holdfast/client";
import { Anchor, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { IconArrowBackUp, IconCheck, IconMailForward, IconUserCheck } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useClient, useDesk } from "../desk/context";
import { pageText, stampText } from "../format";
import { Proof } from "../side/proof";
import classes from "./messages.module.css";

export function Message({ row }: { row: IncidentRow }) {
  const client = useClient();
  const desk = useDesk();
  const [settling, setSettling] = useState(false);
  const { conversation, customer, incident } = row;
  const name = customer?.name || row.customer_name || "Somebody";
  const page = incident.custom.page ?? "";
  const topic = incident.custom.topic ?? "";
  const update = (fields: IncidentFields, open?: boolean) =>
    client.command({
      name: "update_incident",
      conversation,
      incident: fields,
      ...(open === undefined ? {} : { open }),
    });
  return (
    <li className={classes.message} aria-label={`${name}: ${incident.subject}`}>
      <div className={classes.who}>
        <strong dir="auto">{name}</strong>
        {customer && <Proof verified={customer.verified ?? false} />}
        {customer?.verified && <code className={classes.id}>{customer.external_id}</code>}
        <span className={classes.soft}>{stampText(Date.parse(row.started_at))}</span>
      </div>
      <p className={classes.text} dir="auto">
        {incident.summary}
      </p>
      <p className={classes.facts}>
        {row.queue && <span>{desk.queues[row.queue]?.name ?? row.queue}</span>}
        {topic && <span>{desk.topics[topic]?.name ?? topic}</span>}
        {/^https?:\/\//.test(page) && (
          <Anchor href={page} target="_blank" rel="noopener noreferrer" size="sm">
            {pageText(page)}
          </Anchor>
        )}
        {incident.assignee && <span>Taken by {incident.assignee}</span>}
        {incident.disposition && <span>{incident.disposition}</span>}
      </p>
      <Group gap="xs">
        {incident.open ? (
          <>
            {customer?.email && (
              <Button
                component="a"
                size="compact-md"
                href={`mailto:${customer.email}?subject=${encodeURIComponent(`Re: ${incident.subject}`)}`}
                leftSection={<IconMailForward size={16} aria-hidden="true" />}
              >
                Answer {customer.email}
              </Button>
            )}
            {incident.assignee !== desk.me.name && (
              <Button
                size="compact-md"
                variant="default"
                leftSection={<IconUserCheck size={16} aria-hidden="true" />}
                onClick={() => void update({ assignee: desk.me.name })}
              >
                Take it
              </Button>
            )}
            <Button
              size="compact-md"
              variant="default"
              leftSection={<IconCheck size={16} aria-hidden="true" />}
              onClick={() => setSettling(true)}
            >
              Settle…
            </Button>
          </>
        ) : (
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconArrowBackUp size={16} aria-hidden="true" />}
            onClick={() => void update({}, true)}
          >
            Open again
          </Button>
        )}
      </Group>
      {settling && (
        <Settle
          name={name}
          known={incident.disposition}
          onClose={() => setSettling(false)}
          onSettle={async (disposition) => {
            if ((await update({ disposition }, false)).done) setSettling(false);
          }}
        />
      )}
    </li>
  );
}

interface SettleProps {
  name: string;
  known: string;
  onClose: () => void;
  onSettle: (disposition: string) => Promise<void>;
}

function Settle({ name, known, onClose, onSettle }: SettleProps) {
  const [disposition, setDisposition] = useState(known);
  const [saving, setSaving] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSaving(true);
    await onSettle(disposition.trim());
    setSaving(false);
  };
  return (
    <Modal opened onClose={onClose} title={`Settle the message of ${name}?`}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <TextInput
            label="How was it settled?"
            placeholder="Answered by e-mail"
            data-autofocus
            maxLength={200}
            value={disposition}
            onChange={(event) => setDisposition(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={saving}>
              Settle
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
