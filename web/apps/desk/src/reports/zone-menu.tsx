// Whose days and weeks: the time zone, the viewer's own unless another is chosen, and the first day of a week, which is remembered.

import { Button, NativeSelect, Popover, Select } from "@mantine/core";
import { IconChevronDown, IconWorld } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useClient } from "../desk/context";
import { reportWeekStart } from "../desk/preferences";
import { knowsZone, weekStarts, zoneOffset } from "./periods";
import type { Question } from "./question";
import classes from "./reports.module.css";

interface ZoneMenuProps {
  question: Question;
  onChange: (changes: Readonly<Record<string, string | null>>) => void;
}

export function ZoneMenu({ question, onChange }: ZoneMenuProps) {
  const { session } = useClient();
  const [opened, setOpened] = useState(false);
  const zone = question.time_zone ?? "UTC";
  const weekStart = question.week_start ?? "monday";
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const zones = useMemo(
    () => [...new Set([own, "UTC", zone, ...Intl.supportedValuesOf("timeZone")])],
    [own, zone],
  );
  const offset = knowsZone(zone) ? zoneOffset(zone, session.serverNowMs()) : "";
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={280}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          className={classes.zone ?? ""}
          leftSection={<IconWorld size={15} aria-hidden="true" />}
          rightSection={<IconChevronDown size={14} aria-hidden="true" />}
          onClick={() => setOpened(!opened)}
        >
          Times in {zone.replaceAll("_", " ")}
          {offset && zone !== "UTC" && ` (${offset})`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown ?? ""} aria-label="Time zone and week">
        <Select
          size="xs"
          label="Time zone"
          searchable
          allowDeselect={false}
          limit={100}
          openOnFocus={false}
          // A list that scrolls by itself: the keyboard reaches it through the field.
          withScrollArea={false}
          styles={{ dropdown: { maxHeight: 220, overflowY: "auto" } }}
          comboboxProps={{ withinPortal: false }}
          data={zones}
          value={zone}
          onChange={(value) => value && onChange({ time_zone: value })}
        />
        {zone !== own && (
          <Button size="compact-xs" variant="default" mt={6} onClick={() => onChange({ time_zone: own })}>
            Mine: {own.replaceAll("_", " ")}
          </Button>
        )}
        <NativeSelect
          mt="sm"
          size="xs"
          label="Weeks begin on"
          data={[...weekStarts]}
          value={weekStart}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            reportWeekStart.set(chosen);
            onChange({ week_start: chosen });
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
