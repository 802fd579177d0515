// A file on its way: how far it is, and the way to take it back.

import { problemText, type Texts } from "../../texts/shape";
import { Icon } from "../icons";
import type { TalkTexts } from "../texts/shape";
import { fileSize } from "./file-size";
import type { UploadView } from "./uploads";

interface UploadLineProps {
  upload: UploadView;
  texts: TalkTexts;
  formTexts: Texts;
  locale: string;
  bytesMax: number;
  onRemove: () => void;
}

export function UploadLine({ upload, texts, formTexts, locale, bytesMax, onRemove }: UploadLineProps) {
  const percent = Math.floor((100 * upload.sent) / Math.max(1, upload.bytes));
  const failed = upload.status === "failed";
  let state = fileSize(upload.bytes, locale);
  if (upload.status === "waiting") state = texts.files.waiting;
  if (failed) {
    if (upload.bytes === 0) state = texts.files.empty;
    else if (upload.bytes > bytesMax) state = texts.files.tooLarge(fileSize(bytesMax, locale));
    else if (upload.problem?.code === "chat_over") state = problemText(formTexts, "chat_over");
    else state = texts.files.refused;
  }
  return (
    <div class={`message mine first last upload ${upload.status}`} data-upload={upload.status}>
      <div class="bubble file">
        <Icon name={failed ? "warn" : "file"} />
        <span class="file-name" dir="auto">
          {upload.name}
        </span>
        <small role={failed ? "alert" : undefined}>{state}</small>
        <button
          type="button"
          class="round"
          aria-label={failed ? texts.message.remove : texts.files.cancel}
          title={failed ? texts.message.remove : texts.files.cancel}
          onClick={onRemove}
        >
          <Icon name="cancel" />
        </button>
        {!failed && (
          <progress max={100} value={percent} aria-label={texts.files.uploading(upload.name, percent)} />
        )}
      </div>
    </div>
  );
}
