// Who the chat is with and what it is about; whether the customer is heard; End chat.

import type { Conversation } from "@holdfast/client";
import { countdownText, customerName } from "@holdfast/client/desk";
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconInfoCircle, IconPlugConnectedX } from "@tabler/icons-react";
import { useDesk } from "../desk/context";
import { useNow } from "../desk/use-now";
import { CustomerAvatar } from "../list/customer-avatar";
import classes from "./chat.module.css";

interface ChatHeaderProps {
  conversation: Conversation;
  onEnd?: () => void;
  onDetails?: () => void;
}

export function ChatHeader({ conversation, onEnd, onDetails }: ChatHeaderProps) {
  const desk = useDesk();
  const queue = desk.queues[conversation.queue]?.name ?? conversation.queue;
  const subject = conversation.incident.subject || conversation.subject;
  return (
    <>
      <header className={classes.header}>
        <CustomerAvatar conversation={conversation} size={38} />
        <div className={classes.headerNames}>
          <h2 className={`${classes.name} clip`} style={{ margin: 0 }}>
            {customerName(conversation)}
          </h2>
          <div className={`${classes.subject} clip`} title={subject}>
            {subject ? `${subject} · ${queue}` : queue}
          </div>
        </div>
        {onDetails && (
          <Tooltip label="About this chat">
            <ActionIcon size={34} onClick={onDetails} aria-label="About this chat">
              <IconInfoCircle size={19} />
            </ActionIcon>
          </Tooltip>
        )}
        {onEnd && (
          <Tooltip label="End chat (Alt+E)">
            <Button
              variant="default"
              size="compact-sm"
              h={32}
              px={12}
              onClick={onEnd}
              aria-keyshortcuts="Alt+E"
            >
              End chat
            </Button>
          </Tooltip>
        )}
      </header>
      <PresenceStrip conversation={conversation} />
    </>
  );
}

/** Shown while the customer is not heard: the place is kept, and for how long. */
function PresenceStrip({ conversation }: { conversation: Conversation }) {
  const away = conversation.phase === "engaged" && conversation.customer_presence !== "present";
  if (!away) return null;
  return (
    <div className={classes.strip} role="status">
      <IconPlugConnectedX size={16} aria-hidden="true" />
      <span>
        Customer's connection interrupted
        {conversation.customer_lost_at && <GivesUp at={conversation.customer_lost_at} />}
      </span>
    </div>
  );
}

function GivesUp({ at }: { at: string }) {
  const now = useNow();
  return (
    <span className="numbers" aria-hidden="true">
      {" "}
      — gives up in {countdownText(Date.parse(at), now)}
    </span>
  );
}
