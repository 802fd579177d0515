// The snippet: `<script async src="https://…/widget.js" data-queue="general"></script>`. It puts a launcher on the page and, when it is
// first opened or an earlier session may have news, the widget's frame, which lives on the script's own origin. The page commands it
// by `window.Holdfast` (queue.ts), and learns of it only what relay.ts lists.

import { makeCobrowse } from "./cobrowse";
import type { Rule } from "./invitation-rules";
import { invite } from "./invitations";
import { labelsFor } from "./labels";
import { type Commands, makeEvents, type PageQueue, takeOver } from "./queue";
import { readFromFrame, type ToFrame } from "./relay";
import { css } from "./style";

/** Whether this is the script for while there are rules by which visitors are invited; the server then puts the rules in. */
declare const __INVITING__: boolean;
declare const __INVITATION_RULES__: readonly Rule[];

declare global {
  interface Window {
    /** A list until this script has loaded. */
    Holdfast?: PageQueue;
  }
}

/** Says on the host's own storage that this visitor has a session; the session's token never leaves the frame. */
const sessionMark = "holdfast.session";

function start(script: HTMLScriptElement): void {
  // A page that has the snippet twice gets one widget: the second finds the first and leaves.
  if (window.Holdfast && !Array.isArray(window.Holdfast)) return;
  const home = new URL(script.src);
  const { queue, locale, hidden } = script.dataset;

  const host = document.createElement("holdfast-widget");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  const corner = element("div", "corner");
  const launcher = element("button", "launcher");
  launcher.type = "button";
  launcher.append(
    icon(
      "chat",
      "M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H12l-4.6 4a.6.6 0 0 1-1-.45V16A2.5 2.5 0 0 1 4 13.5z",
    ),
    icon("shut", "M6 9.5l6 6 6-6"),
  );
  const count = element("span", "count");
  launcher.append(count);
  corner.append(launcher);
  root.append(corner);

  const events = makeEvents();
  let frame: HTMLIFrameElement | null = null;
  let ready = false;
  let shown = false;
  let unread = 0;
  let labels = labelsFor(locale || navigator.language);
  /** What the page said for the frame, the newest of each kind; also for a frame that loads later. */
  const said = new Map<string, ToFrame>();

  const post = (message: ToFrame) => {
    if (ready) frame?.contentWindow?.postMessage(message, home.origin);
  };
  const say = (message: ToFrame) => {
    said.set(message.type, message);
    post(message);
  };
  let toldPage = "";
  /** The address is told whenever it is another one: a single-page app changes it without a load. */
  const tellPage = () => {
    const page = location.href.slice(0, 2_000);
    if (!ready || page === toldPage) return;
    toldPage = page;
    post({ holdfast: 1, type: "page", page });
  };

  const cobrowse = makeCobrowse(home, root, (message) => post({ holdfast: 1, type: "cobrowse", message }));

  const label = () => {
    const [open, close, news] = labels;
    launcher.setAttribute("aria-label", shown ? close : unread > 0 ? `${open}, ${unread} ${news}` : open);
    launcher.setAttribute("aria-expanded", String(shown));
    count.hidden = unread === 0 || shown;
    count.textContent = unread > 9 ? "9+" : String(unread);
  };

  const load = () => {
    if (frame) return;
    const address = new URL("/widget/", home);
    if (queue) address.searchParams.set("queue", queue);
    if (locale) address.searchParams.set("locale", locale);
    frame = element("iframe", "panel");
    frame.title = "Chat";
    frame.allow = "clipboard-write";
    frame.hidden = true;
    frame.addEventListener("load", () => {
      // A frame that begins anew says so itself if the page is still to be shown.
      cobrowse({ what: "stop" });
      ready = true;
      toldPage = "";
      tellPage();
      for (const message of said.values()) post(message);
      // The last of the first: the frame knows all that the page has said.
      post({ holdfast: 1, type: "init" });
      if (shown) post({ holdfast: 1, type: "shown" });
    });
    frame.src = address.href;
    corner.prepend(frame);
  };

  const show = (wanted: boolean) => {
    if (wanted === shown) return;
    shown = wanted;
    if (wanted) load();
    if (frame) {
      frame.hidden = !wanted;
      if (wanted) frame.focus();
      else launcher.focus();
    }
    tellPage();
    post({ holdfast: 1, type: wanted ? "shown" : "hidden" });
    label();
    events.tell(wanted ? "open" : "close", {});
  };

  /** By what the page can prove who its visitor is. A callback is asked each time anew. */
  let identity: Record<string, unknown> | null = null;
  const prove = async () => {
    if (!identity) return null;
    const { token, external_id, hmac, key, name, email } = identity;
    if (!token) return { external_id, hmac, key, name, email };
    return { token: String((typeof token === "function" ? await token() : token) || "") };
  };

  const prefill = (known: unknown) => {
    const before = said.get("prefill");
    const all = { ...(before?.type === "prefill" ? (before.known as object) : {}), ...Object(known) };
    say({ holdfast: 1, type: "prefill", known: all });
  };

  addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== home.origin) return;
    const message = readFromFrame(event.data);
    switch (message?.type) {
      case "close":
        show(false);
        return;
      case "unread":
        if (message.count === unread) return;
        unread = message.count;
        label();
        events.tell("unread", { count: unread });
        return;
      case "session":
        markSession(message.active);
        return;
      case "locale":
        labels = labelsFor(message.language);
        label();
        return;
      case "event":
        events.tell(message.name, message.detail);
        return;
      case "prove":
        prove().then(
          (proof) => post({ holdfast: 1, type: "proof", proof }),
          () => post({ holdfast: 1, type: "proof" }),
        );
        return;
      case "cobrowse":
        cobrowse(message.message);
        return;
      default:
    }
  });
  launcher.addEventListener("click", () => show(!shown));
  // A single-page app changes its address without an event, but for browsers that have `navigation`.
  const { navigation } = window as { navigation?: EventTarget };
  if (navigation) navigation.addEventListener("currententrychange", tellPage);
  else setInterval(tellPage, 2_000);
  label();
  host.hidden = hidden !== undefined;
  document.body.append(host);
  // An app that draws its whole body anew takes the widget with it: it comes back, and the chat goes on.
  new MutationObserver(() => {
    if (!host.isConnected) document.body?.append(host);
  }).observe(document, { childList: true, subtree: true });

  const commands: Commands = {
    open: () => show(true),
    close: () => show(false),
    toggle: () => show(!shown),
    show: () => {
      host.hidden = false;
    },
    hide: () => {
      show(false);
      host.hidden = true;
    },
    identify: (given) => {
      const { token, ...known } = Object(given);
      prefill(known);
      identity = token || known.hmac ? Object(given) : null;
      if (identity) say({ holdfast: 1, type: "identify" });
    },
    prefill,
    topic: (topic) => prefill({ topic }),
    queue: (wanted) => say({ holdfast: 1, type: "queue", queue: wanted }),
    attributes: (given) => {
      const before = said.get("attributes");
      const known = before?.type === "attributes" ? before.attributes : {};
      say({ holdfast: 1, type: "attributes", attributes: { ...Object(known), ...Object(given) } });
    },
    locale: (tag) => {
      labels = labelsFor(String(tag));
      label();
      say({ holdfast: 1, type: "locale", locale: tag });
    },
    logout: () => {
      said.delete("prefill");
      said.delete("attributes");
      said.delete("identify");
      identity = null;
      // A session that an earlier page left is the frame's to end.
      if (hasSessionMark()) load();
      if (ready) post({ holdfast: 1, type: "logout" });
      else if (frame) said.set("logout", { holdfast: 1, type: "logout" });
      markSession(false);
    },
    on: events.on,
    off: events.off,
  };
  if (__INVITING__)
    invite({ home, queue, locale, host, root, launcher, commands, events }, __INVITATION_RULES__);
  window.Holdfast = takeOver(window.Holdfast, commands, () => events.tell("ready", {}));
  if (hasSessionMark()) load();
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function icon(className: string, path: string): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(space, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

function markSession(active: boolean): void {
  try {
    if (active) localStorage.setItem(sessionMark, "1");
    else localStorage.removeItem(sessionMark);
  } catch {
    // Storage blocked: the frame is then loaded when it is opened.
  }
}

function hasSessionMark(): boolean {
  try {
    return localStorage.getItem(sessionMark) !== null;
  } catch {
    return false;
  }
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.body) start(script);
  else addEventListener("DOMContentLoaded", () => start(script), { once: true });
}
