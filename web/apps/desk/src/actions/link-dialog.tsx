// Sends the customer a link: typed, or one of the standard texts that are links.

import type { Conversation } from "@holdfast/client";
import { customerName } from "@holdfast/client/desk";
import { Button, Group, Modal, Stack, TextInput, UnstyledButton } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { useState } from "react";
import { useClient, useDesk } from "../desk/context";
import classes from "./actions.module.css";

export function LinkDialog({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const client = useClient();
  const desk = useDesk();
  const links = Object.values(desk.standardTexts).filter((one) => one.url !== "");
  const [url, setUrl] = useState("");
  const [title, setTitle] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const send = async () => {
    const address = /^[a-z]+:/i.test(url.trim()) ? url.trim() : `https://${url.trim()}`;
    if (!/^https?:\/\/[^\s/]+\.?[^\s]*$/i.test(address) || !URL.canParse(address)) {
      setWrong("An address begins with https:// or http://");
      return;
    }
    setSending(true);
    const outcome = await client.command({
      name: "push_link",
      chat: conversation.chat,
      url: address,
      title: title.trim() || address.replace(/^https?:\/\//, "").slice(0, 200),
    });
    setSending(false);
    if (outcome.done) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={`Send ${customerName(conversation)} a link`} size={480}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Stack gap="sm">
          {links.length > 0 && (
            <ul className={classes.links} aria-label="Standard links">
              {links.map((link) => (
                <li key={link.id}>
                  <UnstyledButton
                    className={classes.link ?? ""}
                    data-chosen={link.url === url || undefined}
                    onClick={() => {
                      setUrl(link.url);
                      setTitle(link.name);
                      setWrong(null);
                    }}
                  >
                    <IconLink size={15} aria-hidden="true" />
                    <span className="clip">{link.name}</span>
                    <span className={`${classes.soft} clip`}>{link.url}</span>
                  </UnstyledButton>
                </li>
              ))}
            </ul>
          )}
          <TextInput
            label="Address"
            placeholder="https://"
            data-autofocus
            maxLength={2000}
            value={url}
            error={wrong}
            onChange={(event) => {
              setUrl(event.currentTarget.value);
              setWrong(null);
            }}
          />
          <TextInput
            label="What it is"
            placeholder="The customer sees this"
            maxLength={200}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
        </Stack>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending} disabled={url.trim() === ""}>
            Send link
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
