// One waiting chat of the wallboard.

import type { Conversation } from "@holdfast/client";
import { agentName, clockText, customerName } from "@holdfast/client/desk";
import { useDesk } from "../desk/context";
import { useNow } from "../desk/use-now";
import { CustomerAvatar } from "../list/customer-avatar";
import classes from "./wallboard.module.css";
import { WatchMenu } from "./watch-menu";

interface WaitingRowProps {
  conversation: Conversation;
  onReassign: (conversation: string) => void;
}

export function WaitingRow({ conversation, onReassign }: WaitingRowProps) {
  const desk = useDesk();
  const now = useNow();
  const queue = desk.queues[conversation.queue]?.name ?? conversation.queue;
  return (
    <li className={classes.row}>
      <CustomerAvatar conversation={conversation} size={34} />
      <div className={classes.names}>
        <div className={`${classes.name} clip`}>{customerName(conversation)}</div>
        <div className={`${classes.facts} clip`}>
          {queue}
          {conversation.subject && ` · ${conversation.subject}`}
          {conversation.offer && ` · offered to ${agentName(desk, conversation.offer.agent)}`}
        </div>
      </div>
      <time className={`${classes.time} numbers`}>
        {clockText(now - Date.parse(conversation.arrived_at))}
      </time>
      <WatchMenu conversation={conversation} onReassign={onReassign} />
    </li>
  );
}
