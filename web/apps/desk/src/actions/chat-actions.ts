// What I may do with a chat now, in one place: the header's buttons, its menu and the keys ask here.

import type { Command, Conversation } from "@holdfast/client";
import { isPendingTransfer, type MyRole, myRole } from "@holdfast/client/desk";
import { useState } from "react";
import { useClient, useDeskPart } from "../desk/context";
import { useAction } from "../shell/actions";

/** A dialog about a chat. */
export type ChatDialog = "end" | "transfer" | "conference" | "release" | "link";

export interface ChatActions {
  role: MyRole;
  /** The dialog that is open. */
  dialog: ChatDialog | null;
  close: () => void;
  /** What can be asked for; absent: not now. */
  end?: () => void;
  transfer?: () => void;
  conference?: () => void;
  release?: () => void;
  hold?: () => void;
  link?: () => void;
  cobrowse?: () => void;
  stopCobrowse?: () => void;
  leave?: () => void;
  run: (command: Command) => void;
}

export function useChatActions(conversation: Conversation): ChatActions {
  const client = useClient();
  const me = useDeskPart((desk) => desk.me.id);
  const [dialog, setDialog] = useState<ChatDialog | null>(null);
  const { chat, conversation: id } = conversation;
  const role = myRole(conversation, me);
  const engaged = conversation.phase === "engaged";
  const lead = role === "lead" && engaged;
  const pending = isPendingTransfer(conversation, me);
  const free = lead && !conversation.invitation;
  const inChat = engaged && (role === "lead" || role === "supporting");
  const run = (command: Command) => void client.command(command);
  const open = (which: ChatDialog) => () => setDialog(which);
  const { cobrowse } = conversation;
  const actions: ChatActions = {
    role,
    dialog,
    close: () => setDialog(null),
    run,
    ...(lead && !pending ? { end: open("end"), release: open("release") } : {}),
    ...(free ? { transfer: open("transfer"), conference: open("conference") } : {}),
    ...(lead && conversation.async ? { hold: () => run({ name: "hold_chat", chat }) } : {}),
    ...(inChat ? { link: open("link") } : {}),
    ...(lead && !cobrowse ? { cobrowse: () => run({ name: "invite_to_cobrowse", chat }) } : {}),
    ...(lead && cobrowse ? { stopCobrowse: () => run({ name: "stop_cobrowse", chat }) } : {}),
    ...(role === "supporting" && engaged ? { leave: () => run({ name: "leave_conference", chat }) } : {}),
    ...(role === "coach" || role === "monitor" ? { leave: () => run({ name: "stop_watching", chat }) } : {}),
  };
  useAction("end", id, () => actions.end?.());
  useAction("transfer", id, () => actions.transfer?.());
  useAction("conference", id, () => actions.conference?.());
  useAction("release", id, () => actions.release?.());
  useAction("hold", id, () => actions.hold?.());
  useAction("link", id, () => actions.link?.());
  useAction("cobrowse", id, () => (actions.cobrowse ?? actions.stopCobrowse)?.());
  useAction("stop", id, () => {
    if (pending) run({ name: "cancel_invitation", chat });
    else actions.leave?.();
  });
  return actions;
}
