// Puts the widget on the screen and ties it to the browser.

import { systemClock } from "@holdfast/client";
import { httpApi } from "./api";
import { FirstView } from "./first/first-view";
import { connectHost } from "./host";
import { type Language, loadWords, nearestLanguage, type Words } from "./languages";
import { storageKeys, WidgetModel } from "./model";
import { openStorage } from "./storage";

function start(root: HTMLElement): void {
  const parameters = new URLSearchParams(location.search);
  const storage = openStorage(() => localStorage);
  const api = httpApi(fetch.bind(globalThis));
  const language =
    nearestLanguage(storage.getItem(storageKeys.language)) ??
    nearestLanguage(parameters.get("locale")) ??
    navigator.languages.map(nearestLanguage).find((one) => one !== null) ??
    "en";
  let words!: Words;
  let wanted: Language = language;
  let part: typeof import("./talk") | null = null;
  let talking = false;
  let shown = false;
  let drawn = false;

  let answer: (proof: unknown) => void = () => {};

  const host = connectHost({
    page: (address) => model.setPage(address),
    shown: (now) => {
      shown = now;
      model.setShown(isShown());
      if (now) focusFirst(root);
    },
    queue: (queue) => model.setQueue(queue),
    // What the person chose itself goes before what the page says.
    locale: (tag) => {
      const found = nearestLanguage(tag);
      if (found && !storage.getItem(storageKeys.language)) void speak(found);
    },
    prefill: (known) => model.prefill(known),
    attributes: (attributes) => model.setAttributes(attributes),
    logout: () => model.logout(),
    identify: () => model.prove(),
    proof: (proof) => answer(proof),
    ready: () => void model.start(),
    recorded: (message) => model.talk?.recorded(message),
  });
  const isShown = () => (shown || !host.embedded) && !document.hidden;

  const model = new WidgetModel({
    api,
    clock: systemClock,
    storage,
    queue: parameters.get("queue"),
    language,
    tell: host.tell,
    prove: async () => {
      const { prove } = await import("./identity");
      const ask = () =>
        new Promise<unknown>((done) => {
          answer = done;
          host.prove();
        });
      await prove(model, storage, ask, host.tell);
    },
    openTalk: async (setup) => {
      part = await import("./talk");
      const recorder = host.embedded ? host.recorder : null;
      return part.openTalk(setup, { api, storage, language: wanted, recorder });
    },
  });

  const speak = async (chosen: Language) => {
    wanted = chosen;
    model.setLanguage(chosen);
    const loaded = await loadWords(chosen);
    if (wanted !== chosen) return;
    document.documentElement.lang = loaded.language;
    document.documentElement.dir = loaded.texts.direction;
    words = loaded;
    show();
    host.locale(loaded.language);
  };

  let unread = -1;
  let session: boolean | null = null;
  model.view.subscribe(() => {
    const view = model.view.get();
    if (view.unread !== unread) {
      unread = view.unread;
      host.unread(unread);
    }
    if (model.hasSession !== session) {
      session = model.hasSession;
      host.session(session);
    }
    if (drawn) show();
  });

  addEventListener("online", () => model.nudge());
  addEventListener("offline", () => model.nudge());
  addEventListener("pageshow", () => model.nudge());
  document.addEventListener("visibilitychange", () => {
    model.setShown(isShown());
    if (!document.hidden) model.nudge();
  });
  addEventListener("storage", (event) => {
    if (event.key === storageKeys.token) model.tokenChanged(event.newValue);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) host.close();
  });
  // Who begins to fill the form will soon want a conversation: its part is fetched meanwhile.
  root.addEventListener("input", () => void import("./talk").catch(() => undefined), { once: true });

  const actions = {
    onClose: host.embedded ? () => host.close() : null,
    onLanguage: (chosen: Language) => {
      storage.setItem(storageKeys.language, chosen);
      void speak(chosen);
    },
  };
  const first = new FirstView(root, model, actions);
  const show = () => {
    const view = model.view.get();
    const { talk } = model;
    const now = view.talk;
    if (part && talk && now && view.stage === "conversation") {
      if (!talking) root.replaceChildren();
      talking = true;
      part.drawTalk(root, { model, talk, view, now, words, ...actions });
    } else {
      if (talking) {
        part?.drawTalk(root, null);
        first.forget();
      }
      talking = false;
      first.show(view, words);
    }
    if (!drawn && shown) focusFirst(root);
    drawn = true;
  };
  model.setShown(isShown());
  if (!host.embedded) void model.start();
  // Nothing is shown in the wrong language first.
  void speak(language);
}

/** To where a person would type. */
function focusFirst(root: HTMLElement): void {
  requestAnimationFrame(() => {
    root.querySelector<HTMLElement>("[data-focus]:not([disabled])")?.focus();
  });
}

const root = document.getElementById("widget");
if (root) start(root);
