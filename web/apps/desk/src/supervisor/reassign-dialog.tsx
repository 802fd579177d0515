// Gives a chat to an agent, whoever has it now.

import type { Conversation } from "@holdfast/client";
import { customerName, leadOf, plural } from "@holdfast/client/desk";
import { Button, Group, Modal } from "@mantine/core";
import { useState } from "react";
import classes from "../actions/actions.module.css";
import type { TargetOption } from "../actions/target-options";
import { TargetRow } from "../actions/target-row";
import { useClient, useDesk } from "../desk/context";
import { boardOf } from "./board";

export function ReassignDialog({
  conversation,
  onClose,
}: {
  conversation: Conversation;
  onClose: () => void;
}) {
  const client = useClient();
  const desk = useDesk();
  const [chosen, setChosen] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const lead = leadOf(conversation)?.agent;
  const options = boardOf(desk)
    .groups.flatMap((group) =>
      group.agents.map((line): TargetOption => {
        const { agent } = line.colleague;
        const full = line.most !== null && line.chats.length >= line.most;
        return {
          kind: "agent",
          id: agent.id,
          name: agent.name,
          facts: `${group.status.name} · ${plural(line.chats.length, "chat")}`,
          word: "Free",
          free: true,
          whyNot: !group.status.takes_chats
            ? `${group.status.name}: takes no chats`
            : full
              ? `Has ${line.most} chats, the limit`
              : null,
          takesChats: group.status.takes_chats,
        };
      }),
    )
    .filter((one) => one.id !== lead);
  const target = options.find((one) => one.id === chosen && one.whyNot === null);
  const send = async () => {
    if (!target) return;
    setSending(true);
    const outcome = await client.command({
      name: "reassign_chat",
      chat: conversation.chat,
      agent: target.id,
    });
    setSending(false);
    if (outcome.done) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={`Give ${customerName(conversation)} to…`} size={460}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div className={classes.targets} role="radiogroup" aria-label="Agents">
          {options.length === 0 ? (
            <div className={classes.state}>No other agent is signed in.</div>
          ) : (
            options.map((one) => (
              <TargetRow key={one.id} option={one} chosen={one.id === chosen} onChoose={setChosen} />
            ))
          )}
        </div>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!target} loading={sending}>
            {conversation.phase === "waiting" ? "Assign" : "Reassign"}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
