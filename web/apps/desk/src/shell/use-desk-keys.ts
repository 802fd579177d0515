// The keyboard: every action without a mouse.

import type { Command } from "@holdfast/client";
import {
  invitationsToMe,
  offersToMe,
  openChats,
  supervises,
  unreadCount,
  waitingChats,
} from "@holdfast/client/desk";
import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { useClient } from "../desk/context";
import { type Action, ask } from "./actions";
import { altKeys } from "./keys";
import {
  activeChat,
  type ListTab,
  listTab,
  narrowShows,
  panelOpen,
  type SideTab,
  sideTab,
  useChoose,
} from "./places";

export function useDeskKeys(showKeys: () => void): void {
  const client = useClient();
  const navigate = useNavigate();
  const choose = useChoose();
  const latest = useRef(showKeys);
  latest.current = showKeys;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const handled = event.altKey
        ? !event.ctrlKey && !event.metaKey && altKey(event)
        : !event.ctrlKey && !event.metaKey && !isTyping(event.target) && plainKey(event);
      if (handled) event.preventDefault();
    };
    const plainKey = (event: KeyboardEvent): boolean => {
      if (event.key === "?") latest.current();
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
    const toDesk = () => {
      if (activeChat.get() === null) void navigate("/");
    };
    const showList = (tab: ListTab) => {
      listTab.set(tab);
      narrowShows.set("list");
      toDesk();
    };
    const showSide = (tab: SideTab) => {
      sideTab.set(tab);
      panelOpen.set(true);
      toDesk();
    };
    const run = (id: string, digit: number) => {
      const state = client.state.get();
      const { desk } = state;
      if (!desk) return;
      const active = activeChat.get() ?? "";
      const chats = openChats(desk).map((one) => one.conversation);
      const place = chats.indexOf(active);
      const go = (conversation: string | undefined) => {
        if (!conversation) return;
        listTab.set("mine");
        choose(conversation);
      };
      const take = (command: Command, conversation: string) =>
        void client.command(command).then(({ done }) => done && go(conversation));
      const offered = offersToMe(desk)[0];
      const invited =
        desk.conversations[active]?.invitation?.agent === desk.me.id
          ? desk.conversations[active]
          : invitationsToMe(desk)[0];
      const actions: Record<string, () => void> = {
        digit: () => go(chats[digit - 1]),
        next: () => go(chats[(place + 1) % chats.length]),
        previous: () => go(chats[(place - 1 + chats.length) % chats.length]),
        unread: () => {
          const after = [...chats.slice(place + 1), ...chats.slice(0, Math.max(place, 0))];
          go(after.find((one) => unreadCount(state, one) > 0));
        },
        accept: () => {
          if (invited) take({ name: "accept_invitation", chat: invited.chat }, invited.conversation);
          else if (offered) take({ name: "accept_offer", chat: offered.chat }, offered.conversation);
        },
        decline: () => {
          if (invited) void client.command({ name: "decline_invitation", chat: invited.chat });
          else if (offered && desk.profile.allow_decline)
            void client.command({ name: "decline_offer", chat: offered.chat });
        },
        pick: () => {
          const first = waitingChats(desk)[0];
          if (first && desk.profile.can_pick)
            take({ name: "pick_chat", chat: first.chat }, first.conversation);
        },
        queue: () => showList("queue"),
        transferred: () => showList("transferred"),
        mine: () => showList("mine"),
        customer: () => showSide("customer"),
        notes: () => {
          showSide("notes");
          setTimeout(() => ask("note", active), 50);
        },
        timeline: () => showSide("timeline"),
        incident: () => showSide("incident"),
        resources: () => {
          showSide("resources");
          setTimeout(() => ask("resources"), 80);
        },
        status: () => void ask("status"),
        desk: () => void navigate("/"),
        messages: () => void navigate("/messages"),
        wallboard: () => supervises(desk) && void navigate("/wallboard"),
        reports: () => supervises(desk) && void navigate("/reports"),
        admin: () => desk.me.role === "admin" && void navigate("/admin"),
      };
      const known = actions[id];
      if (known) known();
      else ask(id as Action, active);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [client, navigate, choose]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
