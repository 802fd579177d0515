// The period: a preset that moves with the days, or days that stand.

import type { ReportAsked } from "@holdfast/client";
import { Button, Popover, TextInput } from "@mantine/core";
import { IconCalendar, IconCheck, IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { daysText, presets } from "./periods";
import { defaults, type Question } from "./question";
import classes from "./reports.module.css";

interface PeriodMenuProps {
  question: Question;
  asked: ReportAsked | undefined;
  onChange: (changes: Readonly<Record<string, string | null>>) => void;
}

export function PeriodMenu({ question, asked, onChange }: PeriodMenuProps) {
  const [opened, setOpened] = useState(false);
  const [days, setDays] = useState({ from: "", to: "" });
  const own = question.from !== undefined || question.to !== undefined;
  const preset = own ? null : (question.preset ?? defaults.preset);
  const name = presets.find((one) => one.value === preset)?.label ?? (own ? "" : preset);
  const span = own ? daysText(question.from ?? question.to ?? "", question.to ?? question.from ?? "") : "";
  const open = (next: boolean) => {
    if (next) setDays({ from: question.from ?? asked?.from ?? "", to: question.to ?? asked?.to ?? "" });
    setOpened(next);
  };
  const choose = (changes: Readonly<Record<string, string | null>>) => {
    setOpened(false);
    onChange(changes);
  };
  const wrongOrder = days.from !== "" && days.to !== "" && days.from > days.to;
  return (
    <Popover
      opened={opened}
      onChange={open}
      position="bottom-start"
      width={370}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          variant="default"
          className={classes.chip ?? ""}
          leftSection={<IconCalendar size={16} aria-hidden="true" />}
          rightSection={<IconChevronDown size={14} aria-hidden="true" />}
          onClick={() => open(!opened)}
        >
          {name && <span className={classes.chipStrong}>{name}</span>}
          <span className={name ? classes.chipTitle : classes.chipStrong}>
            {name ? asked && daysText(asked.from, asked.to) : span}
          </span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown ?? ""} aria-label="Period">
        <fieldset className={classes.presets} aria-label="Period">
          {presets.map((one) => (
            <button
              key={one.value}
              type="button"
              aria-pressed={one.value === preset}
              data-autofocus={one.value === preset || undefined}
              className={classes.preset}
              onClick={() => choose({ preset: one.value, from: null, to: null })}
            >
              {one.label}
              {one.value === preset && <IconCheck size={14} aria-hidden="true" />}
            </button>
          ))}
        </fieldset>
        <form
          className={classes.days}
          onSubmit={(event) => {
            event.preventDefault();
            if (!wrongOrder) choose({ preset: null, from: days.from || days.to, to: days.to || days.from });
          }}
        >
          <TextInput
            type="date"
            size="xs"
            label="From"
            value={days.from}
            max="9999-12-31"
            onChange={(event) => setDays({ ...days, from: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            size="xs"
            label="To, included"
            value={days.to}
            max="9999-12-31"
            error={wrongOrder ? "before From" : null}
            onChange={(event) => setDays({ ...days, to: event.currentTarget.value })}
          />
          <Button type="submit" size="xs" disabled={wrongOrder || (days.from === "" && days.to === "")}>
            Show
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
