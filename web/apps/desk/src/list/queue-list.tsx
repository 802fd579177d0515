// Waiting chats in the order in which they go. Only the rows in view are drawn.

import type { Conversation } from "@holdfast/client";
import {
  agentName,
  clockText,
  customerName,
  type Desk,
  matchesSearch,
  waitingChats,
} from "@holdfast/client/desk";
import { Button } from "@mantine/core";
import { IconInbox, IconSearchOff } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useMemo, useRef, useState } from "react";
import { useClient, useDeskList, useDeskPart } from "../desk/context";
import { useNow } from "../desk/use-now";
import { CustomerAvatar } from "./customer-avatar";
import { Empty } from "./empty";
import classes from "./list.module.css";

interface QueueListProps {
  search: string;
  onChoose: (conversation: string) => void;
  onPicked: () => void;
}

export function QueueList({ search, onChoose, onPicked }: QueueListProps) {
  const waiting = useDeskList(waitingChats);
  const queues = useDeskPart((desk) => desk.queues);
  const colleagues = useDeskPart((desk) => desk.colleagues);
  const me = useDeskPart((desk) => desk.me.id);
  const canPick = useDeskPart((desk) => desk.profile.can_pick);
  const shown = useMemo(
    () => waiting.filter((one) => search.trim() === "" || matchesSearch(one, queues, search)),
    [waiting, queues, search],
  );
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 116,
    getItemKey: (index) => shown[index]?.conversation ?? index,
    overscan: 6,
  });
  if (waiting.length === 0) {
    return (
      <Empty icon={<IconInbox size={30} stroke={1.4} aria-hidden="true" />} title="Nobody is waiting">
        <span>Chats that wait in your queues appear here.</span>
      </Empty>
    );
  }
  if (shown.length === 0) {
    return (
      <Empty icon={<IconSearchOff size={30} stroke={1.4} aria-hidden="true" />} title="No match">
        <span>None of the waiting chats has what you search for.</span>
      </Empty>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <section className={classes.scroll} ref={scroll} tabIndex={0} aria-label="Waiting chats">
      <div style={{ height: rows.getTotalSize(), position: "relative" }}>
        {rows.getVirtualItems().map((row) => {
          const conversation = shown[row.index];
          if (!conversation) return null;
          return (
            <div
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              style={{
                position: "absolute",
                insetInline: 0,
                top: 0,
                transform: `translateY(${row.start}px)`,
              }}
            >
              <QueueItem
                conversation={conversation}
                queue={queues[conversation.queue]?.name ?? conversation.queue}
                offeredTo={offeredTo({ colleagues }, me, conversation)}
                canPick={canPick}
                onChoose={onChoose}
                onPicked={onPicked}
              />
            </div>
          );
        })}
      </div>
    </section>
  );
}

/** To whom a chat is being offered, by name. */
function offeredTo(desk: Pick<Desk, "colleagues">, me: string, { offer }: Conversation): string | null {
  if (!offer) return null;
  return offer.agent === me ? "you" : agentName(desk, offer.agent);
}

/** Not the whole desk, which is another one after each message: a row is drawn anew only when something of its own changed. */
interface QueueItemProps {
  conversation: Conversation;
  queue: string;
  offeredTo: string | null;
  canPick: boolean;
  onChoose: (conversation: string) => void;
  onPicked: () => void;
}

const QueueItem = memo(function QueueItem(props: QueueItemProps) {
  const { conversation, queue, offeredTo, canPick, onChoose, onPicked } = props;
  const client = useClient();
  const [picking, setPicking] = useState(false);
  const name = customerName(conversation);
  const pick = async () => {
    setPicking(true);
    const outcome = await client.command({ name: "pick_chat", chat: conversation.chat });
    setPicking(false);
    if (!outcome.done) return;
    onPicked();
    onChoose(conversation.conversation);
  };
  return (
    <article className={classes.item} aria-label={name}>
      <CustomerAvatar conversation={conversation} />
      <div style={{ minWidth: 0 }}>
        <div className={`${classes.name} clip`}>{name}</div>
        <div className={`${classes.second} clip`}>{conversation.subject || "No subject"}</div>
        <div className={classes.third}>
          <span className={classes.chip}>{queue}</span>
          {conversation.continues && (
            <span className={classes.chip} data-tone="warning">
              Continues
            </span>
          )}
          {offeredTo && (
            <span className={`${classes.chip} clip`} data-tone="accent">
              Offered to {offeredTo}
            </span>
          )}
        </div>
      </div>
      <Waiting since={conversation.arrived_at} />
      {canPick && (
        <Button
          className={classes.pick ?? ""}
          variant="light"
          size="compact-sm"
          loading={picking}
          onClick={() => void pick()}
          aria-label={`Pick ${name}`}
        >
          Pick
        </Button>
      )}
    </article>
  );
});

/** From this on a wait is shown as long. */
const longWaitMs = 3 * 60_000;

function Waiting({ since }: { since: string }) {
  const waited = useNow() - Date.parse(since);
  return (
    <div className={`${classes.right} numbers`} data-late={waited >= longWaitMs || undefined}>
      <time dateTime={since} title={`Waiting since ${new Date(since).toLocaleTimeString()}`}>
        {clockText(waited)}
      </time>
    </div>
  );
}
