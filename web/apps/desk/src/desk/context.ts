// How views reach the desk: hooks that select what they need and draw anew only when that changes.

import type { Observable, OutboxEntry } from "@holdfast/client";
import type { Desk, DeskClient, DeskState } from "@holdfast/client/desk";
import { createContext, useCallback, useContext, useMemo, useRef, useSyncExternalStore } from "react";

export interface DeskContextValue {
  client: DeskClient;
  /** Signs in anew, e.g. after having been signed out elsewhere. */
  signedOut: (reason: string) => void;
}

export const DeskContext = createContext<DeskContextValue | null>(null);

export function useDeskContext(): DeskContextValue {
  const value = useContext(DeskContext);
  if (!value) throw new Error("used outside of the desk");
  return value;
}

export function useClient(): DeskClient {
  return useDeskContext().client;
}

export function useObservable<T>(observable: Observable<T>): T {
  return useSyncExternalStore(observable.subscribe, observable.get);
}

/** A part of the state; what `select` gives must be the same object as long as nothing changed. */
export function useDeskState<T>(select: (state: DeskState) => T): T {
  const { state } = useClient();
  return useSyncExternalStore(state.subscribe, () => select(state.get()));
}

/** The desk; the provider draws nothing before there is one. */
export function useDesk(): Desk {
  const desk = useDeskState((state) => state.desk);
  if (!desk) throw new Error("used before the first snapshot");
  return desk;
}

/** A part of the desk, by the rule of `useDeskState`: what needs little of the desk is drawn anew only with that. */
export function useDeskPart<T>(select: (desk: Desk) => T): T {
  return useDeskState(({ desk }) => {
    if (!desk) throw new Error("used before the first snapshot");
    return select(desk);
  });
}

/** A list made of the desk; the same one as long as the same things are in it. */
export function useDeskList<T>(select: (desk: Desk) => readonly T[]): readonly T[] {
  const before = useRef<readonly T[]>([]);
  return useDeskPart((desk) => {
    const now = select(desk);
    const known = before.current;
    const same = now.length === known.length && now.every((one, index) => Object.is(one, known[index]));
    if (!same) before.current = now;
    return before.current;
  });
}

/** The conversation's messages and notes that are on their way or were refused. */
export function useOutboxOf(chat: string): readonly OutboxEntry[] {
  const entries = useObservable(useClient().outbox);
  // The same list as long as nothing changed: rows of thousands of messages are made from it.
  return useMemo(
    () =>
      entries.filter(
        ({ command }) =>
          (command.name === "post_message" ||
            command.name === "add_side_note" ||
            command.name === "post_internal") &&
          command.chat === chat,
      ),
    [entries, chat],
  );
}

export interface DraftView {
  text: string;
  /** `empty`: nothing to save; `kept`: on this device until the connection is back. */
  state: "empty" | "saving" | "saved" | "kept";
  /** Whether the text is what somebody typed, an emptied field too. */
  typed: boolean;
  write: (text: string) => void;
}

/** One text being typed. */
export function useDraft(conversation: string, field: string): DraftView {
  const { drafts, session, connection } = useClient();
  const { text, typed } = useObservable(drafts.text(conversation, field));
  useObservable(session.drafts.saving);
  const connected = useObservable(connection).name === "connected";
  const saved = drafts.saved(conversation, field);
  const write = useCallback(
    (next: string) => drafts.write(conversation, field, next),
    [drafts, conversation, field],
  );
  const state = saved ? (text === "" ? "empty" : "saved") : connected ? "saving" : "kept";
  return { text, state, typed, write };
}
