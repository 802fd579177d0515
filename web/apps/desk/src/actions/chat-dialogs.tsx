// The dialogs about a chat, loaded when the first of them is opened.

import type { Conversation } from "@holdfast/client";
import { EndDialog } from "../chat/end-dialog";
import type { ChatActions } from "./chat-actions";
import { LinkDialog } from "./link-dialog";
import { ReleaseDialog } from "./release-dialog";
import { TargetDialog } from "./target-dialog";

export interface ChatDialogsProps {
  conversation: Conversation;
  actions: ChatActions;
}

export default function ChatDialogs({ conversation, actions }: ChatDialogsProps) {
  const { dialog, close } = actions;
  switch (dialog) {
    case "end":
      return <EndDialog conversation={conversation} opened onClose={close} />;
    case "transfer":
    case "conference":
      return <TargetDialog conversation={conversation} purpose={dialog} onClose={close} />;
    case "release":
      return <ReleaseDialog conversation={conversation} onClose={close} />;
    case "link":
      return <LinkDialog conversation={conversation} onClose={close} />;
    case null:
      return null;
  }
}
