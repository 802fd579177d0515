// Gets the agent's attention: the title's unread count, sounds, and notifications of the browser when the desk is not looked at.

import type { Conversation } from "@holdfast/client";
import {
  customerName,
  invitationsToMe,
  lastMessage,
  myChats,
  offersToMe,
  unreadCount,
  unreadTotal,
} from "@holdfast/client/desk";
import { useEffect, useRef } from "react";
import { useClient, useDeskState } from "../desk/context";
import { muted, notificationsWanted } from "../desk/preferences";
import { playMessage, playOffer } from "./sound";

/** How often an offer that is not answered sounds again. */
const offerRepeatMs = 6_000;

export function useAttention(): void {
  useTitle();
  useOfferAttention();
  useMessageAttention();
}

function useTitle(): void {
  const unread = useDeskState(unreadTotal);
  const offers = useDeskState((state) =>
    state.desk ? offersToMe(state.desk).length + invitationsToMe(state.desk).length : 0,
  );
  const tenant = useDeskState((state) => state.desk?.tenant.name ?? "");
  useEffect(() => {
    const count = unread > 0 ? `(${unread}) ` : "";
    document.title = `${count}${offers > 0 ? "Incoming chat" : tenant} · Holdfast`;
  }, [unread, offers, tenant]);
}

function useOfferAttention(): void {
  const client = useClient();
  const key = useDeskState((state) =>
    state.desk
      ? [...offersToMe(state.desk), ...invitationsToMe(state.desk)].map((one) => one.chat).join(" ")
      : "",
  );
  useEffect(() => {
    if (key === "") return;
    const sound = () => {
      if (!muted.get()) playOffer();
    };
    sound();
    const { desk } = client.state.get();
    const offered = desk ? (offersToMe(desk).at(-1) ?? invitationsToMe(desk).at(-1)) : undefined;
    const note = offered && notify("Incoming chat", offered, offered.subject);
    const timer = setInterval(sound, offerRepeatMs);
    return () => {
      clearInterval(timer);
      note?.close();
    };
  }, [key, client]);
}

function useMessageAttention(): void {
  const client = useClient();
  const known = useRef(new Map<string, number>());
  useEffect(() => {
    const look = () => {
      const state = client.state.get();
      if (!state.desk) return;
      for (const conversation of myChats(state.desk)) {
        const id = conversation.conversation;
        const loaded = state.transcripts[id]?.loaded ?? false;
        const unread = unreadCount(state, id);
        const before = known.current.get(id);
        if (loaded) known.current.set(id, unread);
        if (before === undefined || unread <= before) continue;
        if (!muted.get()) playMessage();
        notify(customerName(conversation), conversation, lastMessage(state, id)?.text ?? "");
      }
    };
    look();
    return client.state.subscribe(look);
  }, [client]);
}

function notify(title: string, conversation: Conversation, body: string): Notification | null {
  if (document.hasFocus() || !notificationsWanted.get() || typeof Notification === "undefined") return null;
  if (Notification.permission !== "granted") return null;
  const note = new Notification(title, {
    body: title === customerName(conversation) ? body : `${customerName(conversation)}: ${body}`,
    tag: conversation.conversation,
    icon: "/desk/icon.svg",
  });
  note.onclick = () => {
    window.focus();
    note.close();
  };
  return note;
}
