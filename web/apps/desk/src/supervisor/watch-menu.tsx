// The ways to step into a chat.

import type { Command, Conversation } from "@holdfast/client";
import { customerName, myRole } from "@holdfast/client/desk";
import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowsLeftRight, IconDoorEnter, IconDots, IconEye, IconHeadphones } from "@tabler/icons-react";
import { useClient, useDesk } from "../desk/context";
import { listTab, useChoose } from "../shell/places";

interface WatchMenuProps {
  conversation: Conversation;
  onReassign: (conversation: string) => void;
}

export function WatchMenu({ conversation, onReassign }: WatchMenuProps) {
  const client = useClient();
  const { me } = useDesk();
  const choose = useChoose();
  const { chat, conversation: id, phase } = conversation;
  const role = myRole(conversation, me.id);
  const inIt = role === "lead" || role === "supporting";
  const go = async (command: Command) => {
    if (!(await client.command(command)).done) return;
    listTab.set("mine");
    choose(id);
  };
  return (
    <Menu position="bottom-end" width={250} shadow="md">
      <Menu.Target>
        <ActionIcon size={30} aria-label={`Step into the chat with ${customerName(conversation)}`}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {inIt ? (
          <Menu.Item leftSection={<IconDoorEnter size={16} />} onClick={() => choose(id)}>
            Go to the chat
          </Menu.Item>
        ) : (
          <>
            <Menu.Item
              leftSection={<IconEye size={16} />}
              onClick={() => void go({ name: "start_monitoring", chat })}
            >
              Monitor
            </Menu.Item>
            <Menu.Item
              leftSection={<IconHeadphones size={16} />}
              onClick={() => void go({ name: "start_coaching", chat })}
            >
              Coach
            </Menu.Item>
            {phase === "engaged" && (
              <Menu.Item
                leftSection={<IconDoorEnter size={16} />}
                onClick={() => void go({ name: "join_chat", chat })}
              >
                Join
              </Menu.Item>
            )}
          </>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconArrowsLeftRight size={16} />} onClick={() => onReassign(id)}>
          {phase === "waiting" ? "Assign…" : "Reassign…"}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
