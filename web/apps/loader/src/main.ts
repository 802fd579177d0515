// The snippet: `<script async src="https://…/widget.js" data-queue="general"></script>`. It puts a launcher on the page and, when it is
// first opened or an earlier session may have news, the widget's frame, which lives on the script's own origin. The page can open
// and close it (`window.Holdfast`), and learns of it only what relay.ts lists.

import { readFromFrame, type ToFrame } from "./relay";
import { css } from "./style";

interface HoldfastApi {
  open(): void;
  close(): void;
}

declare global {
  interface Window {
    Holdfast?: HoldfastApi;
  }
}

/** Says on the host's own storage that this visitor has a session; the session's token never leaves the frame. */
const sessionMark = "holdfast.session";

function start(script: HTMLScriptElement): void {
  // A page that has the snippet twice gets one widget: the second finds the first and leaves.
  if (window.Holdfast) return;
  const home = new URL(script.src);
  const frameAddress = new URL("/widget/", home);
  for (const name of ["queue", "language"]) {
    const value = script.dataset[name];
    if (value) frameAddress.searchParams.set(name, value);
  }

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
  count.hidden = true;
  launcher.append(count);
  corner.append(launcher);
  root.append(corner);

  let frame: HTMLIFrameElement | null = null;
  let ready = false;
  let shown = false;
  let unread = 0;

  const tell = (message: ToFrame) => {
    if (ready) frame?.contentWindow?.postMessage(message, home.origin);
  };

  const label = () => {
    const news = unread > 0 ? `, ${unread} unread` : "";
    launcher.setAttribute("aria-label", shown ? "Close chat" : `Open chat${news}`);
    launcher.setAttribute("aria-expanded", String(shown));
    count.hidden = unread === 0 || shown;
    count.textContent = unread > 9 ? "9+" : String(unread);
  };

  const load = () => {
    if (frame) return;
    frame = element("iframe", "panel");
    frame.title = "Chat";
    frame.allow = "clipboard-write";
    frame.hidden = true;
    frame.addEventListener("load", () => {
      ready = true;
      tell({ holdfast: 1, type: "init", page: location.href.slice(0, 2_000) });
      if (shown) tell({ holdfast: 1, type: "shown" });
    });
    frame.src = frameAddress.href;
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
    tell({ holdfast: 1, type: wanted ? "shown" : "hidden" });
    label();
  };

  addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== home.origin) return;
    const message = readFromFrame(event.data);
    switch (message?.type) {
      case "close":
        show(false);
        return;
      case "unread":
        unread = message.count;
        label();
        return;
      case "session":
        markSession(message.active);
        return;
      default:
    }
  });
  launcher.addEventListener("click", () => show(!shown));
  label();
  document.body.append(host);
  window.Holdfast = Object.freeze({ open: () => show(true), close: () => show(false) });
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
  svg.setAttribute("fill", "none");
  svg.setAttribute("stroke", "currentColor");
  svg.setAttribute("stroke-width", "1.8");
  svg.setAttribute("stroke-linecap", "round");
  svg.setAttribute("stroke-linejoin", "round");
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
