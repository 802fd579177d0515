// The part of the widget that a conversation needs, loaded with the first session.

import {
  openOutboxStore,
  openUploadStore,
  socketAddress,
  systemClock,
  takeInHandBy,
  webSocketTransport,
} from "@holdfast/client";
import { h, render } from "preact";
import type { ToRecorder } from "../../../loader/src/cobrowse";
import type { Api } from "../api";
import type { Language } from "../languages";
import { storageKeys, type TalkSetup } from "../model";
import { openStorage } from "../storage";
import { Conversation, type ConversationProps } from "./conversation";
import { httpFileApi } from "./files/file-api";
import { loadStyles } from "./styles";
import { Talk } from "./talk";
import { loadTalkTexts } from "./texts/load";

export async function openTalk(
  setup: TalkSetup,
  platform: {
    api: Api;
    storage: ReturnType<typeof openStorage>;
    language: Language;
    recorder: ((message: ToRecorder) => void) | null;
  },
): Promise<Talk> {
  const factory = ifAllowed(() => globalThis.indexedDB);
  const [outboxStore, uploadStore] = await Promise.all([
    openOutboxStore({
      name: "holdfast-widget",
      factory,
      channel: ifAllowed(() => new BroadcastChannel("holdfast-widget")),
    }),
    openUploadStore(factory, "holdfast-widget-files"),
    loadTalkTexts(platform.language),
    loadStyles(),
  ]);
  // A session that ended before its conversation was open left things behind that are nobody else's to send.
  if (platform.storage.getItem(storageKeys.stale)) {
    for (const { id } of await outboxStore.all()) await outboxStore.remove(id);
    await uploadStore.clear();
    platform.storage.removeItem(storageKeys.stale);
  }
  return new Talk(
    {
      api: platform.api,
      files: httpFileApi(fetch.bind(globalThis), setup.token),
      storage: platform.storage,
      outboxStore,
      uploadStore,
      takeInHand: takeInHandBy(ifAllowed(() => navigator.locks)),
      clock: systemClock,
      random: Math.random,
      transport: webSocketTransport(socketAddress(location)),
      tab: openStorage(() => sessionStorage),
      recorder: platform.recorder,
      language: platform.language,
    },
    setup,
  );
}

/** What the browser has; nothing where it has none, or blocks even the question. */
function ifAllowed<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}

/** Draws the conversation, or takes it away. */
export function drawTalk(root: HTMLElement, props: ConversationProps | null): void {
  render(props && h(Conversation, props), root);
}
