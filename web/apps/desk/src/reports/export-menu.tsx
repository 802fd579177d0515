// Takes the report away: as a file, the whole of it or one table, or on paper.

import type { ReportInfo, ReportTable } from "@holdfast/client";
import { Button, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCalendarTime, IconDownload, IconFileText, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { errorText } from "../desk/problems";
import { type ExportFormat, saveExport, tableFormats, wholeFormats } from "./export";
import type { Question } from "./question";
import classes from "./reports.module.css";
import { scheduleAddress } from "./schedules";

interface ExportMenuProps {
  info: ReportInfo;
  parameters: Question;
  /** Those of the report that is shown. */
  tables: readonly ReportTable[];
}

/** The menu is gone before the paper is made. */
const menuClosesMs = 250;

export function ExportMenu({ info, parameters, tables }: ExportMenuProps) {
  const [busy, setBusy] = useState(false);
  const save = async (format: ExportFormat, table?: string) => {
    setBusy(true);
    try {
      await saveExport(info.id, format, parameters, table);
    } catch (error) {
      notifications.show({
        title: `${info.title} could not be exported`,
        message: errorText(error),
        color: "red",
      });
    }
    setBusy(false);
  };
  const item = (format: (typeof wholeFormats | typeof tableFormats)[number], table?: ReportTable) => (
    <Menu.Item
      key={`${format.value} ${table?.id ?? ""}`}
      leftSection={<IconFileText size={16} />}
      aria-label={table ? `${format.label}: ${table.title}` : format.label}
      onClick={() => void save(format.value, table?.id)}
    >
      {format.label} <span className={classes.menuAbout}>{format.about}</span>
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end" width={270} shadow="md">
      <Menu.Target>
        <Button variant="default" loading={busy} leftSection={<IconDownload size={16} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Whole report</Menu.Label>
        {wholeFormats.map((format) => item(format))}
        {tables.map((table) => [
          <Menu.Label key={table.id}>{table.title}</Menu.Label>,
          ...tableFormats.map((format) => item(format, table)),
        ])}
        <Menu.Divider />
        <Menu.Item
          component={Link}
          to={{ pathname: "/reports/schedules", search: scheduleAddress(info.id, parameters) }}
          leftSection={<IconCalendarTime size={16} />}
        >
          Send it regularly
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPrinter size={16} />}
          onClick={() => setTimeout(() => window.print(), menuClosesMs)}
        >
          Print
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
