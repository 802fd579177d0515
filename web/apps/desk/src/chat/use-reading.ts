// What the agent has read: everything, while the end is in view of someone who looks at the desk; else what is new is counted.

import type { Event } from "@holdfast/client";
import { customerPostsAfter } from "@holdfast/client/desk";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { useClient, useObservable } from "../desk/context";

const looking = {
  subscribe: (listener: () => void) => {
    window.addEventListener("focus", listener);
    window.addEventListener("blur", listener);
    document.addEventListener("visibilitychange", listener);
    return () => {
      window.removeEventListener("focus", listener);
      window.removeEventListener("blur", listener);
      document.removeEventListener("visibilitychange", listener);
    };
  },
  get: () => document.visibilityState === "visible" && document.hasFocus(),
};

/** Marks as read what is looked at; returns how many of the customer's messages came since the end went out of view. */
export function useReading(conversation: string, events: readonly Event[], atEnd: boolean): number {
  const client = useClient();
  const looks = useSyncExternalStore(looking.subscribe, looking.get);
  const connected = useObservable(client.connection).name === "connected";
  const last = events.at(-1)?.seq ?? 0;
  const lastAtEnd = useRef(last);
  if (atEnd) lastAtEnd.current = last;
  useEffect(() => {
    if (looks && atEnd && connected && last > 0) client.read(conversation);
  }, [client, conversation, looks, atEnd, connected, last]);
  return atEnd ? 0 : customerPostsAfter(events, lastAtEnd.current);
}
