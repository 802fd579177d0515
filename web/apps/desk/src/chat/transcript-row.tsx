// One row of a transcript.

import type { MessageRow, MessageState, NoteRow, TranscriptRow } from "@holdfast/client/desk";
import { Button, VisuallyHidden } from "@mantine/core";
import { IconAlertCircle, IconCheck, IconChecks, IconClock, IconLock, IconNote } from "@tabler/icons-react";
import { memo } from "react";
import { Recording } from "../cobrowse/recording-row";
import { useClient } from "../desk/context";
import { dayText, stampText, timeText } from "../format";
import classes from "./chat.module.css";
import { linkParts } from "./links";
import { PushedLink, SharedFile } from "./shared-rows";

/** Drawn again only when the row is another: one that did not change is the same object. */
export const TranscriptRowView = memo(function TranscriptRowView({
  row,
  conversation,
}: {
  row: TranscriptRow;
  conversation: string;
}) {
  switch (row.type) {
    case "day":
      return <div className={classes.day}>{dayText(row.atMs, Date.now())}</div>;
    case "previous":
      return <div className={classes.divider}>Previous chats of this conversation</div>;
    case "current":
      return (
        <div className={classes.divider} data-tone="accent">
          {row.text} · {timeText(row.atMs)}
        </div>
      );
    case "line":
      return (
        <div className={classes.line} data-tone={row.tone}>
          {row.text} · {timeText(row.atMs)}
        </div>
      );
    case "note":
      return <Note row={row} />;
    case "file":
      return <SharedFile row={row} />;
    case "link":
      return <PushedLink row={row} />;
    case "recording":
      return <Recording row={row} />;
    case "message":
      return <Message row={row} conversation={conversation} />;
  }
});

const noteHeads: Record<NoteRow["to"], string> = {
  next: "Note",
  colleagues: "To colleagues",
  supervisors: "To supervisors",
};

function Note({ row }: { row: NoteRow }) {
  const { session } = useClient();
  const { refused } = row;
  return (
    <div className={classes.note} data-to={row.to}>
      <div className={classes.noteHead}>
        {row.to === "next" ? (
          <IconNote size={14} aria-hidden="true" />
        ) : (
          <IconLock size={14} aria-hidden="true" />
        )}
        {noteHeads[row.to]} · {row.name} · {row.pending ? "Saving…" : timeText(row.atMs)}
      </div>
      {row.text}
      {refused && (
        <div className={classes.meta} data-state="failed" role="alert">
          <IconAlertCircle size={14} aria-hidden="true" />
          <span>Not sent: {refused.why}</span>
          <Button size="compact-xs" variant="default" onClick={() => session.outbox.resubmit(refused.id)}>
            Try again
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => session.outbox.dismiss(refused.id)}>
            Discard
          </Button>
        </div>
      )}
    </div>
  );
}

function Message({ row, conversation }: { row: MessageRow; conversation: string }) {
  return (
    <div
      className={classes.message}
      data-side={row.side}
      data-state={row.state}
      data-first={row.first || undefined}
      data-last={row.last || undefined}
    >
      {row.first && row.side === "colleague" && <div className={classes.author}>{row.name}</div>}
      <VisuallyHidden>{row.name}:</VisuallyHidden>
      <div className={classes.bubble} title={stampText(row.atMs)}>
        {linkParts(row.text).map((part) =>
          part.href ? (
            <a key={part.at} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
              {part.text}
            </a>
          ) : (
            part.text
          ),
        )}
      </div>
      {(row.last || row.state === "failed") && <Meta row={row} conversation={conversation} />}
    </div>
  );
}

const words: Record<MessageState, string> = {
  sending: "Sending…",
  sent: "Sent",
  seen: "Seen",
  failed: "Not sent",
};

function Meta({ row, conversation }: { row: MessageRow; conversation: string }) {
  if (row.state === "failed" && row.refused) {
    return <Failed row={row} conversation={conversation} id={row.refused.id} why={row.refused.why} />;
  }
  return (
    <div className={classes.meta}>
      <time dateTime={new Date(row.atMs).toISOString()}>{timeText(row.atMs)}</time>
      {row.state && (
        <>
          <span aria-hidden="true">·</span>
          {row.state === "sending" && <IconClock size={13} aria-hidden="true" />}
          {row.state === "sent" && <IconCheck size={13} aria-hidden="true" />}
          {row.state === "seen" && <IconChecks size={13} aria-hidden="true" />}
          {words[row.state]}
        </>
      )}
    </div>
  );
}

interface FailedProps {
  row: MessageRow;
  conversation: string;
  id: string;
  why: string;
}

/** A message that the server refused: why, and what can be done with the text. */
function Failed({ row, conversation, id, why }: FailedProps) {
  const { session, drafts } = useClient();
  const edit = () => {
    const before = drafts.text(conversation, "reply").get().text;
    drafts.write(conversation, "reply", before ? `${before}\n${row.text}` : row.text);
    session.outbox.dismiss(id);
  };
  return (
    <div className={classes.meta} data-state="failed" role="alert">
      <IconAlertCircle size={14} aria-hidden="true" />
      <span>Not sent: {why}</span>
      <Button size="compact-xs" variant="default" onClick={() => session.outbox.resubmit(id)}>
        Try again
      </Button>
      <Button size="compact-xs" variant="default" onClick={edit}>
        Edit
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => session.outbox.dismiss(id)}>
        Discard
      </Button>
    </div>
  );
}
