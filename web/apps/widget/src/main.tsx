// Puts the widget on the screen and ties it to the browser.

import { openOutboxStore, socketAddress, systemClock, webSocketTransport } from "@holdfast/client";
import { render } from "preact";
import { httpApi } from "./api";
import { App } from "./app";
import { connectHost } from "./host";
import { storageKeys, WidgetModel } from "./model";
import { openStorage } from "./storage";
import { textsFor } from "./texts";

async function start(root: HTMLElement): Promise<void> {
  const parameters = new URLSearchParams(location.search);
  const language = parameters.get("language") || navigator.language || null;
  const texts = textsFor(language ?? "en");
  document.documentElement.dir = texts.direction;

  const storage = openStorage(() => localStorage);
  const pages: string[] = [];
  let model: WidgetModel | null = null;
  let shown = false;
  // Before anything that waits: the page around may speak as soon as this frame has loaded.
  const host = connectHost({
    page: (address) => {
      pages.push(address);
      model?.setPage(address);
    },
    shown: (now) => {
      shown = now;
      model?.setShown(now && !document.hidden);
      if (now) focusFirst(root);
    },
  });

  const outboxStore = await openOutboxStore({
    name: "holdfast-widget",
    factory: globalThis.indexedDB,
    channel: "BroadcastChannel" in globalThis ? new BroadcastChannel("holdfast-widget") : undefined,
  });
  const made = new WidgetModel({
    api: httpApi(fetch.bind(globalThis)),
    clock: systemClock,
    random: Math.random,
    transport: webSocketTransport(socketAddress(location)),
    storage,
    outboxStore,
    queue: parameters.get("queue"),
    language,
  });
  model = made;
  const page = pages.at(-1);
  if (page) made.setPage(page);
  const isShown = () => (shown || !host.embedded) && !document.hidden;

  let unread = -1;
  let session: boolean | null = null;
  made.view.subscribe(() => {
    const view = made.view.get();
    if (view.unread !== unread) {
      unread = view.unread;
      host.unread(unread);
    }
    if (made.hasSession !== session) {
      session = made.hasSession;
      host.session(session);
    }
  });

  addEventListener("online", () => made.nudge());
  addEventListener("offline", () => made.nudge());
  addEventListener("pageshow", () => made.nudge());
  document.addEventListener("visibilitychange", () => {
    made.setShown(isShown());
    if (!document.hidden) made.nudge();
  });
  addEventListener("storage", (event) => {
    if (event.key === storageKeys.token) made.tokenChanged(event.newValue);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) host.close();
  });

  made.setShown(isShown());
  render(<App model={made} texts={texts} onClose={host.embedded ? () => host.close() : null} />, root);
  if (shown) focusFirst(root);
  await made.start();
}

/** To where a person would type. */
function focusFirst(root: HTMLElement): void {
  requestAnimationFrame(() => {
    root.querySelector<HTMLElement>("[data-focus]:not([disabled])")?.focus();
  });
}

const root = document.getElementById("widget");
if (root) void start(root);
