// Chats offered to me, and those that a colleague asks me to come to: who, what about, how long they wait, how long I have.

import type { Conversation } from "@holdfast/client";
import { clockText, customerName, invitationsToMe, offersToMe } from "@holdfast/client/desk";
import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useClient, useDeskList, useDeskPart } from "../desk/context";
import { useNow } from "../desk/use-now";
import { languageText } from "../format";
import { Countdown } from "./countdown";
import { InvitationToast } from "./invitation-toast";
import classes from "./offer.module.css";

interface OfferToastsProps {
  onAccepted: () => void;
  onChoose: (conversation: string) => void;
}

export function OfferToasts({ onAccepted, onChoose }: OfferToastsProps) {
  const offers = useDeskList(offersToMe);
  const invitations = useDeskList(invitationsToMe);
  return (
    <section className={classes.stack} aria-label="Incoming chats">
      {offers.map((conversation) => (
        <OfferToast
          key={`${conversation.chat} ${conversation.offer?.offered_at}`}
          conversation={conversation}
          onAccepted={() => {
            onAccepted();
            onChoose(conversation.conversation);
          }}
        />
      ))}
      {invitations.map((conversation) => (
        <InvitationToast
          key={`${conversation.chat} ${conversation.invitation?.invited_at}`}
          conversation={conversation}
          onLook={() => onChoose(conversation.conversation)}
          onAccepted={() => {
            onAccepted();
            onChoose(conversation.conversation);
          }}
        />
      ))}
    </section>
  );
}

function OfferToast({ conversation, onAccepted }: { conversation: Conversation; onAccepted: () => void }) {
  const queue = useDeskPart(({ queues }) => queues[conversation.queue]?.name ?? conversation.queue);
  const declines = useDeskPart((desk) => desk.profile.allow_decline);
  const client = useClient();
  const [answering, setAnswering] = useState<"accept" | "decline" | null>(null);
  const now = useNow();
  const { offer } = conversation;
  if (!offer) return null;
  const answer = async (what: "accept" | "decline") => {
    setAnswering(what);
    const name = what === "accept" ? "accept_offer" : "decline_offer";
    const outcome = await client.command({ name, chat: conversation.chat });
    setAnswering(null);
    if (outcome.done && what === "accept") onAccepted();
  };
  const name = customerName(conversation);
  const facts = [
    `Waiting ${clockText(now - Date.parse(conversation.arrived_at))}`,
    queue,
    ...(conversation.language ? [languageText(conversation.language)] : []),
    ...(conversation.continues ? ["Continues an earlier chat"] : []),
  ];
  return (
    <article className={classes.toast} aria-label={`Incoming chat: ${name}`}>
      <Countdown from={Date.parse(offer.offered_at)} until={Date.parse(offer.expires_at)} now={now} />
      <div style={{ minWidth: 0, flex: 1 }}>
        <div className={classes.kicker}>Incoming chat</div>
        <div className={`${classes.name} clip`}>{name}</div>
        <Text size="md" lineClamp={2} className={classes.subject ?? ""}>
          {conversation.subject || "No subject given"}
        </Text>
        <div className={`${classes.facts} numbers`}>{facts.join(" · ")}</div>
        <div className={classes.buttons}>
          <Button
            size="sm"
            loading={answering === "accept"}
            disabled={answering === "decline"}
            onClick={() => void answer("accept")}
            aria-keyshortcuts="Alt+A"
          >
            Accept
          </Button>
          {declines && (
            <Button
              size="sm"
              variant="default"
              loading={answering === "decline"}
              disabled={answering === "accept"}
              onClick={() => void answer("decline")}
              aria-keyshortcuts="Alt+X"
            >
              Decline
            </Button>
          )}
          <span className={classes.hint}>Alt+A</span>
        </div>
      </div>
    </article>
  );
}
