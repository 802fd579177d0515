// In a transcript: what was shown was recorded, and can be watched.

import type { RecordingRow } from "@holdfast/client/desk";
import { UnstyledButton } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import chat from "../chat/chat.module.css";
import files from "../chat/files.module.css";
import { timeText } from "../format";

const RecordingDialog = lazy(() => import("./recording-dialog"));

export function Recording({ row }: { row: RecordingRow }) {
  const [open, setOpen] = useState(false);
  const seconds = Math.round(row.lengthMs / 1_000);
  const length = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return (
    <div className={chat.message} data-side="colleague" data-first>
      <UnstyledButton
        className={files.file ?? ""}
        onClick={() => setOpen(true)}
        aria-label={`Watch the recording of co-browsing, ${length}`}
      >
        <span className={files.fileIcon}>
          <IconPlayerPlay size={19} aria-hidden="true" />
        </span>
        <span className={files.fileNames}>
          <span className={files.fileName} style={{ display: "block" }}>
            Recording of co-browsing
          </span>
          <span className={`${files.fileFacts} numbers`}>{length}</span>
        </span>
      </UnstyledButton>
      <div className={chat.meta}>
        <time dateTime={new Date(row.atMs).toISOString()}>{timeText(row.atMs)}</time>
      </div>
      {open && (
        <Suspense fallback={null}>
          <RecordingDialog chat={row.chat} file={row.file} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
