// The incident of the conversation, all of its fields, changed at any time.

import type { Conversation, TicketStatus } from "@holdfast/client";
import {
  ActionIcon,
  Autocomplete,
  Button,
  Group,
  NativeSelect,
  Stack,
  Textarea,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { DraftSaved } from "../chat/draft-saved";
import { useClient, useDesk } from "../desk/context";
import classes from "./side.module.css";
import { clearIncidentDrafts, incidentChanges, useIncidentDraft } from "./use-incident-draft";

type Plain = "status" | "assignee" | "contact" | "ticket";

const ticketStatuses = [
  { value: "open", label: "Open" },
  { value: "resolved", label: "Resolved" },
  { value: "cancelled", label: "Cancelled" },
];

export default function IncidentTab({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const desk = useDesk();
  const { conversation: id, incident } = conversation;
  const draft = useIncidentDraft(conversation);
  const [saving, setSaving] = useState(false);
  const save = async () => {
    const fields = incidentChanges(client, conversation);
    const nothing = Object.keys(fields).length === 0;
    setSaving(true);
    const done =
      nothing || (await client.command({ name: "update_incident", conversation: id, incident: fields })).done;
    setSaving(false);
    if (!done) return;
    clearIncidentDrafts(client, id);
    if (!nothing) notifications.show({ message: "The incident is saved", color: "green", autoClose: 2500 });
  };
  const field = (name: Plain) => ({
    maxLength: 200,
    value: draft[name].text,
    onChange: draft[name].write,
  });
  const text = (name: Plain) => {
    const { onChange, ...rest } = field(name);
    return {
      ...rest,
      onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
    };
  };
  const colleagues = Object.values(desk.colleagues)
    .filter((one) => one.agent.role !== "bot")
    .map((one) => one.agent.name);
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
        <div className="side-by-side">
          <TextInput label="Status" placeholder="Where it stands" {...text("status")} />
          <Autocomplete
            label="Assignee"
            placeholder="Who sees to it"
            data={colleagues}
            {...field("assignee")}
          />
        </div>
        <TextInput label="Contact" placeholder="Whom to answer" {...text("contact")} />
        <Group gap="sm" align="flex-end" wrap="nowrap">
          <TextInput
            style={{ flex: 1 }}
            label="Ticket"
            placeholder="Number of a linked ticket"
            {...text("ticket")}
          />
          <NativeSelect
            aria-label="Ticket status"
            disabled={draft.ticket.text.trim() === ""}
            data={ticketStatuses}
            value={draft.ticketStatus}
            onChange={(event) => draft.setTicketStatus(event.currentTarget.value as TicketStatus)}
          />
        </Group>
        <TextInput
          label="Disposition"
          placeholder="How it was settled"
          maxLength={200}
          value={draft.disposition.text}
          onChange={(event) => draft.disposition.write(event.currentTarget.value)}
        />
        <Textarea
          label="Summary"
          rows={4}
          value={draft.summary.text}
          onChange={(event) => draft.summary.write(event.currentTarget.value)}
        />
        <CustomFields known={incident.custom} edited={draft.custom} onEdit={draft.setCustom} />
        <Group justify="flex-end" gap="xs">
          <DraftSaved state={draft.state} />
          <Button type="submit" loading={saving} disabled={!draft.changed}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface CustomFieldsProps {
  known: Record<string, string>;
  /** What was edited; an empty value takes a field away. */
  edited: Readonly<Record<string, string>>;
  onEdit: (edited: Readonly<Record<string, string>>) => void;
}

function CustomFields({ known, edited, onEdit }: CustomFieldsProps) {
  const [name, setName] = useState("");
  const names = [...new Set([...Object.keys(known), ...Object.keys(edited)])].filter(
    (each) => edited[each] !== "" || !(each in known),
  );
  const add = () => {
    const wanted = name.trim();
    if (wanted === "" || names.includes(wanted)) return;
    onEdit({ ...edited, [wanted]: known[wanted] ?? "" });
    setName("");
  };
  const takeAway = (each: string) => {
    const { [each]: _gone, ...rest } = edited;
    onEdit(each in known ? { ...rest, [each]: "" } : rest);
  };
  return (
    <fieldset className={classes.custom}>
      <legend>Custom fields</legend>
      {names.map((each) => (
        <Group key={each} gap={6} wrap="nowrap" align="flex-end">
          <TextInput
            style={{ flex: 1 }}
            size="xs"
            label={each}
            maxLength={200}
            value={edited[each] ?? known[each] ?? ""}
            onChange={(event) => onEdit({ ...edited, [each]: event.currentTarget.value })}
          />
          <Tooltip label="Take it away">
            <ActionIcon size={30} aria-label={`Take ${each} away`} onClick={() => takeAway(each)}>
              <IconX size={15} />
            </ActionIcon>
          </Tooltip>
        </Group>
      ))}
      <Group gap={6} wrap="nowrap">
        <TextInput
          style={{ flex: 1 }}
          size="xs"
          aria-label="Name of a new field"
          placeholder="New field"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
        />
        <ActionIcon
          size={30}
          variant="default"
          aria-label="Add the field"
          onClick={add}
          disabled={name.trim() === ""}
        >
          <IconPlus size={15} />
        </ActionIcon>
      </Group>
    </fieldset>
  );
}
