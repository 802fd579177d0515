// Where a coach speaks to the agents. What is typed is saved as it is typed, as replies are.

import type { Conversation } from "@holdfast/client";
import { Button } from "@mantine/core";
import { IconSend2 } from "@tabler/icons-react";
import { useClient, useDraft } from "../desk/context";
import classes from "./chat.module.css";
import { DraftSaved } from "./draft-saved";

export function CoachComposer({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const { conversation: id } = conversation;
  const draft = useDraft(id, "internal");
  const send = () => {
    const words = draft.text.trim();
    if (words === "") return;
    void client.session.submit({
      name: "post_internal",
      chat: conversation.chat,
      text: words,
      visibility: "int",
    });
    client.drafts.sent(id, "internal");
  };
  return (
    <div className={classes.composer} data-internal>
      <div className={classes.box}>
        <textarea
          className={classes.input}
          aria-label="Message to the agents"
          placeholder="Only the agents see this"
          value={draft.text}
          onChange={(event) => draft.write(event.currentTarget.value)}
          onBlur={() => client.session.drafts.flush()}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <div className={classes.tools}>
          <span className={classes.saved}>To the agents</span>
          <DraftSaved state={draft.state} />
          <Button
            size="compact-sm"
            h={32}
            px={14}
            color="yellow.9"
            rightSection={<IconSend2 size={16} />}
            disabled={draft.text.trim() === ""}
            onClick={send}
          >
            Send
          </Button>
        </div>
      </div>
    </div>
  );
}
