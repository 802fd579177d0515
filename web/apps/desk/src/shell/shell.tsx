// The frame of the desk: header, rail, the list, the chats side by side, the panel about the active one.

import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { ChatArea } from "../chat/chat-area";
import { ListColumn, type ListTab } from "../list/list-column";
import { OfferToasts } from "../offer/offer-toasts";
import { SidePanel, type SideTab } from "../side/side-panel";
import { Announcer } from "./announcer";
import { ConnectionBanner } from "./connection-banner";
import { Header } from "./header";
import { KeysSheet } from "./keys-sheet";
import { LostDialog } from "./lost-dialog";
import { Rail } from "./rail";
import classes from "./shell.module.css";
import { useAttention } from "./use-attention";
import { useColumns } from "./use-columns";
import { useDeskKeys } from "./use-desk-keys";

/** Below this the panel is a drawer. */
const panelBesides = "(min-width: 1180px)";

export function Shell() {
  const columns = useColumns();
  const besides = useMediaQuery(panelBesides, true, { getInitialValueInEffect: false });
  const [tab, setTab] = useState<ListTab>("mine");
  const [side, setSide] = useState<SideTab>("customer");
  const [drawer, setDrawer] = useState(false);
  const [keys, setKeys] = useState(false);
  const showSide = (next: SideTab) => {
    setSide(next);
    setDrawer(true);
  };
  useAttention();
  useDeskKeys({ columns, setTab, showSide, showKeys: () => setKeys(true) });
  return (
    <div className={classes.shell}>
      <Header onKeys={() => setKeys(true)} />
      <ConnectionBanner />
      <div className={classes.body}>
        <Rail />
        <ListColumn tab={tab} onTab={setTab} active={columns.active} onChoose={columns.choose} />
        <ChatArea columns={columns} {...(besides ? {} : { onDetails: () => setDrawer(true) })} />
        <SidePanel
          conversation={columns.active}
          tab={side}
          onTab={setSide}
          besides={besides}
          opened={drawer}
          onClose={() => setDrawer(false)}
        />
      </div>
      <OfferToasts onAccepted={() => setTab("mine")} onChoose={columns.choose} />
      <LostDialog />
      <KeysSheet opened={keys} onClose={() => setKeys(false)} />
      <Announcer />
    </div>
  );
}
