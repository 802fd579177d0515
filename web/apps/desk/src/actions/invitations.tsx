// Invitations at the foot of a chat: one to me, with what I need to decide; one of mine that is out, with the way back.

import type { Conversation } from "@holdfast/client";
import { agentName, countdownText, leadOf } from "@holdfast/client/desk";
import { Button, Group, VisuallyHidden } from "@mantine/core";
import { IconHourglassHigh } from "@tabler/icons-react";
import { useState } from "react";
import { useClient, useDesk } from "../desk/context";
import { useNow } from "../desk/use-now";
import { Countdown } from "../offer/countdown";
import { useAction } from "../shell/actions";
import classes from "./actions.module.css";

export interface Answering {
  answering: "accept" | "decline" | null;
  answer: (what: "accept" | "decline") => Promise<void>;
}

/** Answers an invitation to me. */
export function useAnswer(conversation: Conversation, onAccepted?: () => void): Answering {
  const client = useClient();
  const [answering, setAnswering] = useState<"accept" | "decline" | null>(null);
  const answer = async (what: "accept" | "decline") => {
    setAnswering(what);
    const name = what === "accept" ? "accept_invitation" : "decline_invitation";
    const outcome = await client.command({ name, chat: conversation.chat });
    setAnswering(null);
    if (outcome.done && what === "accept") onAccepted?.();
  };
  return { answering, answer };
}

/** Takes the composer's place until I have answered. */
export function InvitedBar({ conversation }: { conversation: Conversation }) {
  const desk = useDesk();
  const now = useNow();
  const { answering, answer } = useAnswer(conversation);
  const id = conversation.conversation;
  useAction("accept-invitation", id, () => void answer("accept"));
  useAction("decline-invitation", id, () => void answer("decline"));
  const { invitation } = conversation;
  if (!invitation) return null;
  const lead = leadOf(conversation);
  const from = lead ? agentName(desk, lead.agent) : "A colleague";
  return (
    <section className={classes.invited} aria-label="Invitation">
      <div className={classes.invitedHead}>
        <Countdown
          from={Date.parse(invitation.invited_at)}
          until={Date.parse(invitation.expires_at)}
          now={now}
        />
        <div>
          <strong>
            {invitation.conference
              ? `${from} invites you to this chat`
              : `${from} asks you to take this chat over`}
          </strong>
          <span>
            {invitation.conference
              ? "You would support; the lead stays with it."
              : "What was said and the notes are above. Until you answer, the chat stays with them."}
          </span>
        </div>
      </div>
      <Group gap="xs" grow>
        <Button
          loading={answering === "accept"}
          disabled={answering === "decline"}
          onClick={() => void answer("accept")}
          aria-keyshortcuts="Alt+A"
        >
          {invitation.conference ? "Join" : "Accept"}
        </Button>
        <Button
          variant="default"
          loading={answering === "decline"}
          disabled={answering === "accept"}
          onClick={() => void answer("decline")}
          aria-keyshortcuts="Alt+X"
        >
          Decline
        </Button>
      </Group>
    </section>
  );
}

/** An invitation of mine that is out. */
export function PendingBar({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const desk = useDesk();
  const now = useNow();
  const { invitation } = conversation;
  if (!invitation) return null;
  const name = agentName(desk, invitation.agent);
  return (
    <div className={classes.bar} role="status">
      <IconHourglassHigh size={16} aria-hidden="true" />
      <span className={classes.barText}>
        {invitation.conference ? `${name} is invited` : `Pending transfer to ${name}`}
        <span className="numbers" aria-hidden="true">
          {" "}
          · {countdownText(Date.parse(invitation.expires_at), now)}
        </span>
      </span>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => void client.command({ name: "cancel_invitation", chat: conversation.chat })}
      >
        Cancel
        <VisuallyHidden>{invitation.conference ? " the invitation" : " the transfer"}</VisuallyHidden>
      </Button>
    </div>
  );
}
