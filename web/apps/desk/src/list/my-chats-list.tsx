// My chats: unread counts, the last thing said, how long each has been going, whether the customer is there.

import type { Conversation } from "@holdfast/client";
import {
  agentName,
  clockText,
  countdownText,
  customerName,
  lastMessage,
  type MyRole,
  matchesSearch,
  myChats,
  myPart,
  myRole,
  unreadCount,
  watchedChats,
} from "@holdfast/client/desk";
import { Anchor, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconMessages, IconSearchOff } from "@tabler/icons-react";
import { memo } from "react";
import { useDeskList, useDeskPart, useDeskState } from "../desk/context";
import { useNow } from "../desk/use-now";
import { CustomerAvatar } from "./customer-avatar";
import { Empty } from "./empty";
import classes from "./list.module.css";

interface MyChatsListProps {
  search: string;
  active: string | null;
  onChoose: (conversation: string) => void;
  onQueue: () => void;
}

export function MyChatsList({ search, active, onChoose, onQueue }: MyChatsListProps) {
  const mine = useDeskList(myChats);
  const watched = useDeskList(watchedChats);
  const me = useDeskPart((desk) => desk.me.id);
  const queues = useDeskPart((desk) => desk.queues);
  const status = useDeskPart((desk) => desk.statuses.find((one) => one.id === desk.status));
  const shows = (one: Conversation) => search.trim() === "" || matchesSearch(one, queues, search);
  const shownWatched = watched.filter(shows);
  const shown = mine.filter(shows);
  if (mine.length + watched.length === 0) {
    return (
      <Empty icon={<IconMessages size={30} stroke={1.4} aria-hidden="true" />} title="No chats yet">
        {status?.takes_chats ? (
          <span>The next chat is offered to you as soon as it is your turn.</span>
        ) : (
          <span>
            Your status is {status?.name ?? "not set"}: no chats are offered to you. Change it above, or look
            at the{" "}
            <Anchor component="button" type="button" size="sm" onClick={onQueue}>
              queue
            </Anchor>
            .
          </span>
        )}
      </Empty>
    );
  }
  if (shown.length + shownWatched.length === 0) {
    return (
      <Empty icon={<IconSearchOff size={30} stroke={1.4} aria-hidden="true" />} title="No match">
        <span>None of your chats has what you search for.</span>
      </Empty>
    );
  }
  return (
    <nav className={classes.scroll} aria-label="My chats">
      {shown.map((conversation) => (
        <ChatItem
          key={conversation.conversation}
          conversation={conversation}
          enteredAt={myPart(conversation, me)?.entered_at ?? conversation.requested_at}
          active={conversation.conversation === active}
          onChoose={onChoose}
        />
      ))}
      {shownWatched.length > 0 && <h2 className={classes.section}>Watching</h2>}
      {shownWatched.map((conversation) => (
        <ChatItem
          key={conversation.conversation}
          conversation={conversation}
          enteredAt={conversation.requested_at}
          active={conversation.conversation === active}
          onChoose={onChoose}
        />
      ))}
    </nav>
  );
}

interface ChatItemProps {
  conversation: Conversation;
  enteredAt: string;
  active: boolean;
  onChoose: (conversation: string) => void;
}

const ChatItem = memo(function ChatItem({ conversation, enteredAt, active, onChoose }: ChatItemProps) {
  const id = conversation.conversation;
  const unread = useDeskState((state) => unreadCount(state, id));
  const said = useDeskState((state) => {
    const last = lastMessage(state, id);
    if (!last) return conversation.subject || "No messages yet";
    if (last.by === null || !state.desk) return last.text;
    return `${last.by === state.desk.me.id ? "You" : agentName(state.desk, last.by)}: ${last.text}`;
  });
  const typing = useDeskState((state) => state.typing[id]?.some((one) => one.party === "customer") ?? false);
  return (
    <UnstyledButton
      className={classes.item ?? ""}
      data-active={active || undefined}
      data-unread={unread > 0 || undefined}
      aria-current={active ? "true" : undefined}
      onClick={() => onChoose(id)}
    >
      <CustomerAvatar conversation={conversation} />
      <span style={{ minWidth: 0 }}>
        <span className={`${classes.name} clip`} style={{ display: "block" }}>
          {customerName(conversation)}
        </span>
        <span className={`${classes.second} clip`} style={{ display: "block" }}>
          {typing ? <em>typing…</em> : said}
        </span>
        <ChatMarks conversation={conversation} />
      </span>
      <span className={`${classes.right} numbers`}>
        <ChatTimer conversation={conversation} enteredAt={enteredAt} />
        {unread > 0 && (
          <span className={classes.unread}>
            <span aria-hidden="true">{unread}</span>
            <VisuallyHidden>{`${unread} unread`}</VisuallyHidden>
          </span>
        )}
      </span>
    </UnstyledButton>
  );
});

const roles: Record<MyRole, string> = {
  lead: "Lead",
  supporting: "Supporting",
  coach: "Coaching",
  monitor: "Monitoring",
  invited: "Invited",
  none: "",
};

function ChatMarks({ conversation }: { conversation: Conversation }) {
  const me = useDeskPart((desk) => desk.me.id);
  if (conversation.phase === "wrap_up") {
    return (
      <span className={classes.third}>
        <span className={classes.chip} data-tone="warning">
          Wrap-up
        </span>
      </span>
    );
  }
  const role = myRole(conversation, me);
  if (role !== "lead") {
    return (
      <span className={classes.third}>
        <span className={classes.chip} data-tone="accent">
          {roles[role]}
        </span>
      </span>
    );
  }
  if (conversation.customer_presence !== "present") {
    return (
      <span className={classes.third}>
        <span className={classes.chip} data-tone="warning">
          Interrupted
        </span>
      </span>
    );
  }
  return null;
}

function ChatTimer({ conversation, enteredAt }: { conversation: Conversation; enteredAt: string }) {
  const now = useNow();
  if (conversation.phase === "wrap_up" && conversation.wrap_up_until) {
    return (
      <time title="Until wrap-up ends">{countdownText(Date.parse(conversation.wrap_up_until), now)}</time>
    );
  }
  return <time title="Since you joined">{clockText(now - Date.parse(enteredAt))}</time>;
}
