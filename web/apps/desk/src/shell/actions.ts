// Things that a key asks a view to do, without either knowing the other: a view listens while it is on the screen.

import { useEffect, useRef } from "react";

export type Action =
  | "end"
  | "reply"
  | "note"
  | "search"
  | "status"
  | "transfer"
  | "conference"
  | "release"
  | "hold"
  | "link"
  | "texts"
  | "internal"
  | "attach"
  | "cobrowse"
  | "resources"
  | "accept-invitation"
  | "decline-invitation"
  | "stop";

const listeners = new Map<string, Set<() => void>>();

/** Asks for an action, perhaps of one conversation's views; whether somebody listened. */
export function ask(action: Action, conversation = ""): boolean {
  const asked = listeners.get(`${action} ${conversation}`);
  for (const listener of asked ?? []) listener();
  return (asked?.size ?? 0) > 0;
}

/** Does what is asked for while the view is there. */
export function useAction(action: Action, conversation: string, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const key = `${action} ${conversation}`;
    const listener = () => latest.current();
    const all = listeners.get(key) ?? new Set();
    listeners.set(key, all.add(listener));
    return () => {
      all.delete(listener);
    };
  }, [action, conversation]);
}
