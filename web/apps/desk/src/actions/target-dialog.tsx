// Whom to pass a chat to, or to bring in: the colleagues whom the rules list, each with the reason why not when it cannot; the queues; a
// note for who takes it.

import type { Conversation } from "@holdfast/client";
import { customerName } from "@holdfast/client/desk";
import { Button, Group, Modal, SegmentedControl, Text, Textarea, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useClient, useDesk } from "../desk/context";
import { http } from "../desk/http";
import { errorText } from "../desk/problems";
import { StillReading } from "../desk/still-reading";
import classes from "./actions.module.css";
import { agentOptions, queueOptions, type TargetOption } from "./target-options";
import { TargetRow } from "./target-row";

interface TargetDialogProps {
  conversation: Conversation;
  purpose: "transfer" | "conference";
  onClose: () => void;
}

/** How often the list is read anew while it is looked at: colleagues come and go. */
const readAgainMs = 5_000;

export function TargetDialog({ conversation, purpose, onClose }: TargetDialogProps) {
  const client = useClient();
  const desk = useDesk();
  const transfer = purpose === "transfer";
  const [to, setTo] = useState<"agent" | "queue">("agent");
  const [chosen, setChosen] = useState<string | null>(null);
  const [search, setSearch] = useState("");
  const [note, setNote] = useState("");
  const [sending, setSending] = useState(false);
  const { chat } = conversation;
  const targets = useQuery({
    queryKey: ["targets", chat],
    queryFn: () => http.targets(chat),
    refetchInterval: readAgainMs,
    gcTime: 0,
  });
  const all = targets.data
    ? to === "agent"
      ? agentOptions(desk, targets.data, purpose)
      : queueOptions(desk, conversation)
    : [];
  const wanted = search.trim().toLocaleLowerCase();
  const options = all.filter((one) => one.name.toLocaleLowerCase().includes(wanted));
  const target = options.find((one) => one.id === chosen && one.whyNot === null);
  const send = async () => {
    if (!target) return;
    setSending(true);
    const words = note.trim();
    const outcome = await client.command(
      !transfer
        ? { name: "invite_to_conference", chat, agent: target.id }
        : to === "agent"
          ? { name: "transfer_to_agent", chat, agent: target.id, ...(words ? { note: words } : {}) }
          : { name: "transfer_to_queue", chat, queue: target.id, ...(words ? { note: words } : {}) },
    );
    setSending(false);
    if (outcome.done) onClose();
    else void targets.refetch();
  };
  const name = customerName(conversation);
  return (
    <Modal
      opened
      onClose={onClose}
      title={transfer ? `Transfer ${name}` : `Bring a colleague into the chat with ${name}`}
      size={480}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {transfer && (
          <SegmentedControl
            fullWidth
            mb={10}
            value={to}
            onChange={(value) => {
              setTo(value as "agent" | "queue");
              setChosen(null);
            }}
            data={[
              { value: "agent", label: "To a colleague" },
              { value: "queue", label: "To a queue" },
            ]}
          />
        )}
        <TextInput
          data-autofocus
          aria-label={to === "agent" ? "Find a colleague" : "Find a queue"}
          placeholder={to === "agent" ? "Find a colleague" : "Find a queue"}
          leftSection={<IconSearch size={16} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            const free = options.filter((one) => one.whyNot === null);
            const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
            if (step === 0 || free.length === 0) return;
            event.preventDefault();
            const place = free.findIndex((one) => one.id === chosen);
            setChosen(free[(place + step + free.length) % free.length]?.id ?? null);
          }}
        />
        <div
          className={classes.targets}
          role="radiogroup"
          aria-label={to === "agent" ? "Colleagues" : "Queues"}
        >
          {targets.isPending ? (
            <div className={classes.state}>
              <StillReading what="who is there" />
            </div>
          ) : !targets.data ? (
            <div className={classes.state} role="alert">
              {errorText(targets.error)}
              <Button size="compact-sm" variant="default" onClick={() => void targets.refetch()}>
                Try again
              </Button>
            </div>
          ) : options.length === 0 ? (
            <div className={classes.state}>{nothing(all, to)}</div>
          ) : (
            options.map((one) => (
              <TargetRow key={one.id} option={one} chosen={one.id === chosen} onChoose={setChosen} />
            ))
          )}
        </div>
        {!transfer && (
          <Text size="sm" c="dimmed" mt={10}>
            Whom you bring in supports; you stay the lead. It takes no room, so that who is full can be asked
            too.
          </Text>
        )}
        {transfer && (
          <Textarea
            mt={12}
            label="Note for whoever takes it"
            placeholder="Only staff see this"
            rows={2}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        )}
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending} disabled={!target}>
            {transfer ? "Transfer" : "Invite"}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function nothing(all: readonly TargetOption[], to: "agent" | "queue"): string {
  if (all.length > 0) return "None has what you search for.";
  return to === "agent"
    ? "No colleague who could take this chat is signed in."
    : "There is no other queue that takes chats.";
}
