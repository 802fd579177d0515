// The chats side by side.

import { IconMessageCircle } from "@tabler/icons-react";
import { useDesk } from "../desk/context";
import type { ColumnsView } from "../shell/use-columns";
import classes from "./chat.module.css";
import { ChatColumn } from "./chat-column";

interface ChatAreaProps {
  columns: ColumnsView;
  /** Opens the panel about the customer, where it does not stand beside. */
  onDetails?: () => void;
  /** Goes back to the lists, where they do not stand beside. */
  onBack?: () => void;
}

export function ChatArea({ columns, onDetails, onBack }: ChatAreaProps) {
  const desk = useDesk();
  return (
    <main className={classes.area} ref={columns.room}>
      {columns.shown.length === 0 && (
        <div className={classes.nothing}>
          <IconMessageCircle size={40} stroke={1.2} aria-hidden="true" />
          <strong>No open chat</strong>
          <span>Chats that you accept or pick are shown here, side by side.</span>
        </div>
      )}
      {columns.shown.map((id) => {
        const conversation = desk.conversations[id];
        if (!conversation) return null;
        return (
          <ChatColumn
            key={id}
            conversation={conversation}
            active={id === columns.active}
            onActivate={columns.activate}
            {...(onDetails ? { onDetails } : {})}
            {...(onBack ? { onBack } : {})}
          />
        );
      })}
    </main>
  );
}
