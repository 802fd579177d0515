// Takes files that are dropped on a chat, while it takes any.

import type { Conversation } from "@holdfast/client";
import { customerName } from "@holdfast/client/desk";
import { type DragEvent, type ReactNode, useState } from "react";
import { sendFiles } from "./file-sending";
import classes from "./files.module.css";

interface FileDropProps {
  conversation: Conversation;
  takes: boolean;
  children: ReactNode;
}

export function FileDrop({ conversation, takes, children }: FileDropProps) {
  const [over, setOver] = useState(0);
  const carries = (event: DragEvent) => takes && event.dataTransfer.types.includes("Files");
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button and the key send files too; this is a place to drop them
    <div
      className={classes.drop}
      onDragEnter={(event) => {
        if (carries(event)) setOver((depth) => depth + 1);
      }}
      onDragLeave={() => setOver((depth) => Math.max(0, depth - 1))}
      onDragOver={(event) => {
        if (carries(event)) event.preventDefault();
      }}
      onDrop={(event) => {
        setOver(0);
        if (!carries(event)) return;
        event.preventDefault();
        sendFiles(conversation, [...event.dataTransfer.files]);
      }}
    >
      {children}
      {takes && over > 0 && (
        <div className={classes.dropHint} aria-hidden="true">
          Drop to send to {customerName(conversation)}
        </div>
      )}
    </div>
  );
}
