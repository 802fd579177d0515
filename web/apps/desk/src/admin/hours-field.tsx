// When a queue takes chats: spans for each day of the week in a zone's time, and days on which it is closed.

import type { Hours, Span } from "@holdfast/client";
import { ActionIcon, Button, Group, Switch, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useId, useState } from "react";
import classes from "./admin.module.css";

const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const zones = Intl.supportedValuesOf("timeZone");
const officeDay: Span = { from: "09:00", until: "17:00" };

interface HoursFieldProps {
  hours: Hours | null;
  /** The tenant's, to begin with. */
  timeZone: string;
  onChange: (hours: Hours | null) => void;
}

export function HoursField({ hours, timeZone, onChange }: HoursFieldProps) {
  const list = useId();
  const [closed, setClosed] = useState(() => (hours?.closed_dates ?? []).join("\n"));
  const office = (): Hours => ({
    time_zone: timeZone,
    week: days.map((_, day) => (day < 5 ? [officeDay] : [])),
    closed_dates: [],
  });
  const setDay = (day: number, spans: Span[]) => {
    if (hours)
      onChange({ ...hours, week: hours.week.map((before, each) => (each === day ? spans : before)) });
  };
  return (
    <>
      <Switch
        label="Only at certain hours"
        description="Outside of them customers can leave a message, which opens an incident"
        checked={hours !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? office() : null)}
      />
      {hours && (
        <fieldset className={classes.hours}>
          <legend>Hours</legend>
          <TextInput
            label="Time zone"
            list={list}
            value={hours.time_zone}
            onChange={(event) => onChange({ ...hours, time_zone: event.currentTarget.value })}
          />
          <datalist id={list}>
            {zones.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          {days.map((name, day) => (
            <DayHours
              key={name}
              name={name}
              spans={hours.week[day] ?? []}
              onChange={(spans) => setDay(day, spans)}
            />
          ))}
          <Button
            size="compact-xs"
            variant="default"
            style={{ justifySelf: "start" }}
            onClick={() =>
              onChange({
                ...hours,
                week: hours.week.map((spans, day) => (day < 5 ? (hours.week[0] ?? []) : spans)),
              })
            }
          >
            Monday's hours for all working days
          </Button>
          <Textarea
            label="Closed on"
            description="One day on each line, such as 2026-12-25"
            rows={2}
            value={closed}
            onChange={(event) => {
              setClosed(event.currentTarget.value);
              onChange({
                ...hours,
                closed_dates: event.currentTarget.value.split(/[\s,;]+/).filter(Boolean),
              });
            }}
          />
        </fieldset>
      )}
    </>
  );
}

interface DayHoursProps {
  name: string;
  spans: Span[];
  onChange: (spans: Span[]) => void;
}

function DayHours({ name, spans, onChange }: DayHoursProps) {
  const put = (place: number, change: Partial<Span>) =>
    onChange(spans.map((span, each) => (each === place ? { ...span, ...change } : span)));
  return (
    <div className={classes.day}>
      <span>{name}</span>
      <div className={classes.spans}>
        {spans.length === 0 && <span className={classes.soft}>Closed</span>}
        {spans.map((span, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place in the day
          <Group key={place} gap={6} wrap="nowrap">
            <TextInput
              size="xs"
              aria-label={`${name} from`}
              value={span.from}
              maxLength={5}
              w={66}
              onChange={(event) => put(place, { from: event.currentTarget.value })}
            />
            <span className={classes.soft}>to</span>
            <TextInput
              size="xs"
              aria-label={`${name} until`}
              value={span.until}
              maxLength={5}
              w={66}
              onChange={(event) => put(place, { until: event.currentTarget.value })}
            />
            <ActionIcon
              size={26}
              aria-label={`Take ${span.from} to ${span.until} of ${name} away`}
              onClick={() => onChange(spans.filter((_, each) => each !== place))}
            >
              <IconX size={14} />
            </ActionIcon>
          </Group>
        ))}
      </div>
      <ActionIcon
        size={28}
        variant="default"
        aria-label={`More hours on ${name}`}
        onClick={() =>
          onChange([...spans, spans.length === 0 ? officeDay : { from: "18:00", until: "20:00" }])
        }
      >
        <IconPlus size={15} />
      </ActionIcon>
    </div>
  );
}
