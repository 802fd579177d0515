// One chat: who it is with, what was said, and what can be done now.

import type { Conversation } from "@holdfast/client";
import { customerName } from "@holdfast/client/desk";
import { lazy, memo, Suspense } from "react";
import { useChatActions } from "../actions/chat-actions";
import { InvitedBar, PendingBar } from "../actions/invitations";
import { PeopleBar, WatchBar } from "../actions/people-bar";
import classes from "./chat.module.css";
import { ChatHeader } from "./chat-header";
import { CoachComposer } from "./coach-composer";
import { Composer } from "./composer";
import { FileDrop } from "./file-drop";
import { TranscriptView } from "./transcript-view";
import { WrapUp } from "./wrap-up";

const ChatDialogs = lazy(() => import("../actions/chat-dialogs"));

interface ChatColumnProps {
  conversation: Conversation;
  active: boolean;
  onActivate: (conversation: string) => void;
  onDetails?: () => void;
  onBack?: () => void;
}

export const ChatColumn = memo(function ChatColumn(props: ChatColumnProps) {
  const { conversation, active, onActivate, onDetails, onBack } = props;
  const actions = useChatActions(conversation);
  const id = conversation.conversation;
  const { role } = actions;
  const lead = role === "lead";
  const takesFiles = conversation.phase === "engaged" && (lead || role === "supporting");
  return (
    <FileDrop conversation={conversation} takes={takesFiles}>
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
          actions={actions}
          {...(onDetails ? { onDetails } : {})}
          {...(onBack ? { onBack } : {})}
        />
        <PeopleBar conversation={conversation} />
        <TranscriptView conversation={conversation} />
        {(role === "monitor" || role === "coach") && <WatchBar conversation={conversation} />}
        {role === "coach" && <CoachComposer conversation={conversation} />}
        {role === "invited" && <InvitedBar conversation={conversation} />}
        {lead && conversation.invitation && <PendingBar conversation={conversation} />}
        {(lead || role === "supporting") &&
          (conversation.phase === "wrap_up" ? (
            <WrapUp conversation={conversation} lead={lead} />
          ) : (
            <Composer conversation={conversation} />
          ))}
        {actions.dialog && (
          <Suspense fallback={null}>
            <ChatDialogs conversation={conversation} actions={actions} />
          </Suspense>
        )}
      </section>
    </FileDrop>
  );
});
