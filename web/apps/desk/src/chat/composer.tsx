// Where a reply is typed: saved as it is typed, sent with Enter; to the customer, or to colleagues only. `/` opens the standard texts.

import type { Conversation, StandardText } from "@holdfast/client";
import { customerName, supervises } from "@holdfast/client/desk";
import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { IconBolt, IconCheck, IconChevronDown, IconPaperclip, IconSend2 } from "@tabler/icons-react";
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useClient, useDesk, useDeskState, useDraft } from "../desk/context";
import { useAction } from "../shell/actions";
import classes from "./chat.module.css";
import { DraftSaved } from "./draft-saved";
import { pickFiles, sendFiles } from "./file-sending";
import { TextPicker, useTextPicker } from "./text-picker";
import { UnsentDrafts } from "./unsent-drafts";
import { Uploads } from "./uploads";

/** Whom the message is for. */
type Audience = "customer" | "int" | "vip";

const audiences: Record<Audience, string> = {
  customer: "Customer",
  int: "Colleagues",
  vip: "Supervisors",
};

export function Composer({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const desk = useDesk();
  const id = conversation.conversation;
  const draft = useDraft(id, "reply");
  const most = useDeskState((state) => Number(state.desk?.settings.message_chars_max ?? 10_000));
  const [audience, setAudience] = useState<Audience>("customer");
  const input = useRef<HTMLTextAreaElement>(null);
  const over = [...draft.text].length - most;
  const internal = audience !== "customer";
  const choices: Audience[] = supervises(desk) ? ["customer", "int", "vip"] : ["customer", "int"];
  const write = (text: string) => {
    if (internal) draft.write(text);
    else client.writeReply(id, text);
  };
  const insert = (text: StandardText) => {
    const { chat } = conversation;
    if (text.url && !internal) {
      write(picker.rest);
      void client.command({ name: "push_link", chat, url: text.url, title: text.name });
    } else write(picker.rest ? `${picker.rest} ${text.text || text.url}` : text.text || text.url);
    picker.close();
    input.current?.focus();
  };
  const picker = useTextPicker(draft.text, conversation.language ?? "", insert);
  useAction("reply", id, () => input.current?.focus());
  useAction("texts", id, () => picker.open());
  useAction("attach", id, () => void pickFiles(conversation));
  useAction("internal", id, () => {
    setAudience(internal ? "customer" : "int");
    client.stopTyping(id);
    input.current?.focus();
  });
  useEffect(() => () => client.stopTyping(id), [client, id]);
  const send = () => {
    if (over > 0) return;
    if (internal) client.sendInternal(id, audience);
    else client.sendReply(id);
    input.current?.focus();
  };
  const pressed = (event: KeyboardEvent) => {
    if (picker.pressed(event)) return;
    // While an input method composes, Enter chooses a word.
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const pasted = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0 || internal) return;
    event.preventDefault();
    sendFiles(conversation, files);
  };
  return (
    <div className={classes.composer} data-internal={internal || undefined}>
      <UnsentDrafts conversation={id} field="reply" current={draft.text} onUse={draft.write} />
      <Uploads conversation={id} />
      {picker.shown && <TextPicker picker={picker} onInsert={insert} />}
      <div className={classes.box}>
        <textarea
          ref={input}
          className={classes.input}
          aria-label={
            internal
              ? `Message to ${audiences[audience].toLowerCase()}`
              : `Reply to ${customerName(conversation)}`
          }
          aria-controls={picker.shown ? picker.listId : undefined}
          aria-activedescendant={picker.shown ? picker.activeId : undefined}
          placeholder={internal ? "The customer will not see this" : "Write a reply, or / for standard texts"}
          value={draft.text}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={pressed}
          onPaste={pasted}
          onBlur={() => client.session.drafts.flush()}
        />
        <div className={classes.tools}>
          <Tooltip label="Standard texts (Alt+J)">
            <ActionIcon size={30} aria-label="Standard texts" onClick={() => picker.toggle()}>
              <IconBolt size={17} />
            </ActionIcon>
          </Tooltip>
          {!internal && (
            <Tooltip label="Send a file (Alt+Y)">
              <ActionIcon size={30} aria-label="Send a file" onClick={() => void pickFiles(conversation)}>
                <IconPaperclip size={17} />
              </ActionIcon>
            </Tooltip>
          )}
          <Menu position="top-start" width={220} shadow="md">
            <Menu.Target>
              <Button
                className={classes.audience ?? ""}
                variant="subtle"
                color="gray"
                size="compact-xs"
                rightSection={<IconChevronDown size={13} />}
                aria-label={`To: ${audiences[audience]}`}
              >
                {audiences[audience]}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {choices.map((choice) => (
                <Menu.Item
                  key={choice}
                  rightSection={choice === audience ? <IconCheck size={15} /> : null}
                  onClick={() => {
                    setAudience(choice);
                    if (choice !== "customer") client.stopTyping(id);
                  }}
                >
                  {audiences[choice]}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <DraftSaved state={draft.state} />
          {over > 0 && (
            <span className={classes.over} role="alert">
              {over} characters over {most}
            </span>
          )}
          <Button
            size="compact-sm"
            h={32}
            px={14}
            color={internal ? "yellow.9" : "indigo"}
            rightSection={<IconSend2 size={16} />}
            disabled={draft.text.trim() === "" || over > 0}
            // The field keeps the focus, so that the next reply is typed at once.
            onMouseDown={(event) => event.preventDefault()}
            onClick={send}
          >
            Send
          </Button>
        </div>
      </div>
    </div>
  );
}
