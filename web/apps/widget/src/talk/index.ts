// The part of the widget that a conversation needs, loaded with the first session.

import { openOutboxStore, socketAddress, systemClock, webSocketTransport } from "@holdfast/client";
import { h, render } from "preact";
import type { ToRecorder } from "../../../loader/src/cobrowse";
import type { Api } from "../api";
import type { Language } from "../languages";
import type { TalkSetup } from "../model";
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
  const [outboxStore] = await Promise.all([
    openOutboxStore({
      name: "holdfast-widget",
      factory: ifAllowed(() => globalThis.indexedDB),
      channel: ifAllowed(() => new BroadcastChannel("holdfast-widget")),
    }),
    loadTalkTexts(platform.language),
    loadStyles(),
  ]);
  return new Talk(
    {
      api: platform.api,
      files: httpFileApi(fetch.bind(globalThis), setup.token),
      storage: platform.storage,
      outboxStore,
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
