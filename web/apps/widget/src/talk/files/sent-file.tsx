// A file in the transcript: its name, its size, and the way to save it.

import type { SentFile as Sent } from "@holdfast/client/widget";
import { useState } from "preact/hooks";
import { Icon } from "../icons";
import type { Talk } from "../talk";
import type { TalkTexts } from "../texts/shape";
import { fileSize } from "./file-size";

interface SentFileProps {
  file: Sent;
  talk: Talk;
  texts: TalkTexts;
  locale: string;
}

export function SentFile({ file, talk, texts, locale }: SentFileProps) {
  const [failed, setFailed] = useState(false);
  const save = async () => {
    const address = await talk.fileAddress(file.hash);
    setFailed(address === null);
    if (address === null) return;
    const link = document.createElement("a");
    link.href = address;
    link.download = file.name;
    link.click();
  };
  return (
    <button
      type="button"
      class="file"
      aria-label={texts.files.download(file.name)}
      onClick={() => void save()}
    >
      <Icon name="file" />
      <span class="file-name" dir="auto">
        {file.name}
      </span>
      <small>{failed ? texts.message.again : fileSize(file.bytes, locale)}</small>
      <Icon name="down" />
    </button>
  );
}
