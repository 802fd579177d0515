// The place where chats are worked in: the lists, the chats side by side, the panel about the active one.

import { useMediaQuery } from "@mantine/hooks";
import { useEffect } from "react";
import { ChatArea } from "../chat/chat-area";
import { useObservable } from "../desk/context";
import { ListColumn } from "../list/list-column";
import { SidePanel } from "../side/side-panel";
import { activeChat, listTab, panelOpen, sideTab } from "./places";
import { useColumns } from "./use-columns";

/** Below this the panel is a drawer. */
const panelBesides = "(min-width: 1180px)";

export function DeskPlace() {
  const columns = useColumns();
  const besides = useMediaQuery(panelBesides, true, { getInitialValueInEffect: false });
  const { active } = columns;
  useEffect(() => {
    activeChat.set(active);
    return () => activeChat.set(null);
  }, [active]);
  return (
    <>
      <ListColumn
        tab={useObservable(listTab)}
        onTab={(tab) => listTab.set(tab)}
        active={active}
        onChoose={columns.choose}
      />
      <ChatArea columns={columns} {...(besides ? {} : { onDetails: () => panelOpen.set(true) })} />
      <SidePanel
        conversation={active}
        tab={useObservable(sideTab)}
        onTab={(tab) => sideTab.set(tab)}
        besides={besides}
        opened={useObservable(panelOpen)}
        onClose={() => panelOpen.set(false)}
      />
    </>
  );
}
