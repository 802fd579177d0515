// Files on their way from this page, by conversation; they go on while another chat is looked at, and in the next page after a reload.

import {
  Cell,
  type Conversation,
  createUuidMaker,
  type KeptUpload,
  noUploadStore,
  openUploadStore,
  takeInHandBy,
  type UploadStore,
} from "@holdfast/client";
import { type DeskClient, FileUpload } from "@holdfast/client/desk";
import { http } from "../desk/http";
import { showLostFile } from "../desk/problems";

export type Upload = FileUpload<unknown>;

/** A file as it is kept for the next page. */
interface KeptFile extends KeptUpload {
  conversation: string;
  chat: string;
}

/** By conversation, oldest first. */
export const uploads = new Cell<Readonly<Record<string, readonly Upload[]>>>({});

/** The server knows the id of a command for a day; a file that waited longer could be sent twice. */
const keptForMs = 24 * 60 * 60 * 1000;

const makeId = createUuidMaker(Date.now);
const takeInHand = takeInHandBy(typeof navigator === "undefined" ? undefined : navigator.locks);
let store: UploadStore<KeptFile> = noUploadStore;

/** Keeps files in this browser while somebody is signed in, and goes on with those of earlier pages. Gives what ends it. */
export function keepFiles(client: DeskClient, agent: string): () => void {
  let isOver = false;
  const goOn = async (id: string) => {
    // As it is now: another tab may have got further, or have sent it.
    const kept = (await store.all().catch(() => [])).find((one) => one.id === id);
    const file = kept ? await store.file(id).catch(() => null) : null;
    if (!kept || !file || isOver || all().some((one) => one.id === id)) return;
    const isMine = client.state.get().desk?.conversations[kept.conversation] !== undefined;
    if (isMine && Date.now() - kept.atMs < keptForMs) return run(kept, file);
    await store.remove(id);
    if (!kept.problem) showLostFile(kept.name);
  };
  void openUploadStore<KeptFile>(globalThis.indexedDB, `holdfast-desk-${agent}-files`).then(
    async (opened) => {
      if (isOver) return;
      store = opened;
      for (const { id } of await opened.all().catch(() => [])) takeInHand(id, () => goOn(id));
    },
  );
  const unsubscribe = client.connection.subscribe(() => {
    if (client.connection.get().name === "connected") for (const one of all()) one.nudge();
  });
  return () => {
    isOver = true;
    unsubscribe();
    for (const one of all()) one.leave();
    uploads.set({});
    store = noUploadStore;
  };
}

/** What forgets the files of who is signed in now: whoever signs out leaves none behind in this browser. */
export function forgetting(): () => Promise<void> {
  const left = store;
  return async () => {
    for (const one of all()) one.cancel();
    uploads.set({});
    await left.clear();
  };
}

/** Asks the browser for files and sends them. */
export function pickFiles(conversation: Conversation): void {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.onchange = () => sendFiles(conversation, [...(input.files ?? [])]);
  input.click();
}

/** Sends files that were picked, dropped or pasted. */
export function sendFiles({ conversation, chat }: Conversation, files: readonly File[]): void {
  for (const file of files) {
    const { name, size: bytes } = file;
    const made = { id: makeId(), conversation, chat, name, bytes, atMs: Date.now() };
    const kept: KeptFile = { ...made, place: null, problem: null };
    void store.add(kept, file);
    takeInHand(kept.id, () => run(kept, file));
  }
}

/** Gives a file up, or puts a failed one aside. */
export function dropUpload(conversation: string, upload: Upload): void {
  upload.cancel();
  forget(conversation, upload);
}

/** Sends one, new or from an earlier page. One that had failed there is shown as it was. */
async function run(kept: KeptFile, file: Blob): Promise<void> {
  const { id, conversation, chat, name, bytes, place, problem } = kept;
  const into = store;
  let now = kept;
  const upload: Upload = new FileUpload<unknown>({
    chat,
    source: { name, size: bytes, slice: (from, until) => file.slice(from, until) },
    port: http.uploads,
    id,
    place,
    problem,
    begun: (place) => {
      now = { ...now, place };
      void into.replace(now);
    },
  });
  uploads.update((all) => ({ ...all, [conversation]: [...(all[conversation] ?? []), upload] }));
  await upload.run();
  const state = upload.state.get();
  if (state.name === "done") forget(conversation, upload);
  if (state.name === "failed") await into.replace({ ...now, problem: state.problem });
}

function forget(conversation: string, upload: Upload): void {
  void store.remove(upload.id);
  uploads.update((all) => ({
    ...all,
    [conversation]: (all[conversation] ?? []).filter((one) => one !== upload),
  }));
}

function all(): readonly Upload[] {
  return Object.values(uploads.get()).flat();
}
