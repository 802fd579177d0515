// The words between the host's page and the frame. Both sides check the sender's window and its exact origin; nothing else passes.

import type { FromRecorder, ToRecorder } from "./cobrowse";

export type ToFrame = { holdfast: 1 } & (
  | { type: "init" }
  | { type: "page"; page: string }
  | { type: "shown" }
  | { type: "hidden" }
  | { type: "queue"; queue: unknown }
  | { type: "locale"; locale: unknown }
  /** Name, email, topic, question; the frame takes what is a text and leaves the rest. */
  | { type: "prefill"; known: unknown }
  | { type: "attributes"; attributes: unknown }
  | { type: "logout" }
  /** The page can prove who its visitor is. */
  | { type: "identify" }
  /** The proof that was asked for: null: nobody is signed in; none: it cannot be had now. */
  | { type: "proof"; proof?: object | null }
  | { type: "cobrowse"; message: FromRecorder }
);

export type FromFrame =
  | { type: "close" }
  | { type: "unread"; count: number }
  /** Whether this visitor has a session, so that its next page should load the frame at once. */
  | { type: "session"; active: boolean }
  /** The language that the widget speaks now. */
  | { type: "locale"; language: string }
  /** Something that the page may be told. */
  | { type: "event"; name: string; detail: object }
  /** Who the visitor is has to be proved. */
  | { type: "prove" }
  /** For the recorder of the page; only what it is told is done. */
  | { type: "cobrowse"; message: ToRecorder };

/** The message if it is one of the frame's; null for anything else that a page may post. */
export function readFromFrame(data: unknown): FromFrame | null {
  const message = data as Record<string, unknown> | null;
  if (typeof message !== "object" || message?.holdfast !== 1) return null;
  const { type, count, active, language, name, detail } = message;
  if (type === "cobrowse") return { type, message: Object(message.message) };
  if (type === "close" || type === "prove") return { type };
  if (type === "unread" && typeof count === "number" && count >= 0) return { type, count: Math.floor(count) };
  if (type === "session" && typeof active === "boolean") return { type, active };
  if (type === "locale" && typeof language === "string") return { type, language };
  if (type === "event" && typeof name === "string" && typeof detail === "object" && detail)
    return { type, name, detail };
  return null;
}
