// The place where chats are worked in: the lists, the chats side by side, the panel about the active one. On a narrow screen the list and a
// chat take turns.

import { useMediaQuery } from "@mantine/hooks";
import { useEffect } from "react";
import { ChatArea } from "../chat/chat-area";
import { watchedPage } from "../cobrowse/watched";
import { useDeskPart, useObservable } from "../desk/context";
import { ListColumn } from "../list/list-column";
import { SidePanel } from "../side/side-panel";
import { activeChat, type ListTab, listTab, narrowScreen, narrowShows, panelOpen, sideTab } from "./places";
import { useColumns } from "./use-columns";

/** Below this the panel is a drawer. */
const panelBesides = "(min-width: 1180px)";
const showTab = (tab: ListTab) => listTab.set(tab);

export function DeskPlace() {
  const columns = useColumns();
  const wide = useMediaQuery(panelBesides, true, { getInitialValueInEffect: false });
  const narrow = useMediaQuery(narrowScreen, false, { getInitialValueInEffect: false });
  const shows = useObservable(narrowShows);
  const tab = useObservable(listTab);
  const { active } = columns;
  const watched = useDeskPart((desk) => watchedPage(desk, active));
  // A customer's page needs the room: the panel is a drawer meanwhile.
  const besides = wide && !watched;
  useEffect(() => {
    activeChat.set(active);
    return () => activeChat.set(null);
  }, [active]);
  const list = !narrow || shows === "list" || active === null;
  return (
    <>
      {list && <ListColumn tab={tab} onTab={showTab} active={active} onChoose={columns.choose} />}
      {(!narrow || !list) && (
        <ChatArea
          columns={columns}
          watched={watched}
          {...(besides ? {} : { onDetails: () => panelOpen.set(true) })}
          {...(narrow ? { onBack: () => narrowShows.set("list") } : {})}
        />
      )}
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
