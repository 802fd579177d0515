// The chats side by side.

import type { Conversation } from "@holdfast/client";
import { IconMessageCircle } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useDeskList } from "../desk/context";
import type { ColumnsView } from "../shell/use-columns";
import classes from "./chat.module.css";
import { ChatColumn } from "./chat-column";

const CobrowsePanel = lazy(() => import("../cobrowse/cobrowse-panel"));

interface ChatAreaProps {
  columns: ColumnsView;
  /** Whose customer's page I see. */
  watched: Conversation | undefined;
  /** Opens the panel about the customer, where it does not stand beside. */
  onDetails?: () => void;
  /** Goes back to the lists, where they do not stand beside. */
  onBack?: () => void;
}

export function ChatArea({ columns, watched, onDetails, onBack }: ChatAreaProps) {
  // A page needs room: it stands beside its own chat alone.
  const shown = watched ? [watched.conversation] : columns.shown;
  const conversations = useDeskList((desk) => shown.flatMap((id) => desk.conversations[id] ?? []));
  return (
    <main className={classes.area} ref={columns.room} data-cobrowse={watched ? true : undefined}>
      {watched && (
        <Suspense fallback={<div className={classes.pagePlace} />}>
          <CobrowsePanel key={watched.chat} conversation={watched} />
        </Suspense>
      )}
      {conversations.length === 0 && (
        <div className={classes.nothing}>
          <IconMessageCircle size={40} stroke={1.2} aria-hidden="true" />
          <strong>No open chat</strong>
          <span>Chats that you accept or pick are shown here, side by side.</span>
        </div>
      )}
      {conversations.map((conversation) => (
        <ChatColumn
          key={conversation.conversation}
          conversation={conversation}
          active={conversation.conversation === columns.active}
          onActivate={columns.activate}
          {...(onDetails ? { onDetails } : {})}
          {...(onBack ? { onBack } : {})}
        />
      ))}
    </main>
  );
}
