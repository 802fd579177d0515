// Where a coach speaks to the agents. What is typed is kept in this browser until it is sent.

import type { Conversation } from "@holdfast/client";
import { Button } from "@mantine/core";
import { IconSend2 } from "@tabler/icons-react";
import { useState } from "react";
import { useClient } from "../desk/context";
import classes from "./chat.module.css";

export function CoachComposer({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const key = `holdfast.coach.${conversation.conversation}`;
  const [text, setText] = useState(() => read(key));
  const write = (next: string) => {
    setText(next);
    keep(key, next);
  };
  const send = () => {
    const words = text.trim();
    if (words === "") return;
    void client.session.submit({
      name: "post_internal",
      chat: conversation.chat,
      text: words,
      visibility: "int",
    });
    write("");
  };
  return (
    <div className={classes.composer} data-internal>
      <div className={classes.box}>
        <textarea
          className={classes.input}
          aria-label="Message to the agents"
          placeholder="Only the agents see this"
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <div className={classes.tools}>
          <span className={classes.saved}>To the agents</span>
          <Button
            size="compact-sm"
            h={32}
            px={14}
            color="yellow.9"
            rightSection={<IconSend2 size={16} />}
            disabled={text.trim() === ""}
            onClick={send}
          >
            Send
          </Button>
        </div>
      </div>
    </div>
  );
}

function read(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function keep(key: string, text: string): void {
  try {
    if (text === "") sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    // Blocked or full: it holds as long as the page.
  }
}
