// Asks before a chat is ended; with a linked ticket, also whether that is the end of the matter.

import type { Conversation } from "@holdfast/client";
import { customerName } from "@holdfast/client/desk";
import { Button, Group, Modal, Text } from "@mantine/core";
import { useClient } from "../desk/context";
import { incidentChanges, wrapUpFields } from "../side/use-incident-draft";

interface EndDialogProps {
  conversation: Conversation;
  opened: boolean;
  onClose: () => void;
}

export function EndDialog({ conversation, opened, onClose }: EndDialogProps) {
  const client = useClient();
  const { chat, incident } = conversation;
  const ticket = incident.open ? incident.ticket : "";
  const end = async () => {
    onClose();
    return (await client.command({ name: "end_chat", chat })).done;
  };
  const resolveAndEnd = async () => {
    const changes = incidentChanges(client, conversation);
    if (!(await end())) return;
    const outcome = await client.command({
      name: "complete_wrap_up",
      chat,
      incident: changes,
      close_incident: true,
    });
    if (!outcome.done) return;
    for (const field of wrapUpFields) client.drafts.sent(conversation.conversation, `wrap_up.${field}`);
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`End the chat with ${customerName(conversation)}?`}
      size={ticket ? 540 : 460}
    >
      <Text size="md">
        {ticket
          ? `The chat is linked to ticket ${ticket}. Resolving it settles the incident with what you entered so far and releases the chat. Ending without resolving leaves the incident open and goes on to the wrap-up.`
          : "The customer is told that the chat is over. You then write up what it was about."}
      </Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        {ticket ? (
          <>
            <Button variant="default" onClick={() => void end()}>
              End without resolving
            </Button>
            <Button data-autofocus onClick={() => void resolveAndEnd()}>
              Resolve and end
            </Button>
          </>
        ) : (
          <Button data-autofocus onClick={() => void end()}>
            End chat
          </Button>
        )}
      </Group>
    </Modal>
  );
}
