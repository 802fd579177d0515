// Any of many values; none chosen means all.

import type { ReportChoice } from "@holdfast/client";
import { Button, Checkbox, Popover, TextInput } from "@mantine/core";
import { IconChevronDown, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./reports.module.css";

/** From this many on the list can be searched. */
const searchedFrom = 9;
/** Of longer lists so many are shown; the search finds the others. */
const shownMax = 200;

interface FilterMenuProps {
  title: string;
  options: readonly ReportChoice[];
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
}

export function FilterMenu({ title, options, values, onChange }: FilterMenuProps) {
  const [search, setSearch] = useState("");
  const known = new Set(options.map((one) => one.value));
  // A value from the address may be gone from the list; it must still be seen, and can be taken away.
  const all = [
    ...options,
    ...values.filter((value) => !known.has(value)).map((value) => ({ value, label: value })),
  ];
  const wanted = search.trim().toLocaleLowerCase();
  const found = all.filter((one) => one.label.toLocaleLowerCase().includes(wanted));
  const toggle = (value: string) =>
    onChange(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  return (
    <Popover
      position="bottom-start"
      width={280}
      shadow="md"
      trapFocus
      returnFocus
      onClose={() => setSearch("")}
    >
      <Popover.Target>
        <Button
          variant="default"
          className={classes.chip ?? ""}
          data-chosen={values.length > 0 || undefined}
          rightSection={<IconChevronDown size={14} aria-hidden="true" />}
        >
          <span className={classes.chipTitle}>{title}</span> {chosenText(all, values)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown ?? ""} aria-label={title}>
        {all.length >= searchedFrom && (
          <TextInput
            size="xs"
            aria-label={`Search: ${title}`}
            placeholder="Search"
            leftSection={<IconSearch size={14} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )}
        <Checkbox
          size="xs"
          label="All"
          checked={values.length === 0}
          onChange={() => onChange([])}
          className={classes.option ?? ""}
        />
        <fieldset className={classes.options} aria-label={title}>
          {found.slice(0, shownMax).map((one) => (
            <Checkbox
              key={one.value}
              size="xs"
              label={one.label || "none"}
              checked={values.includes(one.value)}
              onChange={() => toggle(one.value)}
              className={classes.option ?? ""}
            />
          ))}
          {found.length === 0 && <p className={classes.soft}>Nothing of that name.</p>}
          {found.length > shownMax && (
            <p className={classes.soft}>and {found.length - shownMax} more: search for them</p>
          )}
        </fieldset>
      </Popover.Dropdown>
    </Popover>
  );
}

/** `all`, one or two by name, else how many. */
export function chosenText(options: readonly ReportChoice[], values: readonly string[]): string {
  if (values.length === 0) return "all";
  if (values.length > 2) return `${values.length} chosen`;
  return values.map((value) => options.find((one) => one.value === value)?.label ?? value).join(", ");
}
