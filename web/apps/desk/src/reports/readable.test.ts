// Tables as a person reads them.

import type { ReportColumn, ReportTable } from "@holdfast/client";
import { expect, test } from "vitest";
import { filledIn, readableChoices, readableTable } from "./readable";

const column = (id: string, unit: ReportColumn["unit"], formula = ""): ReportColumn => ({
  id,
  title: id,
  meaning: "",
  formula,
  unit,
  has_chats: formula !== "",
});
const offered = column("offered", "count", "number of chats");

test("a stretch of time is one column: its name, with the moment at which it begins", () => {
  const table: ReportTable = {
    id: "intervals",
    title: "By interval",
    columns: [column("interval", "text"), column("starts_at", "time"), offered],
    rows: [{ cells: ["2026-W47", "2026-11-15T23:00:00Z", 4], narrow: { at: "2026-11-15T23:00:00Z" } }],
    total: { cells: ["Total", null, 4], narrow: {} },
  };
  const read = readableTable(table);
  expect(read.columns.map((one) => [one.id, one.unit])).toEqual([
    ["interval", "time"],
    ["offered", "count"],
  ]);
  expect(read.rows[0]).toEqual({
    cells: ["2026-11-15T23:00:00Z", 4],
    narrow: { at: "2026-11-15T23:00:00Z" },
  });
  expect(read.total?.cells).toEqual([null, 4]);
});

test("a name stands without its id; other keys stay", () => {
  const table: ReportTable = {
    id: "statuses",
    title: "By agent and status",
    columns: [column("agent", "text"), column("agent_id", "text"), column("status", "text"), offered],
    rows: [{ cells: ["Sam Okoro", "sam", "On a break", 4], narrow: {} }],
  };
  const read = readableTable(table);
  expect(read.columns.map((one) => one.id)).toEqual(["agent", "status", "offered"]);
  expect(read.rows[0]?.cells).toEqual(["Sam Okoro", "On a break", 4]);
});

test("what the server leaves out because it is empty is filled in", () => {
  const sent = JSON.parse(
    '{"id":"queues","title":"By queue","columns":[{"id":"queue","title":"Queue","unit":"text","has_chats":false}],"rows":[],"total":{"cells":["Total"]}}',
  ) as ReportTable;
  const table = filledIn(sent);
  expect(table.columns[0]).toMatchObject({ meaning: "", formula: "" });
  expect(table.total).toEqual({ cells: ["Total"], narrow: {} });
});

test("languages are told by name, and what has no language as it is", () => {
  const german = new Intl.DisplayNames(undefined, { type: "language" }).of("de");
  const read = readableChoices({
    queue: [{ value: "de", label: "de" }],
    language: [
      { value: "de", label: "de" },
      { value: "NO_VALUE", label: "none" },
    ],
  });
  expect(read.language?.map((one) => one.label)).toEqual([german, "none"]);
  expect(read.queue?.[0]?.label).toBe("de");
});
