// Chats that pass between colleagues: those that I am asked to come to, and those that I passed on and are not taken yet.

import type { Conversation } from "@holdfast/client";
import {
  agentName,
  countdownText,
  customerName,
  invitationsToMe,
  leadOf,
  matchesSearch,
  pendingTransfers,
} from "@holdfast/client/desk";
import { Button, UnstyledButton } from "@mantine/core";
import { IconArrowsLeftRight, IconSearchOff } from "@tabler/icons-react";
import { useMemo } from "react";
import { useAnswer } from "../actions/invitations";
import { useClient, useDesk } from "../desk/context";
import { useNow } from "../desk/use-now";
import { CustomerAvatar } from "./customer-avatar";
import { Empty } from "./empty";
import classes from "./list.module.css";

interface TransferredListProps {
  search: string;
  active: string | null;
  onChoose: (conversation: string) => void;
  onAccepted: () => void;
}

export function TransferredList({ search, active, onChoose, onAccepted }: TransferredListProps) {
  const desk = useDesk();
  const toMe = useMemo(() => invitationsToMe(desk), [desk]);
  const fromMe = useMemo(() => pendingTransfers(desk), [desk]);
  const shows = (one: Conversation) => search.trim() === "" || matchesSearch(one, desk.queues, search);
  const shownToMe = toMe.filter(shows);
  const shownFromMe = fromMe.filter(shows);
  if (toMe.length + fromMe.length === 0) {
    return (
      <Empty
        icon={<IconArrowsLeftRight size={30} stroke={1.4} aria-hidden="true" />}
        title="Nothing transferred"
      >
        <span>Chats that a colleague asks you to take over wait here for your answer.</span>
      </Empty>
    );
  }
  if (shownToMe.length + shownFromMe.length === 0) {
    return (
      <Empty icon={<IconSearchOff size={30} stroke={1.4} aria-hidden="true" />} title="No match">
        <span>None of the transferred chats has what you search for.</span>
      </Empty>
    );
  }
  return (
    <div className={classes.scroll}>
      {shownToMe.length > 0 && <h2 className={classes.section}>For you</h2>}
      {shownToMe.map((conversation) => (
        <Incoming
          key={conversation.conversation}
          conversation={conversation}
          active={conversation.conversation === active}
          onChoose={onChoose}
          onAccepted={onAccepted}
        />
      ))}
      {shownFromMe.length > 0 && <h2 className={classes.section}>From you</h2>}
      {shownFromMe.map((conversation) => (
        <Outgoing
          key={conversation.conversation}
          conversation={conversation}
          active={conversation.conversation === active}
          onChoose={onChoose}
        />
      ))}
    </div>
  );
}

interface RowProps {
  conversation: Conversation;
  active: boolean;
  onChoose: (conversation: string) => void;
}

function Head({ conversation, active, onChoose, words }: RowProps & { words: string }) {
  const now = useNow();
  return (
    <UnstyledButton
      className={classes.item ?? ""}
      aria-current={active ? "true" : undefined}
      onClick={() => onChoose(conversation.conversation)}
    >
      <CustomerAvatar conversation={conversation} />
      <span style={{ minWidth: 0 }}>
        <span className={`${classes.name} clip`} style={{ display: "block" }}>
          {customerName(conversation)}
        </span>
        <span className={`${classes.second} clip`} style={{ display: "block" }}>
          {conversation.incident.subject || conversation.subject || "No subject"}
        </span>
        <span className={classes.third}>
          <span className={`${classes.chip} clip`} data-tone="accent">
            {words}
          </span>
        </span>
      </span>
      <span className={`${classes.right} numbers`}>
        {conversation.invitation && (
          <time title="Time left to answer">
            {countdownText(Date.parse(conversation.invitation.expires_at), now)}
          </time>
        )}
      </span>
    </UnstyledButton>
  );
}

function Incoming(props: RowProps & { onAccepted: () => void }) {
  const { conversation, active, onChoose, onAccepted } = props;
  const desk = useDesk();
  const { answering, answer } = useAnswer(conversation, () => {
    onAccepted();
    onChoose(conversation.conversation);
  });
  const lead = leadOf(conversation);
  const from = lead ? agentName(desk, lead.agent) : "a colleague";
  const name = customerName(conversation);
  const conference = conversation.invitation?.conference ?? false;
  return (
    <article className={classes.card} data-active={active || undefined} aria-label={name}>
      <Head
        conversation={conversation}
        active={active}
        onChoose={onChoose}
        words={conference ? `${from} invites you` : `From ${from}`}
      />
      <div className={classes.cardButtons}>
        <Button
          size="compact-sm"
          variant="light"
          loading={answering === "accept"}
          onClick={() => void answer("accept")}
          aria-label={`${conference ? "Join" : "Accept"} ${name}`}
        >
          {conference ? "Join" : "Accept"}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          loading={answering === "decline"}
          onClick={() => void answer("decline")}
          aria-label={`Decline ${name}`}
        >
          Decline
        </Button>
      </div>
    </article>
  );
}

function Outgoing({ conversation, active, onChoose }: RowProps) {
  const client = useClient();
  const desk = useDesk();
  const name = customerName(conversation);
  const to = agentName(desk, conversation.invitation?.agent ?? "");
  return (
    <article className={classes.card} data-active={active || undefined} aria-label={name}>
      <Head
        conversation={conversation}
        active={active}
        onChoose={onChoose}
        words={`Pending transfer to ${to}`}
      />
      <div className={classes.cardButtons}>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => void client.command({ name: "cancel_invitation", chat: conversation.chat })}
          aria-label={`Cancel the transfer of ${name}`}
        >
          Cancel transfer
        </Button>
      </div>
    </article>
  );
}
