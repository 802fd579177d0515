// A colleague asks me to take a chat over or to support it. Not shown while I look at that chat: there the answer stands below it.

import type { Conversation } from "@holdfast/client";
import { agentName, customerName, leadOf } from "@holdfast/client/desk";
import { Button, Text } from "@mantine/core";
import { useAnswer } from "../actions/invitations";
import { useDesk, useObservable } from "../desk/context";
import { useNow } from "../desk/use-now";
import { activeChat } from "../shell/places";
import { Countdown } from "./countdown";
import classes from "./offer.module.css";

interface InvitationToastProps {
  conversation: Conversation;
  onLook: () => void;
  onAccepted: () => void;
}

export function InvitationToast({ conversation, onLook, onAccepted }: InvitationToastProps) {
  const desk = useDesk();
  const now = useNow();
  const active = useObservable(activeChat);
  const { answering, answer } = useAnswer(conversation, onAccepted);
  const { invitation } = conversation;
  if (!invitation || active === conversation.conversation) return null;
  const lead = leadOf(conversation);
  const from = lead ? agentName(desk, lead.agent) : "a colleague";
  const name = customerName(conversation);
  const kind = invitation.conference ? "Conference" : "Transfer";
  return (
    <article className={classes.toast} aria-label={`${kind}: ${name}`}>
      <Countdown
        from={Date.parse(invitation.invited_at)}
        until={Date.parse(invitation.expires_at)}
        now={now}
      />
      <div style={{ minWidth: 0, flex: 1 }}>
        <div className={classes.kicker}>
          {kind} from {from}
        </div>
        <div className={`${classes.name} clip`}>{name}</div>
        <Text size="md" lineClamp={2} className={classes.subject ?? ""}>
          {conversation.incident.subject || conversation.subject || "No subject given"}
        </Text>
        <div className={classes.buttons}>
          <Button
            loading={answering === "accept"}
            disabled={answering === "decline"}
            onClick={() => void answer("accept")}
            aria-keyshortcuts="Alt+A"
          >
            {invitation.conference ? "Join" : "Accept"}
          </Button>
          <Button variant="default" onClick={onLook}>
            Read first
          </Button>
          <Button
            variant="subtle"
            color="gray"
            loading={answering === "decline"}
            disabled={answering === "accept"}
            onClick={() => void answer("decline")}
            aria-keyshortcuts="Alt+X"
          >
            Decline
          </Button>
        </div>
      </div>
    </article>
  );
}
