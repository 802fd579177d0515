// Where a reply is typed: saved as it is typed, sent with Enter; to the customer, or to colleagues only. `/` opens the standard texts.

import type { Conversation, StandardText } from "@holdfast/client";
import { customerName } from "@holdfast/client/desk";
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useClient, useDeskPart, useDraft } from "../desk/context";
import { useLatest } from "../desk/use-latest";
import { useAction } from "../shell/actions";
import classes from "./chat.module.css";
import { type Audience, audiences, ComposerTools, SendButton } from "./composer-tools";
import { DraftSaved } from "./draft-saved";
import { pickFiles, sendFiles } from "./file-sending";
import { TextPicker, useTextPicker } from "./text-picker";
import { UnsentDrafts } from "./unsent-drafts";
import { Uploads } from "./uploads";

export function Composer({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const id = conversation.conversation;
  const draft = useDraft(id, "reply");
  const most = useDeskPart(({ settings }) => Number(settings.message_chars_max ?? 10_000));
  const [audience, setAudience] = useState<Audience>("customer");
  const input = useRef<HTMLTextAreaElement>(null);
  const over = [...draft.text].length - most;
  const internal = audience !== "customer";
  const write = (text: string) => {
    if (internal) draft.write(text);
    else client.writeReply(id, text);
  };
  const insert = (text: StandardText) => {
    const { chat } = conversation;
    if (text.url && !internal) {
      write(picker.rest);
      void client.command({ name: "push_link", chat, url: text.url, title: text.name });
    } else write(picker.rest ? `${picker.rest} ${text.text || text.url}` : text.text || text.url);
    picker.close();
    input.current?.focus();
  };
  const picker = useTextPicker(draft.text, conversation.language ?? "", insert);
  useAction("reply", id, () => input.current?.focus());
  useAction("texts", id, () => picker.open());
  useAction("attach", id, () => chooseFiles());
  useAction("internal", id, () => {
    chooseAudience(internal ? "customer" : "int");
    input.current?.focus();
  });
  useEffect(() => () => client.stopTyping(id), [client, id]);
  const send = () => {
    if (over > 0) return;
    if (internal) client.sendInternal(id, audience);
    else client.sendReply(id);
    input.current?.focus();
  };
  const toggleTexts = useLatest(picker.toggle);
  const chooseFiles = useLatest(() => void pickFiles(conversation));
  const chooseAudience = useLatest((chosen: Audience) => {
    setAudience(chosen);
    if (chosen !== "customer") client.stopTyping(id);
  });
  const sendNow = useLatest(send);
  const pressed = (event: KeyboardEvent) => {
    if (picker.pressed(event)) return;
    // While an input method composes, Enter chooses a word.
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const pasted = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0 || internal) return;
    event.preventDefault();
    sendFiles(conversation, files);
  };
  return (
    <div className={classes.composer} data-internal={internal || undefined}>
      <UnsentDrafts conversation={id} field="reply" current={draft.text} onUse={draft.write} />
      <Uploads conversation={id} />
      {picker.shown && <TextPicker picker={picker} onInsert={insert} />}
      <div className={classes.box}>
        <textarea
          ref={input}
          className={classes.input}
          aria-label={
            internal
              ? `Message to ${audiences[audience].toLowerCase()}`
              : `Reply to ${customerName(conversation)}`
          }
          aria-controls={picker.shown ? picker.listId : undefined}
          aria-activedescendant={picker.shown ? picker.activeId : undefined}
          placeholder={internal ? "The customer will not see this" : "Write a reply, or / for standard texts"}
          value={draft.text}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={pressed}
          onPaste={pasted}
          onBlur={() => client.session.drafts.flush()}
        />
        <div className={classes.tools}>
          <ComposerTools
            audience={audience}
            onTexts={toggleTexts}
            onFile={chooseFiles}
            onAudience={chooseAudience}
          />
          <DraftSaved state={draft.state} />
          {over > 0 && (
            <span className={classes.over} role="alert">
              {over} characters over {most}
            </span>
          )}
          <SendButton internal={internal} disabled={draft.text.trim() === "" || over > 0} onSend={sendNow} />
        </div>
      </div>
    </div>
  );
}
