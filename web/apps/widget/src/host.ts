// The other end of the loader's relay: only the window that embeds this frame is heard, and it is answered at the exact origin that
// it first spoke from. Opened by itself, in a tab of its own, the widget is simply shown.

import type { FromRecorder, ToRecorder } from "../../loader/src/cobrowse";
import type { ToFrame } from "../../loader/src/relay";
import type { Prefill } from "./model";
import type { PageEvent } from "./page-event";

export interface Host {
  /** Whether a page embeds this frame. */
  embedded: boolean;
  close(): void;
  unread(count: number): void;
  session(active: boolean): void;
  /** The language that the widget speaks now. */
  locale(language: string): void;
  tell: PageEvent["tell"];
  /** Asks the page to prove who its visitor is. */
  prove(): void;
  recorder(message: ToRecorder): void;
}

export interface HostEvents {
  page(address: string): void;
  shown(shown: boolean): void;
  queue(queue: string | null): void;
  locale(tag: string): void;
  prefill(known: Prefill): void;
  attributes(attributes: Record<string, string>): void;
  logout(): void;
  /** The page can prove who its visitor is. */
  identify(): void;
  /** The proof that was asked for. */
  proof(proof: unknown): void;
  /** All that the page had to say at first has been said. */
  ready(): void;
  recorded(message: FromRecorder): void;
}

/** Words of which only the newest matters. */
const states = new Set(["unread", "session", "locale", "prove", "cobrowse"]);
const textCharsMax = 10_000;
const attributesMax = 40;
const attributeCharsMax = 190;

export function connectHost(events: HostEvents): Host {
  const embedded = window.parent !== window;
  let origin: string | null = null;
  /** What was said before the page was there to hear it; the newest of each. */
  const waiting = new Map<string, Record<string, unknown>>();

  const say = (type: string, more: Record<string, unknown> = {}) => {
    if (!embedded) return;
    if (origin !== null) window.parent.postMessage({ holdfast: 1, type, ...more }, origin);
    else if (states.has(type)) waiting.set(type, more);
  };

  addEventListener("message", (event) => {
    if (!embedded || event.source !== window.parent) return;
    if (origin !== null && event.origin !== origin) return;
    const message = event.data as Partial<Record<string, unknown>> | null;
    if (message?.holdfast !== 1) return;
    switch (message.type as ToFrame["type"]) {
      case "init":
        // A page without an origin of its own (a sandbox, a file) cannot be answered exactly, so it is not answered at all.
        if (event.origin !== "null") {
          origin = event.origin;
          for (const [type, more] of waiting) say(type, more);
          waiting.clear();
        }
        events.ready();
        return;
      case "page":
        if (typeof message.page === "string") events.page(message.page);
        return;
      case "shown":
      case "hidden":
        events.shown(message.type === "shown");
        return;
      case "queue":
        events.queue(text(message.queue) || null);
        return;
      case "locale":
        events.locale(text(message.locale));
        return;
      case "prefill":
        events.prefill(texts(message.known));
        return;
      case "attributes":
        events.attributes(attributes(message.attributes));
        return;
      case "logout":
        events.logout();
        return;
      case "identify":
        events.identify();
        return;
      case "proof":
        events.proof(message.proof);
        return;
      case "cobrowse":
        events.recorded(Object(message.message));
        return;
      default:
    }
  });

  return {
    embedded,
    close: () => say("close"),
    unread: (count) => say("unread", { count }),
    session: (active) => say("session", { active }),
    locale: (language) => say("locale", { language }),
    prove: () => say("prove"),
    tell: (name, detail) => say("event", { name, detail }),
    recorder: (message) => say("cobrowse", { message }),
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value.slice(0, textCharsMax) : "";
}

/** Names with texts or numbers, as many and as long as the server takes. */
function attributes(given: unknown): Record<string, string> {
  const entries = Object.entries(Object(given) as object);
  const plain = entries.filter(([, value]) => typeof value === "string" || typeof value === "number");
  return Object.fromEntries(
    plain
      .slice(0, attributesMax)
      .map(([name, value]) => [name.slice(0, attributeCharsMax), String(value).slice(0, attributeCharsMax)]),
  );
}

/** The fields of the form that are texts; whatever else a page says is not heard. */
function texts(known: unknown): Prefill {
  const found: Prefill = {};
  if (typeof known !== "object" || known === null) return found;
  const given = known as Record<string, unknown>;
  for (const name of ["name", "email", "topic", "question"] as const)
    if (typeof given[name] === "string") found[name] = text(given[name]);
  return found;
}
