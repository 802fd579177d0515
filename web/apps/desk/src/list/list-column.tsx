// The column of lists: what waits, what was transferred to me, what is mine; search; how full my hands are.

import {
  invitationsToMe,
  myChats,
  pendingTransfers,
  unreadTotal,
  waitingChats,
  watchedChats,
} from "@holdfast/client/desk";
import { Tabs, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useCallback, useRef, useState } from "react";
import { useDeskPart, useDeskState } from "../desk/context";
import { useAction } from "../shell/actions";
import type { ListTab } from "../shell/places";
import { Capacity } from "./capacity";
import classes from "./list.module.css";
import { MyChatsList } from "./my-chats-list";
import { QueueList } from "./queue-list";
import { TransferredList } from "./transferred-list";

interface ListColumnProps {
  tab: ListTab;
  onTab: (tab: ListTab) => void;
  active: string | null;
  onChoose: (conversation: string) => void;
}

export function ListColumn({ tab, onTab, active, onChoose }: ListColumnProps) {
  const waiting = useDeskPart((desk) => waitingChats(desk).length);
  const mine = useDeskPart((desk) => myChats(desk).length + watchedChats(desk).length);
  const toMe = useDeskPart((desk) => invitationsToMe(desk).length);
  const fromMe = useDeskPart((desk) => pendingTransfers(desk).length);
  const unread = useDeskState(unreadTotal);
  const [search, setSearch] = useState("");
  // The same function, so that the rows of the lists need not be drawn anew with each message.
  const picked = useCallback(() => onTab("mine"), [onTab]);
  const box = useRef<HTMLInputElement>(null);
  useAction("search", "", () => box.current?.focus());
  return (
    <section className={classes.column} aria-label="Chats">
      <Tabs
        value={tab}
        onChange={(value) => onTab((value ?? "mine") as ListTab)}
        classNames={{ root: classes.tabs, list: classes.tabList, tab: classes.tab, panel: classes.panel }}
        keepMounted={false}
      >
        <Tabs.List grow>
          <Tab value="queue" label="Queue" count={waiting} tone={waiting > 0 ? "urgent" : "plain"} />
          <Tab
            value="transferred"
            label="Transferred"
            count={toMe + fromMe}
            tone={toMe > 0 ? "urgent" : "plain"}
          />
          <Tab value="mine" label="My chats" count={mine} tone={unread > 0 ? "accent" : "plain"} />
        </Tabs.List>
        <div className={classes.search}>
          <TextInput
            ref={box}
            size="sm"
            aria-label="Search the list"
            placeholder="Search"
            leftSection={<IconSearch size={16} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") setSearch("");
            }}
          />
        </div>
        <Tabs.Panel value="queue">
          <QueueList search={search} onChoose={onChoose} onPicked={picked} />
        </Tabs.Panel>
        <Tabs.Panel value="transferred">
          <TransferredList
            search={search}
            active={active}
            onChoose={onChoose}
            onAccepted={() => onTab("mine")}
          />
        </Tabs.Panel>
        <Tabs.Panel value="mine">
          <MyChatsList search={search} active={active} onChoose={onChoose} onQueue={() => onTab("queue")} />
        </Tabs.Panel>
      </Tabs>
      <Capacity />
    </section>
  );
}

function Tab({ value, label, count, tone }: { value: ListTab; label: string; count: number; tone: string }) {
  return (
    <Tabs.Tab value={value}>
      {label}
      {count > 0 && (
        <span className={`${classes.count} numbers`} data-tone={tone}>
          {count}
        </span>
      )}
    </Tabs.Tab>
  );
}
