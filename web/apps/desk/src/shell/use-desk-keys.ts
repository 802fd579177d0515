// The keyboard: every action without a mouse.

import type { Command } from "@holdfast/client";
import { myChats, offersToMe, unreadCount, waitingChats } from "@holdfast/client/desk";
import { useEffect, useRef } from "react";
import { useClient } from "../desk/context";
import type { ListTab } from "../list/list-column";
import type { SideTab } from "../side/side-panel";
import { ask } from "./actions";
import { altKeys } from "./keys";
import type { ColumnsView } from "./use-columns";

interface DeskKeys {
  columns: ColumnsView;
  setTab: (tab: ListTab) => void;
  showSide: (tab: SideTab) => void;
  showKeys: () => void;
}

export function useDeskKeys(keys: DeskKeys): void {
  const client = useClient();
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const handled = event.altKey
        ? !event.ctrlKey && !event.metaKey && altKey(event)
        : !event.ctrlKey && !event.metaKey && !isTyping(event.target) && plainKey(event);
      if (handled) event.preventDefault();
    };
    const plainKey = (event: KeyboardEvent): boolean => {
      if (event.key === "?") latest.current.showKeys();
      else if (event.key === "/") return ask("search");
      else return false;
      return true;
    };
    const altKey = (event: KeyboardEvent): boolean => {
      const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
      const id = digit ? "digit" : altKeys.find((key) => key.code === event.code)?.id;
      // A dialog has the floor until it is closed.
      if (!id || document.querySelector("[role=dialog][aria-modal=true]")) return false;
      run(id, Number(digit));
      return true;
    };
    const run = (id: string, digit: number) => {
      const { columns, setTab, showSide } = latest.current;
      const state = client.state.get();
      const { desk } = state;
      if (!desk) return;
      const chats = myChats(desk).map((one) => one.conversation);
      const place = chats.indexOf(columns.active ?? "");
      const offered = offersToMe(desk)[0];
      const choose = (conversation: string | undefined) => {
        if (!conversation) return;
        setTab("mine");
        columns.choose(conversation);
      };
      const take = (command: Command, conversation: string) =>
        void client.command(command).then(({ done }) => done && choose(conversation));
      const actions: Record<string, () => void> = {
        digit: () => choose(chats[digit - 1]),
        next: () => choose(chats[(place + 1) % chats.length]),
        previous: () => choose(chats[(place - 1 + chats.length) % chats.length]),
        unread: () => {
          const after = [...chats.slice(place + 1), ...chats.slice(0, Math.max(place, 0))];
          choose(after.find((one) => unreadCount(state, one) > 0));
        },
        accept: () => offered && take({ name: "accept_offer", chat: offered.chat }, offered.conversation),
        decline: () =>
          offered &&
          desk.profile.allow_decline &&
          void client.command({ name: "decline_offer", chat: offered.chat }),
        pick: () => {
          const first = waitingChats(desk)[0];
          if (first && desk.profile.can_pick)
            take({ name: "pick_chat", chat: first.chat }, first.conversation);
        },
        queue: () => setTab("queue"),
        transferred: () => setTab("transferred"),
        mine: () => setTab("mine"),
        reply: () => void ask("reply", columns.active ?? ""),
        end: () => void ask("end", columns.active ?? ""),
        customer: () => showSide("customer"),
        notes: () => {
          showSide("notes");
          setTimeout(() => ask("note", columns.active ?? ""), 50);
        },
        timeline: () => showSide("timeline"),
        incident: () => showSide("incident"),
        status: () => document.getElementById("status-menu")?.click(),
      };
      actions[id]?.();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [client]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
