// Two calm words about work that did not go as it should: chats lost while away, and texts that were not taken.

import { plural } from "@holdfast/client/desk";
import { Button, CopyButton, Group, Modal, Text } from "@mantine/core";
import { useClient, useDesk, useDeskState, useObservable } from "../desk/context";
import { problemText } from "../desk/problems";
import classes from "./shell.module.css";

export function LostDialog() {
  const client = useClient();
  const lost = useDeskState((state) => state.lost);
  const stranded = useStranded();
  const opened = lost !== null || stranded.length > 0;
  const close = () => {
    client.dismissLost();
    for (const entry of stranded) client.session.outbox.dismiss(entry.id);
  };
  return (
    <Modal opened={opened} onClose={close} title={lost ? "You were away for a while" : "Not sent"} size={500}>
      {lost && lost.length > 0 && (
        <>
          <Text size="md">
            The server could not hear your desk for too long, so {plural(lost.length, "chat")} went back to{" "}
            {lost.length === 1 ? "its queue" : "their queues"}, with the place kept. Your notes and drafts
            went along; the customers were told and did not have to do anything.
          </Text>
          <ul className={classes.lostList}>
            {lost.map((chat) => (
              <li key={chat.chat}>
                <strong>{chat.customerName || "A customer"}</strong>
                {chat.subject && (
                  <Text c="dimmed" size="sm">
                    {chat.subject}
                  </Text>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {lost && lost.length === 0 && (
        <Text size="md">
          The server could not hear your desk for a while. You had no chat then; nothing was lost.
        </Text>
      )}
      {stranded.length > 0 && (
        <>
          <Text size="md" mt={lost ? "md" : 0}>
            What follows was written for a chat that is not yours any more, and was not sent.
          </Text>
          <ul className={classes.lostList}>
            {stranded.map((entry) => (
              <li key={entry.id}>
                <Group justify="space-between" wrap="nowrap" align="flex-start">
                  <div>
                    <Text size="md" lineClamp={4}>
                      {entry.text}
                    </Text>
                    <Text c="dimmed" size="xs">
                      {problemText(entry.problem)}
                    </Text>
                  </div>
                  <CopyButton value={entry.text}>
                    {({ copied, copy }) => (
                      <Button size="compact-sm" variant="default" onClick={copy}>
                        {copied ? "Copied" : "Copy"}
                      </Button>
                    )}
                  </CopyButton>
                </Group>
              </li>
            ))}
          </ul>
        </>
      )}
      <Group justify="flex-end" mt="lg">
        <Button onClick={close} data-autofocus>
          Carry on
        </Button>
      </Group>
    </Modal>
  );
}

/** Refused messages and notes of chats that are not on this desk. */
function useStranded() {
  const entries = useObservable(useClient().outbox);
  const chats = new Set(Object.values(useDesk().conversations).map((one) => one.chat));
  return entries.flatMap(({ id, command, problem }) =>
    problem &&
    (command.name === "post_message" ||
      command.name === "add_side_note" ||
      command.name === "post_internal") &&
    !chats.has(command.chat)
      ? [{ id, text: command.text, problem }]
      : [],
  );
}
