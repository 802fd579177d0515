// One chat: who it is with, what was said, and what can be done now.

import type { Conversation } from "@holdfast/client";
import { customerName } from "@holdfast/client/desk";
import { memo, useState } from "react";
import { useDesk } from "../desk/context";
import { useAction } from "../shell/actions";
import classes from "./chat.module.css";
import { ChatHeader } from "./chat-header";
import { Composer } from "./composer";
import { EndDialog } from "./end-dialog";
import { TranscriptView } from "./transcript-view";
import { WrapUp } from "./wrap-up";

interface ChatColumnProps {
  conversation: Conversation;
  active: boolean;
  onActivate: (conversation: string) => void;
  onDetails?: () => void;
}

export const ChatColumn = memo(function ChatColumn(props: ChatColumnProps) {
  const { conversation, active, onActivate, onDetails } = props;
  const desk = useDesk();
  const [ending, setEnding] = useState(false);
  const id = conversation.conversation;
  const lead = conversation.participants.find((one) => one.role === "lead")?.agent === desk.me.id;
  const canEnd = lead && conversation.phase === "engaged";
  useAction("end", id, () => {
    if (canEnd) setEnding(true);
  });
  return (
    <section
      className={classes.column}
      data-active={active || undefined}
      aria-label={`Chat with ${customerName(conversation)}`}
      onFocusCapture={() => {
        if (!active) onActivate(id);
      }}
      onPointerDown={() => {
        if (!active) onActivate(id);
      }}
    >
      <ChatHeader
        conversation={conversation}
        {...(canEnd ? { onEnd: () => setEnding(true) } : {})}
        {...(onDetails ? { onDetails } : {})}
      />
      <TranscriptView conversation={conversation} />
      {conversation.phase === "wrap_up" ? (
        <WrapUp conversation={conversation} lead={lead} />
      ) : (
        <Composer conversation={conversation} />
      )}
      <EndDialog conversation={conversation} opened={ending} onClose={() => setEnding(false)} />
    </section>
  );
});
