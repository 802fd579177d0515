// One value out of few.

import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
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
        <Menu.RadioGroup value={value} onChange={(chosen) => onChange(String(chosen))}>
          {options.map((one) => (
            <Menu.RadioItem key={one.value} value={one.value} closeMenuOnClick>
              {one.label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
