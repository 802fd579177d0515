// One value out of few.

import { Button, Menu } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import classes from "./reports.module.css";

interface OneOfMenuProps {
  title: string;
  value: string;
  options: readonly { readonly value: string; readonly label: string }[];
  onChange: (value: string) => void;
}

export function OneOfMenu({ title, value, options, onChange }: OneOfMenuProps) {
  const now = options.find((one) => one.value === value)?.label ?? value;
  return (
    <Menu position="bottom-start" shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          className={classes.chip ?? ""}
          rightSection={<IconChevronDown size={14} aria-hidden="true" />}
        >
          <span className={classes.chipTitle}>{title}</span> {now.toLocaleLowerCase()}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {options.map((one) => (
          <Menu.Item
            key={one.value}
            role="menuitemradio"
            aria-checked={one.value === value}
            rightSection={one.value === value ? <IconCheck size={15} aria-hidden="true" /> : null}
            onClick={() => onChange(one.value)}
          >
            {one.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
