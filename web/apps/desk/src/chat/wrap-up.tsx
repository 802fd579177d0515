// After the end: what it was about, saved as it is typed, until the agent is done or the time is up.

import type { Conversation } from "@holdfast/client";
import { countdownText, disconnectWords } from "@holdfast/client/desk";
import { Button, Group, Switch, Textarea, TextInput } from "@mantine/core";
import { IconDoorExit } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useClient } from "../desk/context";
import { useNow } from "../desk/use-now";
import { useAction } from "../shell/actions";
import { activeChat } from "../shell/places";
import { incidentChanges, incidentDraftFields, useIncidentDraft } from "../side/use-incident-draft";
import classes from "./chat.module.css";
import { DraftSaved } from "./draft-saved";

/** The customer went by itself: only then can a chat be abandoned. */
const customerWent = ["CustomerLeft", "CustomerLost", "CustomerCanceled"];

export function WrapUp({ conversation, lead }: { conversation: Conversation; lead: boolean }) {
  const client = useClient();
  const incident = useIncidentDraft(conversation);
  const [settled, setSettled] = useState(true);
  const [busy, setBusy] = useState<"done" | "abandon" | null>(null);
  const reason = conversation.disconnect_reason ?? "";
  const went = customerWent.includes(reason);
  const subject = useRef<HTMLInputElement>(null);
  const id = conversation.conversation;
  useAction("reply", id, () => subject.current?.focus());
  // Who has ended it goes on writing here; who was surprised by the end keeps the place it had.
  const endedHere = useRef(reason === "AgentEnded" && activeChat.get() === id);
  useEffect(() => {
    if (endedHere.current) subject.current?.focus();
  }, []);
  const finish = async (what: "done" | "abandon") => {
    setBusy(what);
    const { chat } = conversation;
    const outcome =
      what === "abandon"
        ? await client.command({ name: "abandon_chat", chat })
        : await client.command({
            name: "complete_wrap_up",
            chat,
            incident: incidentChanges(client, conversation),
            close_incident: settled,
          });
    setBusy(null);
    if (!outcome.done) return;
    for (const field of incidentDraftFields)
      client.drafts.sent(conversation.conversation, `wrap_up.${field}`);
  };
  return (
    <section className={classes.wrapUp} aria-label="Wrap-up">
      {went && (
        <div className={classes.left} role="status">
          <IconDoorExit size={17} aria-hidden="true" />
          <span>
            End user has cancelled chat.{reason === "CustomerLost" && ` (${disconnectWords(reason)})`}
          </span>
        </div>
      )}
      {lead ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void finish("done");
          }}
        >
          <div className={classes.wrapHead}>
            <h3>Wrap-up</h3>
            {conversation.wrap_up_until && <EndsIn at={conversation.wrap_up_until} />}
          </div>
          <div className={classes.fields}>
            <TextInput
              ref={subject}
              label="Subject"
              maxLength={200}
              value={incident.subject.text}
              onChange={(event) => incident.subject.write(event.currentTarget.value)}
            />
            <TextInput
              label="Disposition"
              placeholder="How it was settled"
              maxLength={200}
              value={incident.disposition.text}
              onChange={(event) => incident.disposition.write(event.currentTarget.value)}
            />
            <Textarea
              className={classes.fieldWide ?? ""}
              label="Summary"
              rows={2}
              value={incident.summary.text}
              onChange={(event) => incident.summary.write(event.currentTarget.value)}
            />
            <Switch
              className={classes.fieldWide ?? ""}
              label="The incident is settled"
              checked={settled}
              onChange={(event) => setSettled(event.currentTarget.checked)}
            />
          </div>
          <Group justify="flex-end" gap="xs" mt={12}>
            <DraftSaved state={incident.state} />
            {went && (
              <Button
                variant="default"
                loading={busy === "abandon"}
                disabled={busy === "done"}
                onClick={() => void finish("abandon")}
              >
                Abandon
              </Button>
            )}
            <Button type="submit" loading={busy === "done"} disabled={busy === "abandon"}>
              Done
            </Button>
          </Group>
        </form>
      ) : (
        <span>The chat is over. Its lead agent writes it up.</span>
      )}
    </section>
  );
}

function EndsIn({ at }: { at: string }) {
  const now = useNow();
  return <span className="numbers">Ends by itself in {countdownText(Date.parse(at), now)}</span>;
}
