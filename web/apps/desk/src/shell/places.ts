// Where the person is in the desk, for the parts that stand around it: the chat in work, the list and the panel that are shown.

import { Cell } from "@holdfast/client";
import { useCallback } from "react";
import { useNavigate } from "react-router";
import { ask } from "./actions";

export type ListTab = "queue" | "transferred" | "mine";
export type SideTab = "customer" | "notes" | "timeline" | "incident" | "resources";

/** The conversation that the person works in; null when no chat is shown. */
export const activeChat = new Cell<string | null>(null);
export const listTab = new Cell<ListTab>("mine");
export const sideTab = new Cell<SideTab>("customer");
/** Whether the panel is open where it does not stand beside the chats. */
export const panelOpen = new Cell(false);
/** What a screen shows that has no room for list and chat side by side. */
export const narrowShows = new Cell<"list" | "chat">("list");

/** Below this there is room for the list or a chat; the style sheets say the same width. */
export const narrowScreen = "(max-width: 719px)";

/** The chat's view may have to be made first. */
const madeWithinMs = 60;

/** Makes a chat the active one, from wherever the person is; its reply box gets the focus. */
export function useChoose(): (conversation: string) => void {
  const navigate = useNavigate();
  return useCallback(
    (conversation: string) => {
      narrowShows.set("chat");
      void navigate(`/chat/${conversation}`);
      setTimeout(() => ask("reply", conversation), madeWithinMs);
    },
    [navigate],
  );
}
