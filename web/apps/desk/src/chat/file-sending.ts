// Files on their way from this page, by conversation; they go on while another chat is looked at.

import { Cell, type Conversation } from "@holdfast/client";
import { FileUpload } from "@holdfast/client/desk";
import { http } from "../desk/http";

export type Upload = FileUpload<unknown>;

/** By conversation, oldest first. */
export const uploads = new Cell<Readonly<Record<string, readonly Upload[]>>>({});

/** Asks the browser for files and sends them. */
export function pickFiles({ conversation, chat }: Conversation): void {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.onchange = () => send(conversation, chat, [...(input.files ?? [])]);
  input.click();
}

/** Sends files that were dropped or pasted. */
export function sendFiles({ conversation, chat }: Conversation, files: readonly File[]): void {
  send(conversation, chat, files);
}

function send(conversation: string, chat: string, files: readonly File[]): void {
  for (const file of files) {
    const source = {
      name: file.name,
      size: file.size,
      slice: (from: number, until: number) => file.slice(from, until),
    };
    const upload = new FileUpload<unknown>(chat, source, http.uploads);
    uploads.update((all) => ({ ...all, [conversation]: [...(all[conversation] ?? []), upload] }));
    void upload.run().then(() => {
      if (upload.state.get().name === "done") forget(conversation, upload);
    });
  }
}

/** Gives a file up, or puts a failed one aside. */
export function dropUpload(conversation: string, upload: Upload): void {
  upload.cancel();
  forget(conversation, upload);
}

function forget(conversation: string, upload: Upload): void {
  uploads.update((all) => ({
    ...all,
    [conversation]: (all[conversation] ?? []).filter((one) => one !== upload),
  }));
}
