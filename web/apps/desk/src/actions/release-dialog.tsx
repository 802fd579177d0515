// Asks before a chat is put back into its queue.

import type { Conversation } from "@holdfast/client";
import { customerName } from "@holdfast/client/desk";
import { Button, Group, Modal, Text } from "@mantine/core";
import { useClient, useDesk } from "../desk/context";

export function ReleaseDialog({
  conversation,
  onClose,
}: {
  conversation: Conversation;
  onClose: () => void;
}) {
  const client = useClient();
  const desk = useDesk();
  const queue = desk.queues[conversation.queue]?.name ?? conversation.queue;
  const release = () => {
    onClose();
    void client.command({ name: "release_to_queue", chat: conversation.chat });
  };
  return (
    <Modal opened onClose={onClose} title={`Release ${customerName(conversation)} to ${queue}?`} size={460}>
      <Text size="md">
        The chat goes back to its place in the queue. The customer is told, and whoever takes it next sees
        everything said, your notes and what you typed.
      </Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose}>
          Keep it
        </Button>
        <Button data-autofocus onClick={release}>
          Release
        </Button>
      </Group>
    </Modal>
  );
}
