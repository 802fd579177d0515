// The panel about the active chat: beside the chats where there is room, else a drawer.

import type { Conversation } from "@holdfast/client";
import { customerName } from "@holdfast/client/desk";
import { Drawer, Tabs } from "@mantine/core";
import { IconAddressBook } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useDeskPart } from "../desk/context";
import { DeskLoading } from "../desk/loading";
import { Empty } from "../list/empty";
import type { SideTab } from "../shell/places";
import { CustomerTab } from "./customer-tab";
import { NotesTab } from "./notes-tab";
import classes from "./side.module.css";
import { TimelineTab } from "./timeline-tab";

const IncidentTab = lazy(() => import("./incident-tab"));
const ResourcesTab = lazy(() => import("./resources-tab"));

interface SidePanelProps {
  conversation: string | null;
  tab: SideTab;
  onTab: (tab: SideTab) => void;
  /** Whether it stands beside the chats. */
  besides: boolean;
  opened: boolean;
  onClose: () => void;
}

export function SidePanel({ conversation: id, tab, onTab, besides, opened, onClose }: SidePanelProps) {
  const conversation = useDeskPart((desk) => desk.conversations[id ?? ""]);
  const content = conversation ? (
    <PanelTabs conversation={conversation} tab={tab} onTab={onTab} />
  ) : (
    <Empty icon={<IconAddressBook size={30} stroke={1.4} aria-hidden="true" />} title="No chat chosen">
      <span>What is known of the chat you work in, and what helps with it, is shown here.</span>
    </Empty>
  );
  if (besides) {
    return (
      <aside className={classes.panel} aria-label="About this chat">
        {content}
      </aside>
    );
  }
  return (
    <Drawer
      opened={opened && conversation !== undefined}
      onClose={onClose}
      position="right"
      size="min(400px, 100vw)"
      title={conversation ? customerName(conversation) : "About this chat"}
      classNames={{ body: classes.drawer, content: classes.drawerContent }}
    >
      {content}
    </Drawer>
  );
}

interface PanelTabsProps {
  conversation: Conversation;
  tab: SideTab;
  onTab: (tab: SideTab) => void;
}

function PanelTabs({ conversation, tab, onTab }: PanelTabsProps) {
  return (
    <Tabs
      value={tab}
      onChange={(value) => onTab((value ?? "customer") as SideTab)}
      keepMounted={false}
      classNames={{ root: classes.tabs, list: classes.tabList, tab: classes.tab, panel: classes.tabPanel }}
    >
      <Tabs.List grow>
        <Tabs.Tab value="customer">Customer</Tabs.Tab>
        <Tabs.Tab value="notes">Notes</Tabs.Tab>
        <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
        <Tabs.Tab value="incident">Incident</Tabs.Tab>
        <Tabs.Tab value="resources">Resources</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="customer">
        <CustomerTab conversation={conversation} />
      </Tabs.Panel>
      <Tabs.Panel value="notes">
        <NotesTab conversation={conversation} key={conversation.conversation} />
      </Tabs.Panel>
      <Tabs.Panel value="timeline">
        <TimelineTab conversation={conversation} key={conversation.conversation} />
      </Tabs.Panel>
      <Tabs.Panel value="incident">
        <Suspense fallback={<DeskLoading words="Opening…" />}>
          <IncidentTab conversation={conversation} key={conversation.conversation} />
        </Suspense>
      </Tabs.Panel>
      <Tabs.Panel value="resources">
        <Suspense fallback={<DeskLoading words="Opening…" />}>
          <ResourcesTab conversation={conversation} />
        </Suspense>
      </Tabs.Panel>
    </Tabs>
  );
}
