// The words between the host's page and the frame. Both sides check the sender's window and its exact origin; nothing else passes.

export type ToFrame =
  | { holdfast: 1; type: "init"; page: string }
  | { holdfast: 1; type: "shown" }
  | { holdfast: 1; type: "hidden" };

export type FromFrame =
  | { holdfast: 1; type: "close" }
  | { holdfast: 1; type: "unread"; count: number }
  /** Whether this visitor has a session, so that its next page should load the frame at once. */
  | { holdfast: 1; type: "session"; active: boolean };

/** The message if it is one of the frame's; null for anything else that a page may post. */
export function readFromFrame(data: unknown): FromFrame | null {
  if (typeof data !== "object" || data === null) return null;
  const message = data as Record<string, unknown>;
  if (message.holdfast !== 1) return null;
  switch (message.type) {
    case "close":
      return { holdfast: 1, type: "close" };
    case "unread":
      return typeof message.count === "number" && message.count >= 0
        ? { holdfast: 1, type: "unread", count: Math.floor(message.count) }
        : null;
    case "session":
      return typeof message.active === "boolean"
        ? { holdfast: 1, type: "session", active: message.active }
        : null;
    default:
      return null;
  }
}
