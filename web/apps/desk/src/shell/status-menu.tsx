// My status, chosen from the tenant's list.

import { Button, Menu } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import { type CSSProperties, useRef } from "react";
import { useClient, useDeskPart } from "../desk/context";
import { useAction } from "./actions";
import classes from "./shell.module.css";

export function StatusMenu() {
  const statuses = useDeskPart((desk) => desk.statuses);
  const status = useDeskPart((desk) => desk.status);
  const client = useClient();
  const button = useRef<HTMLButtonElement>(null);
  useAction("status", "", () => button.current?.click());
  const mine = statuses.find((one) => one.id === status);
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          h={36}
          className={classes.status ?? ""}
          ref={button}
          leftSection={<StatusDot takesChats={mine?.takes_chats ?? false} known={mine !== undefined} />}
          rightSection={<IconChevronDown size={15} />}
          aria-label={`Status: ${mine?.name ?? "none"}`}
        >
          {mine?.name ?? "No status"}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Your status</Menu.Label>
        {statuses.map((one) => (
          <Menu.Item
            key={one.id}
            leftSection={<StatusDot takesChats={one.takes_chats} known />}
            rightSection={one.id === status ? <IconCheck size={15} /> : null}
            onClick={() => void client.command({ name: "set_status", status: one.id })}
          >
            {one.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Green: chats are offered; amber: they are not; grey: no status. */
export function StatusDot({ takesChats, known }: { takesChats: boolean; known: boolean }) {
  const colour = !known ? "#868e96" : takesChats ? "#2f9e44" : "#e8890c";
  return (
    <span className={classes.statusDot} style={{ "--dot": colour } as CSSProperties} aria-hidden="true" />
  );
}
