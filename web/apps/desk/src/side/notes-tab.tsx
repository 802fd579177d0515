// Notes for the next agent, never seen by the customer; the one being written is saved as it is typed.

import type { Conversation } from "@holdfast/client";
import { Button, Textarea } from "@mantine/core";
import { IconNotes } from "@tabler/icons-react";
import { type KeyboardEvent, useRef } from "react";
import { DraftSaved } from "../chat/draft-saved";
import { UnsentDrafts } from "../chat/unsent-drafts";
import { useNames } from "../chat/use-names";
import { useClient, useDeskState, useDraft, useOutboxOf } from "../desk/context";
import { stampText } from "../format";
import { Empty } from "../list/empty";
import { useAction } from "../shell/actions";
import { capital, partyName, problemTextOf } from "./notes-words";
import classes from "./side.module.css";

const noEvents: readonly never[] = [];

export function NotesTab({ conversation }: { conversation: Conversation }) {
  const id = conversation.conversation;
  const names = useNames(conversation);
  const client = useClient();
  const events = useDeskState((state) => state.transcripts[id]?.events ?? noEvents);
  const added = new Set(events.map((event) => event.command));
  const notes = events.filter((event) => event.kind === "side_note_added");
  const underWay = useOutboxOf(conversation.chat).filter(
    (entry) => entry.command.name === "add_side_note" && !added.has(entry.id),
  );
  return (
    <div className={classes.notes}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <section className={classes.noteList} tabIndex={0} aria-label="Notes">
        {notes.length === 0 && underWay.length === 0 && (
          <Empty icon={<IconNotes size={30} stroke={1.4} aria-hidden="true" />} title="No notes">
            <span>Notes go with the conversation to the next agent. The customer never sees them.</span>
          </Empty>
        )}
        {notes.map((event) => (
          <article key={event.seq} className={classes.note}>
            <div className={classes.noteHead}>
              {capital(partyName(event.actor, names))} · {stampText(Date.parse(event.at))}
            </div>
            {event.data.text}
          </article>
        ))}
        {underWay.map((entry) => (
          <article key={entry.id} className={classes.note}>
            <div className={classes.noteHead}>{problemTextOf(entry)}</div>
            {entry.command.name === "add_side_note" && entry.command.text}
            {entry.problem && (
              <div className={classes.noteTools}>
                <Button size="compact-xs" onClick={() => client.session.outbox.resubmit(entry.id)}>
                  Try again
                </Button>
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => client.session.outbox.dismiss(entry.id)}
                >
                  Discard
                </Button>
              </div>
            )}
          </article>
        ))}
      </section>
      <NoteField conversation={conversation} />
    </div>
  );
}

function NoteField({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const id = conversation.conversation;
  const draft = useDraft(id, "note");
  const input = useRef<HTMLTextAreaElement>(null);
  useAction("note", id, () => input.current?.focus());
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    client.addNote(id);
  };
  return (
    <div className={classes.noteField}>
      <UnsentDrafts conversation={id} field="note" current={draft.text} onUse={draft.write} />
      <Textarea
        ref={input}
        rows={3}
        aria-label="New note"
        placeholder="Note for the next agent"
        value={draft.text}
        onChange={(event) => draft.write(event.currentTarget.value)}
        onKeyDown={pressed}
        onBlur={() => client.session.drafts.flush()}
      />
      <div className={classes.noteTools}>
        <DraftSaved state={draft.state} />
        <Button size="compact-sm" disabled={draft.text.trim() === ""} onClick={() => client.addNote(id)}>
          Add note
        </Button>
      </div>
    </div>
  );
}
