// Who the chat is with and what it is about; whether the customer is heard; what can be done.

import type { Conversation } from "@holdfast/client";
import { countdownText, customerName } from "@holdfast/client/desk";
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconArrowLeft, IconInfoCircle, IconPlugConnectedX, IconScreenShare } from "@tabler/icons-react";
import type { ChatActions } from "../actions/chat-actions";
import { ChatMenu } from "../actions/chat-menu";
import { useDeskPart } from "../desk/context";
import { useNow } from "../desk/use-now";
import { CustomerAvatar } from "../list/customer-avatar";
import classes from "./chat.module.css";

interface ChatHeaderProps {
  conversation: Conversation;
  actions: ChatActions;
  onDetails?: () => void;
  onBack?: () => void;
}

export function ChatHeader({ conversation, actions, onDetails, onBack }: ChatHeaderProps) {
  const queue = useDeskPart(({ queues }) => queues[conversation.queue]?.name ?? conversation.queue);
  const subject = conversation.incident.subject || conversation.subject;
  return (
    <>
      <header className={classes.header}>
        {onBack && (
          <ActionIcon size={34} onClick={onBack} aria-label="Back to the lists">
            <IconArrowLeft size={19} />
          </ActionIcon>
        )}
        <CustomerAvatar conversation={conversation} size={38} />
        <div className={classes.headerNames}>
          <h2 className={`${classes.name} clip`} style={{ margin: 0 }}>
            {customerName(conversation)}
          </h2>
          <div className={`${classes.subject} clip`} title={subject}>
            {subject ? `${subject} · ${queue}` : queue}
            {conversation.async && " · Async"}
          </div>
        </div>
        {onDetails && (
          <Tooltip label="About this chat">
            <ActionIcon size={34} onClick={onDetails} aria-label="About this chat">
              <IconInfoCircle size={19} />
            </ActionIcon>
          </Tooltip>
        )}
        <ChatMenu actions={actions} />
      </header>
      <PresenceStrip conversation={conversation} />
      <CobrowseStrip
        conversation={conversation}
        {...(actions.stopCobrowse ? { stop: actions.stopCobrowse } : {})}
      />
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

const cobrowseStages: Record<string, string> = {
  invited: "The customer is asked to show its page",
  accepted: "The customer agreed to show its page",
  running: "The customer shows its page; what it types is masked",
};

/** Shown while co-browsing is asked for or under way. */
function CobrowseStrip({ conversation, stop }: { conversation: Conversation; stop?: () => void }) {
  const stage = conversation.cobrowse?.stage;
  if (conversation.phase !== "engaged" || !stage) return null;
  // Later the page itself stands there, with its own button.
  const takeBack = stage === "invited" ? stop : undefined;
  return (
    <div className={`${classes.strip} ${classes.cobrowseStrip}`} data-tone="plain" role="status">
      <IconScreenShare size={16} aria-hidden="true" style={{ flex: "none" }} />
      <span>{cobrowseStages[stage] ?? "Co-browsing"}</span>
      {takeBack && (
        <Button
          size="compact-xs"
          variant="default"
          style={{ flex: "none", marginLeft: "auto" }}
          onClick={takeBack}
        >
          Take back
        </Button>
      )}
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
