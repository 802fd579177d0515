// Figures in words, and what a chart draws of a table.

import type { Report, ReportChart, ReportColumn, ReportTable } from "@holdfast/client";
import { expect, test } from "vitest";
import { counted, inARow } from "./cards";
import { explain, spoken } from "./explanation";
import {
  axisText,
  cellText,
  chartPoints,
  exactText,
  figureText,
  hasChats,
  isDrawable,
  isEmpty,
  rowText,
  secondsText,
} from "./figures";

const number = (value: number, options?: Intl.NumberFormatOptions) =>
  value.toLocaleString(undefined, options);
const column = (id: string, change: Partial<ReportColumn> = {}): ReportColumn => ({
  id,
  title: id,
  meaning: `what ${id} means`,
  formula: `how ${id} is computed`,
  unit: "count",
  has_chats: true,
  ...change,
});
const key = (id: string, unit: "time" | "text"): ReportColumn =>
  column(id, { meaning: "", formula: "", unit, has_chats: false });

const table: ReportTable = {
  id: "time",
  title: "By day",
  columns: [
    key("start", "time"),
    key("queue", "text"),
    column("answered", { title: "Answered" }),
    column("wait", { unit: "seconds", n: "answered" }),
  ],
  rows: [
    { cells: ["2026-10-31T23:00:00Z", "Billing", 4, 42.4], narrow: { at: "1" } },
    { cells: ["2026-11-01T23:00:00Z", "Billing", 0, null], narrow: { at: "2" } },
  ],
  total: { cells: [null, null, 4, 42.4], narrow: {} },
};
const reading = { timeZone: "Europe/Berlin", interval: "day", weekStart: "monday", to: "2026-12-31" };

test("seconds are h:mm:ss, rounded to the nearest", () => {
  expect([0, 0.4, 0.5, 59.4, 59.5, 60, 3599.5, 3600, 90_061].map(secondsText)).toEqual([
    "0:00:00",
    "0:00:00",
    "0:00:01",
    "0:00:59",
    "0:01:00",
    "0:01:00",
    "1:00:00",
    "1:00:00",
    "25:01:01",
  ]);
});

test("each unit has its form, and nothing is a dash", () => {
  expect(figureText(12_345, "count", "UTC")).toBe(number(12_345));
  expect(figureText(0.8239, "share", "UTC")).toBe(
    number(0.824, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  );
  expect(figureText(1, "share", "UTC")).toContain(number(100, { minimumFractionDigits: 1 }));
  expect(figureText(2.345, "number", "UTC")).toBe(number(2.35));
  expect(figureText("web", "text", "UTC")).toBe("web");
  expect(figureText(null, "seconds", "UTC")).toBe("–");
  expect(axisText(0.5, "share")).toBe(number(0.5, { style: "percent" }));
});

test("what a short form rounds is told exactly", () => {
  expect(exactText(42.4, "seconds")).toBe(`${number(42.4)} s`);
  expect(exactText(0.82391, "share")).toBe(`${number(82.391)} %`);
  expect(exactText(4, "count")).toBeNull();
  expect(exactText(2.5, "number")).toBeNull();
  expect(exactText(null, "seconds")).toBeNull();
});

test("a row is named by its stretch of time in the report's zone, and its other keys", () => {
  const [first] = table.rows;
  if (!first) throw new Error("no row");
  const day = new Intl.DateTimeFormat(undefined, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "Europe/Berlin",
  });
  const words = day.format(Date.parse("2026-10-31T23:00:00Z"));
  expect(words).toContain("1");
  expect(rowText(table, first, reading)).toBe(`${words}, Billing`);
  expect(cellText("not a time", key("start", "time"), reading)).toBe("not a time");
});

test("behind nothing there are no chats", () => {
  const answered = column("answered");
  expect([4, 0, null, undefined].map((figure) => hasChats(answered, figure))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(hasChats(column("absent", { has_chats: false }), 4)).toBe(false);
});

test("a figure is explained with meaning, formula, its exact value and n", () => {
  const wait = table.columns[3];
  if (!wait) throw new Error("no column");
  expect(explain(table, wait, table.total)).toEqual({
    title: "wait",
    meaning: "What wait means.",
    formula: "how wait is computed",
    facts: [`exactly ${number(42.4)} s`, "n = 4 (answered)"],
    opens: true,
  });
  expect(spoken(wait)).toBe("What wait means. Formula: how wait is computed.");
  // The column's head says what it means, of no row.
  expect(explain(table, wait, null).facts).toEqual([]);
  expect(explain(table, wait, table.rows[1]).opens).toBe(false);
});

test("a chart has a point a row, with gaps where there is no figure", () => {
  const chart = {
    title: "Waits",
    form: "line" as const,
    table: "time",
    along: "start",
    series: ["wait", "answered"],
  };
  const points = chartPoints(chart, table, reading);
  expect(points.map((point) => point.values)).toEqual([
    [42.4, 4],
    [null, 0],
  ]);
  expect(points.map((point) => point.row)).toEqual([0, 1]);
  expect(points[0]?.tick).toBe(
    new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "Europe/Berlin" }).format(
      Date.parse("2026-10-31T23:00:00Z"),
    ),
  );
});

test("a report of zeros is empty, one with a single figure is not", () => {
  const report = (tables: ReportTable[]) => ({ tables }) as unknown as Report;
  const nothing = { cells: [null, null, 0, null], narrow: {} };
  expect(isEmpty(report([{ ...table, total: nothing }]))).toBe(true);
  expect(isEmpty(report([{ ...table, total: nothing }, table]))).toBe(false);
  expect(isEmpty(report([{ ...table, total: null, rows: [] }]))).toBe(true);
  expect(isEmpty(report([{ ...table, total: null }]))).toBe(false);
});

test("cards stand in rows of nearly one length", () => {
  expect([1, 6, 7, 8, 9, 14, 15].map(inARow)).toEqual([1, 6, 7, 4, 5, 7, 5]);
});

test("what is counted is said in the singular of one", () => {
  const titles = ["Chats", "Replies", "Answered or abandoned"];
  expect(titles.map((title) => counted(title, 1))).toEqual(["chat", "reply", "answered or abandoned"]);
  expect(titles.map((title) => counted(title, 2))).toEqual(["chats", "replies", "answered or abandoned"]);
});

test("a chart of counts that are all 0 is not drawn, one of a time that is 0 is", () => {
  const chart = (series: string): ReportChart => ({
    title: "",
    form: "line",
    table: "time",
    along: "start",
    series: [series],
  });
  const of = (answered: number, wait: number | null) => ({
    ...table,
    rows: [{ cells: ["2026-10-31T23:00:00Z", "Billing", answered, wait], narrow: {} }],
  });
  expect(isDrawable(chart("answered"), table)).toBe(true);
  expect(isDrawable(chart("answered"), of(0, null))).toBe(false);
  expect(isDrawable(chart("wait"), of(0, null))).toBe(false);
  expect(isDrawable(chart("wait"), of(1, 0))).toBe(true);
  expect(isDrawable(chart("gone"), table)).toBe(false);
});
