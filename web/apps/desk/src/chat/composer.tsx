// Where a reply is typed: saved as it is typed, sent with Enter.

import type { Conversation } from "@holdfast/client";
import { customerName } from "@holdfast/client/desk";
import { Button } from "@mantine/core";
import { IconSend2 } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useClient, useDeskState, useDraft } from "../desk/context";
import { useAction } from "../shell/actions";
import classes from "./chat.module.css";
import { DraftSaved } from "./draft-saved";
import { UnsentDrafts } from "./unsent-drafts";

export function Composer({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const id = conversation.conversation;
  const draft = useDraft(id, "reply");
  const most = useDeskState((state) => Number(state.desk?.settings.message_chars_max ?? 10_000));
  const input = useRef<HTMLTextAreaElement>(null);
  const over = [...draft.text].length - most;
  useAction("reply", id, () => input.current?.focus());
  useEffect(() => () => client.stopTyping(id), [client, id]);
  const send = () => {
    if (over <= 0) client.sendReply(id);
    input.current?.focus();
  };
  const pressed = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word.
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <div className={classes.composer}>
      <UnsentDrafts conversation={id} field="reply" current={draft.text} onUse={draft.write} />
      <div className={classes.box}>
        <textarea
          ref={input}
          className={classes.input}
          aria-label={`Reply to ${customerName(conversation)}`}
          placeholder="Write a reply"
          value={draft.text}
          onChange={(event) => client.writeReply(id, event.currentTarget.value)}
          onKeyDown={pressed}
          onBlur={() => client.session.drafts.flush()}
        />
        <div className={classes.tools}>
          <DraftSaved state={draft.state} />
          {over > 0 && (
            <span className={classes.over} role="alert">
              {over} characters over {most}
            </span>
          )}
          <Button
            size="compact-sm"
            h={30}
            px={12}
            rightSection={<IconSend2 size={15} />}
            disabled={draft.text.trim() === "" || over > 0}
            onClick={send}
          >
            Send
          </Button>
        </div>
      </div>
    </div>
  );
}
