// The header's buttons: pass on, bring in, everything else in a menu, end. On a narrow screen the customer's name needs the room more.

import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import {
  IconArrowsLeftRight,
  IconDoorExit,
  IconDotsVertical,
  IconLink,
  IconPlayerPause,
  IconScreenShare,
  IconScreenShareOff,
  IconStackPush,
  IconUserPlus,
  IconX,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { narrowScreen } from "../shell/places";
import classes from "./actions.module.css";
import type { ChatActions } from "./chat-actions";

const bringIn = "Bring a colleague in";

export function ChatMenu({ actions }: { actions: ChatActions }) {
  const { transfer, conference, end } = actions;
  const narrow = useMediaQuery(narrowScreen, false, { getInitialValueInEffect: false });
  const menu = [
    item(bringIn, "Alt B", <IconUserPlus size={16} />, narrow ? conference : undefined),
    item("Send a link", "Alt K", <IconLink size={16} />, actions.link),
    item("Ask to see the customer's page", "Alt V", <IconScreenShare size={16} />, actions.cobrowse),
    item("Stop co-browsing", "Alt V", <IconScreenShareOff size={16} />, actions.stopCobrowse),
    item("Put on hold", "Alt H", <IconPlayerPause size={16} />, actions.hold),
    item("Release to the queue", "Alt Z", <IconStackPush size={16} />, actions.release),
    item(leaveWords(actions), "Alt O", <IconDoorExit size={16} />, actions.leave),
  ].filter((one) => one !== null);
  return (
    <div className={classes.headerButtons}>
      {transfer && (
        <IconAction label="Transfer" keys="Alt+G" onClick={transfer}>
          <IconArrowsLeftRight size={18} />
        </IconAction>
      )}
      {conference && !narrow && (
        <IconAction label={bringIn} keys="Alt+B" onClick={conference}>
          <IconUserPlus size={18} />
        </IconAction>
      )}
      {menu.length > 0 && (
        <Menu position="bottom-end" width={290} shadow="md">
          <Menu.Target>
            <ActionIcon size={30} aria-label="More actions">
              <IconDotsVertical size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>{menu}</Menu.Dropdown>
        </Menu>
      )}
      {end && (
        <IconAction label="End chat" keys="Alt+E" onClick={end}>
          <IconX size={18} />
        </IconAction>
      )}
    </div>
  );
}

function leaveWords({ role }: ChatActions): string {
  if (role === "coach") return "Stop coaching";
  return role === "monitor" ? "Stop monitoring" : "Leave the conference";
}

function item(label: string, keys: string, icon: ReactNode, run: (() => void) | undefined) {
  if (!run) return null;
  return (
    <Menu.Item
      key={label}
      leftSection={icon}
      rightSection={<span style={{ fontSize: "0.6875rem", color: "var(--ink-soft)" }}>{keys}</span>}
      onClick={run}
    >
      {label}
    </Menu.Item>
  );
}

interface IconActionProps {
  label: string;
  keys: string;
  onClick: () => void;
  children: ReactNode;
}

function IconAction({ label, keys, onClick, children }: IconActionProps) {
  return (
    <Tooltip label={`${label} (${keys})`}>
      <ActionIcon size={30} onClick={onClick} aria-label={label} aria-keyshortcuts={keys}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
