// Takes the report away: as a file in one of four formats, or on paper.

import type { ReportInfo } from "@holdfast/client";
import { Button, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload, IconFileText, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { errorText } from "../desk/problems";
import { type ExportFormat, exportFormats, saveExport } from "./export";
import type { Question } from "./question";
import classes from "./reports.module.css";

export function ExportMenu({ info, parameters }: { info: ReportInfo; parameters: Question }) {
  const [busy, setBusy] = useState(false);
  const save = async (format: ExportFormat) => {
    setBusy(true);
    try {
      await saveExport(info.id, format, parameters);
    } catch (error) {
      notifications.show({
        title: `${info.title} could not be exported`,
        message: errorText(error),
        color: "red",
      });
    }
    setBusy(false);
  };
  return (
    <Menu position="bottom-end" width={250} shadow="md">
      <Menu.Target>
        <Button variant="default" loading={busy} leftSection={<IconDownload size={16} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {exportFormats.map((format) => (
          <Menu.Item
            key={format.value}
            leftSection={<IconFileText size={16} />}
            onClick={() => void save(format.value)}
          >
            {format.label} <span className={classes.menuAbout}>{format.about}</span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconPrinter size={16} />}
          onClick={() => setTimeout(() => window.print(), 250)}
        >
          Print
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
