// Within how many seconds an answer meets the service level.

import { Button, NumberInput, Popover } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./reports.module.css";

const usual = [10, 20, 30, 60, 120];
const secondsMax = 3600;

export function ServiceLevelMenu({
  seconds,
  onChange,
}: {
  seconds: string;
  onChange: (seconds: string) => void;
}) {
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState<string | number>(seconds);
  const choose = (value: string) => {
    setOpened(false);
    onChange(value);
  };
  const open = (next: boolean) => {
    setTyped(seconds);
    setOpened(next);
  };
  return (
    <Popover
      opened={opened}
      onChange={open}
      position="bottom-start"
      width={250}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          variant="default"
          className={classes.chip ?? ""}
          rightSection={<IconChevronDown size={14} aria-hidden="true" />}
          onClick={() => open(!opened)}
        >
          <span className={classes.chipTitle}>Service level</span> {seconds} s
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown ?? ""} aria-label="Service level">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (typed !== "") choose(String(typed));
          }}
        >
          <NumberInput
            size="xs"
            data-autofocus
            label="Answered within"
            suffix=" s"
            min={1}
            max={secondsMax}
            clampBehavior="strict"
            allowDecimal={false}
            allowNegative={false}
            value={typed}
            onChange={setTyped}
          />
          <div className={classes.usual}>
            {usual.map((one) => (
              <Button key={one} size="compact-xs" variant="default" onClick={() => choose(String(one))}>
                {one} s
              </Button>
            ))}
          </div>
          <Button type="submit" size="xs" fullWidth disabled={typed === ""}>
            Show
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
