// The line on top: product, tenant, status, keys, theme, profile.

import {
  ActionIcon,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
  VisuallyHidden,
} from "@mantine/core";
import { IconKeyboard, IconMoon, IconSun } from "@tabler/icons-react";
import { useDeskPart } from "../desk/context";
import { Brand } from "./brand";
import { ProfileMenu } from "./profile-menu";
import classes from "./shell.module.css";
import { StatusMenu } from "./status-menu";

export function Header({ onKeys }: { onKeys: () => void }) {
  const tenant = useDeskPart((desk) => desk.tenant);
  return (
    <header className={classes.header}>
      <VisuallyHidden component="h1">Desk</VisuallyHidden>
      <Brand />
      <span className={`${classes.tenant} clip`}>{tenant.name}</span>
      <div className={classes.spread} />
      <StatusMenu />
      <Tooltip label="Keyboard shortcuts (?)">
        <ActionIcon
          className={classes.keysButton ?? ""}
          variant="default"
          size={36}
          onClick={onKeys}
          aria-label="Keyboard shortcuts"
        >
          <IconKeyboard size={18} />
        </ActionIcon>
      </Tooltip>
      <ThemeToggle />
      <ProfileMenu />
    </header>
  );
}

function ThemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const label = dark ? "Use the light theme" : "Use the dark theme";
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        size={36}
        onClick={() => setColorScheme(dark ? "light" : "dark")}
        aria-label={label}
      >
        {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}
