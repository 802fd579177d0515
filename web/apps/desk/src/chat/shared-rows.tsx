// What was shared in a chat besides words: files, to be downloaded, and links that were pushed.

import type { FileRow, LinkRow } from "@holdfast/client/desk";
import { UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload, IconFile, IconLink, IconPhoto } from "@tabler/icons-react";
import { useState } from "react";
import { http } from "../desk/http";
import { errorText } from "../desk/problems";
import { bytesText, pageText, timeText } from "../format";
import classes from "./chat.module.css";
import files from "./files.module.css";

export function SharedFile({ row }: { row: FileRow }) {
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const { url } = await http.fileLink(row.chat, row.file);
      const link = document.createElement("a");
      link.href = url;
      link.download = row.fileName;
      link.click();
    } catch (error) {
      notifications.show({
        title: `${row.fileName} could not be downloaded`,
        message: errorText(error),
        color: "red",
      });
    }
    setBusy(false);
  };
  const picture = row.mediaType.startsWith("image/");
  return (
    <div className={classes.message} data-side={row.side} data-first>
      {row.side === "colleague" && <div className={classes.author}>{row.name}</div>}
      <UnstyledButton
        className={files.file ?? ""}
        disabled={busy}
        onClick={() => void download()}
        aria-label={`Download ${row.fileName}, ${bytesText(row.bytes)}, from ${row.name}`}
      >
        <span className={files.fileIcon}>
          {picture ? <IconPhoto size={19} aria-hidden="true" /> : <IconFile size={19} aria-hidden="true" />}
        </span>
        <span className={files.fileNames}>
          <span className={`${files.fileName} clip`} style={{ display: "block" }}>
            {row.fileName}
          </span>
          <span className={files.fileFacts}>{bytesText(row.bytes)}</span>
        </span>
        <IconDownload size={17} aria-hidden="true" />
      </UnstyledButton>
      <div className={classes.meta}>
        <time dateTime={new Date(row.atMs).toISOString()}>{timeText(row.atMs)}</time>
      </div>
    </div>
  );
}

export function PushedLink({ row }: { row: LinkRow }) {
  return (
    <div className={classes.message} data-side={row.side} data-first>
      {row.side === "colleague" && <div className={classes.author}>{row.name}</div>}
      <a className={files.file} href={row.url} target="_blank" rel="noopener noreferrer nofollow">
        <span className={files.fileIcon}>
          <IconLink size={19} aria-hidden="true" />
        </span>
        <span className={files.fileNames}>
          <span className={`${files.fileName} clip`} style={{ display: "block" }}>
            {row.title}
          </span>
          <span className={`${files.fileFacts} clip`} style={{ display: "block" }}>
            {pageText(row.url)}
          </span>
        </span>
      </a>
      <div className={classes.meta}>
        <time dateTime={new Date(row.atMs).toISOString()}>{timeText(row.atMs)}</time>
      </div>
    </div>
  );
}
