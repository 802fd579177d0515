// Who is signed in; sound, notifications, theme, sign out.

import { myChats, plural } from "@holdfast/client/desk";
import {
  Avatar,
  Button,
  Group,
  Menu,
  Modal,
  Text,
  UnstyledButton,
  useMantineColorScheme,
} from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  IconBell,
  IconBellOff,
  IconDeviceDesktop,
  IconLogout,
  IconVolume,
  IconVolumeOff,
} from "@tabler/icons-react";
import { useState } from "react";
import { useDeskPart, useObservable } from "../desk/context";
import { muted, notificationsWanted } from "../desk/preferences";
import { errorText } from "../desk/problems";
import { initials } from "../format";
import { useSignOut } from "../sign-in/use-sign-out";

const roles = { agent: "Agent", supervisor: "Supervisor", admin: "Administrator", bot: "Bot" } as const;

export function ProfileMenu() {
  const me = useDeskPart((desk) => desk.me);
  const { setColorScheme } = useMantineColorScheme();
  const silent = useObservable(muted);
  const { leave, dialog } = useLeaving();
  return (
    <>
      <Menu position="bottom-end" width={280} shadow="md">
        <Menu.Target>
          <UnstyledButton aria-label={`Profile of ${me.name}`} style={{ borderRadius: "50%" }}>
            <Avatar size={36} color="indigo" variant="light" radius="xl">
              {initials(me.name)}
            </Avatar>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <div style={{ padding: "8px 12px 10px" }}>
            <Text fw={600} size="md">
              {me.name}
            </Text>
            <Text c="dimmed" size="xs">
              {roles[me.role]} · {me.id}
            </Text>
          </div>
          <Menu.Divider />
          <Menu.Item
            closeMenuOnClick={false}
            leftSection={silent ? <IconVolumeOff size={17} /> : <IconVolume size={17} />}
            onClick={() => muted.set(!silent)}
          >
            {silent ? "Sound is off" : "Sound is on"}
          </Menu.Item>
          <NotificationsItem />
          <Menu.Item leftSection={<IconDeviceDesktop size={17} />} onClick={() => setColorScheme("auto")}>
            Theme of the system
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={17} />} onClick={leave}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog}
    </>
  );
}

/** The browser is asked only when the person asks for it. */
function NotificationsItem() {
  const wanted = useObservable(notificationsWanted);
  const [permission, setPermission] = useState(() =>
    typeof Notification === "undefined" ? "unsupported" : Notification.permission,
  );
  if (permission === "unsupported") return null;
  const on = wanted && permission === "granted";
  const choose = async () => {
    if (on) {
      notificationsWanted.set(false);
      return;
    }
    const answer = permission === "granted" ? permission : await Notification.requestPermission();
    setPermission(answer);
    notificationsWanted.set(answer === "granted");
  };
  return (
    <Menu.Item
      closeMenuOnClick={false}
      disabled={permission === "denied"}
      leftSection={on ? <IconBell size={17} /> : <IconBellOff size={17} />}
      onClick={() => void choose()}
    >
      {permission === "denied"
        ? "Notifications are blocked by the browser"
        : on
          ? "Browser notifications are on"
          : "Turn on browser notifications"}
    </Menu.Item>
  );
}

function useLeaving() {
  const open = useDeskPart((desk) => myChats(desk).length);
  const { signOut } = useSignOut();
  const [asking, setAsking] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const go = async (confirmed: boolean) => {
    setLeaving(true);
    try {
      await signOut(confirmed);
    } catch (error) {
      notifications.show({ title: "You are still signed in", message: errorText(error), color: "red" });
      setLeaving(false);
      setAsking(false);
    }
  };
  const dialog = (
    <Modal opened={asking} onClose={() => setAsking(false)} title="Sign out with open chats?" size={460}>
      <Text size="md">
        You have {plural(open, "open chat")}. If you sign out, they go back to their queues with their places
        kept. Your notes and unsent drafts go with them to the next agent, and the customers are told.
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
          Stay
        </Button>
        <Button color="red" loading={leaving} onClick={() => void go(true)}>
          Give them back and sign out
        </Button>
      </Group>
    </Modal>
  );
  return { leave: () => (open > 0 ? setAsking(true) : void go(false)), dialog };
}
