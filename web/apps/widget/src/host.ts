// The other end of the loader's relay: only the window that embeds this frame is heard, and it is answered at the exact origin that
// it first spoke from. Opened by itself, in a tab of its own, the widget is simply shown.

export interface Host {
  /** Whether a page embeds this frame. */
  embedded: boolean;
  close(): void;
  unread(count: number): void;
  session(active: boolean): void;
}

export interface HostEvents {
  page(address: string): void;
  shown(shown: boolean): void;
}

export function connectHost(events: HostEvents): Host {
  const embedded = window.parent !== window;
  let origin: string | null = null;
  /** What was said before the page was there to hear it; the newest of each. */
  const waiting = new Map<string, Record<string, unknown>>();

  const say = (type: string, more: Record<string, unknown> = {}) => {
    if (!embedded) return;
    if (origin === null) waiting.set(type, more);
    else window.parent.postMessage({ holdfast: 1, type, ...more }, origin);
  };

  addEventListener("message", (event) => {
    if (!embedded || event.source !== window.parent) return;
    if (origin !== null && event.origin !== origin) return;
    const message = event.data as { holdfast?: unknown; type?: unknown; page?: unknown } | null;
    if (message?.holdfast !== 1) return;
    switch (message.type) {
      case "init":
        // A page without an origin of its own (a sandbox, a file) cannot be answered exactly, so it is not answered at all.
        if (event.origin === "null") return;
        origin = event.origin;
        if (typeof message.page === "string") events.page(message.page);
        for (const [type, more] of waiting) say(type, more);
        waiting.clear();
        return;
      case "shown":
      case "hidden":
        events.shown(message.type === "shown");
        return;
      default:
    }
  });

  return {
    embedded,
    close: () => say("close"),
    unread: (count) => say("unread", { count }),
    session: (active) => say("session", { active }),
  };
}
