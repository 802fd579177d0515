// Asks before a chat is ended; with a linked open ticket, also whether that is resolved with it.

import type { Conversation } from "@holdfast/client";
import { customerName } from "@holdfast/client/desk";
import { Button, Group, Modal, Text } from "@mantine/core";
import { useClient } from "../desk/context";

interface EndDialogProps {
  conversation: Conversation;
  opened: boolean;
  onClose: () => void;
}

export function EndDialog({ conversation, opened, onClose }: EndDialogProps) {
  const client = useClient();
  const { chat, incident } = conversation;
  const ticket = incident.ticket !== "" && incident.ticket_status === "open" ? incident.ticket : null;
  const end = (resolveTicket: boolean) => {
    onClose();
    void client.command({ name: "end_chat", chat, ...(resolveTicket ? { resolve_ticket: true } : {}) });
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
          ? `The chat is linked to ticket ${ticket}, which is open. The customer is told that the chat is over; you then write up what it was about.`
          : "The customer is told that the chat is over. You then write up what it was about."}
      </Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        {ticket ? (
          <>
            <Button variant="default" onClick={() => end(false)}>
              End without resolving
            </Button>
            <Button data-autofocus onClick={() => end(true)}>
              Resolve and end
            </Button>
          </>
        ) : (
          <Button data-autofocus onClick={() => end(false)}>
            End chat
          </Button>
        )}
      </Group>
    </Modal>
  );
}
