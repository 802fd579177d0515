// Figures in words: each unit in the viewer's language, the same wherever a figure stands: card, chart, table, explanation.

import type { Report, ReportChart, ReportColumn, ReportRow, ReportTable, Unit } from "@holdfast/client";
import { momentText, type Reading, stretchText, tickText } from "./periods";

/** A value of a table. */
export type Figure = ReportRow["cells"][number];

/** What stands where there is no figure. */
export const noFigure = "–";

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const fraction = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const percent = new Intl.NumberFormat(undefined, {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const exactly = new Intl.NumberFormat(undefined, { maximumFractionDigits: 3 });

/** Seconds as `h:mm:ss`, rounded to the nearest. */
export function secondsText(seconds: number): string {
  const all = Math.round(Math.abs(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const sign = seconds < 0 && all > 0 ? "−" : "";
  return `${sign}${whole.format(Math.floor(all / 3600))}:${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
}

/** A figure as a person reads it. */
export function figureText(figure: Figure | undefined, unit: Unit, timeZone: string): string {
  if (figure === null || figure === undefined) return noFigure;
  if (typeof figure === "string") {
    const ms = unit === "time" ? Date.parse(figure) : Number.NaN;
    return Number.isNaN(ms) ? figure : momentText(ms, timeZone);
  }
  switch (unit) {
    case "count":
      return whole.format(figure);
    case "seconds":
      return secondsText(figure);
    case "share":
      return percent.format(figure);
    case "number":
    case "time":
    case "text":
      return fraction.format(figure);
  }
}

/** The figure without the rounding of its short form; null where the short form says it all. */
export function exactText(figure: Figure | undefined, unit: Unit): string | null {
  if (typeof figure !== "number") return null;
  if (unit === "seconds") return `${exactly.format(figure)} s`;
  if (unit === "share") return `${exactly.format(figure * 100)} %`;
  return unit === "number" && fraction.format(figure) !== exactly.format(figure)
    ? exactly.format(figure)
    : null;
}

const shortPercent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });

/** Figures of a unit along an axis, as short as they can be. */
export function axisText(value: number, unit: Unit): string {
  if (unit === "share") return shortPercent.format(value);
  if (unit === "seconds") return secondsText(value);
  return fraction.format(value);
}

/** Whether a column says what a row is of, rather than a figure. */
export function isKey(column: ReportColumn): boolean {
  return column.formula === "" && (column.unit === "time" || column.unit === "text");
}

/** Numbers stand at the right, words at the left. */
export function isNumeric(column: ReportColumn): boolean {
  return column.unit !== "text" && column.unit !== "time";
}

/** A cell in words: the stretch of time where the column is the row's. */
export function cellText(figure: Figure | undefined, column: ReportColumn, reading: Reading): string {
  if (isKey(column) && column.unit === "time" && typeof figure === "string") {
    const ms = Date.parse(figure);
    return Number.isNaN(ms) ? figure : stretchText(ms, reading);
  }
  return figureText(figure, column.unit, reading.timeZone);
}

/** What a row is of, in words, from its keys. */
export function rowText(table: ReportTable, row: ReportRow, reading: Reading): string {
  return table.columns
    .flatMap((column, index) =>
      isKey(column) && row.cells[index] !== null ? [cellText(row.cells[index], column, reading)] : [],
    )
    .join(", ");
}

export function columnOf(table: ReportTable | undefined, id: string): ReportColumn | undefined {
  return table?.columns.find((one) => one.id === id);
}

/** A row's figure in a column. */
export function figureIn(table: ReportTable, row: ReportRow | null | undefined, column: string): Figure {
  return row?.cells[table.columns.findIndex((one) => one.id === column)] ?? null;
}

/** Whether a figure can be asked for the chats behind it: there is none behind nothing. */
export function hasChats(column: ReportColumn, figure: Figure | undefined): boolean {
  return column.has_chats && figure !== null && figure !== undefined && figure !== 0;
}

/** Whether the answer has nothing but nothing in it. */
export function isEmpty(report: Report): boolean {
  const nothing = (row: ReportRow, table: ReportTable) =>
    row.cells.every((figure, index) => {
      const column = table.columns[index];
      return !column || isKey(column) || figure === null || figure === 0 || figure === "";
    });
  return report.tables.every((table) =>
    table.total ? nothing(table.total, table) : table.rows.every((row) => nothing(row, table)),
  );
}

/** One place along a chart's axis with the figures there. */
export interface ChartPoint {
  row: number;
  label: string;
  tick: string;
  /** A figure a series, in the chart's order; null: a gap. */
  values: readonly (number | null)[];
}

/** What a chart draws, from its table. */
export function chartPoints(chart: ReportChart, table: ReportTable, reading: Reading): ChartPoint[] {
  const along = table.columns.findIndex((one) => one.id === chart.along);
  const columns = chart.series.map((id) => table.columns.findIndex((one) => one.id === id));
  return table.rows.map((row, index) => {
    const key = row.cells[along];
    const column = table.columns[along];
    const ms = typeof key === "string" && column?.unit === "time" ? Date.parse(key) : Number.NaN;
    return {
      row: index,
      // A row of several keys, e.g. an agent and a status, is named by all of them.
      label: rowText(table, row, reading),
      tick: Number.isNaN(ms) ? rowText(table, row, reading) : tickText(ms, reading),
      values: columns.map((at) => {
        const value = row.cells[at];
        return typeof value === "number" ? value : null;
      }),
    };
  });
}

/** Whether a chart has anything to show: counts of nothing but 0 would be an empty frame. A time or a share of 0 says something. */
export function isDrawable(chart: ReportChart, table: ReportTable): boolean {
  return chart.series.some((series) => {
    const at = table.columns.findIndex((one) => one.id === series);
    const counts = table.columns[at]?.unit === "count";
    return table.rows.some(({ cells }) => typeof cells[at] === "number" && !(counts && cells[at] === 0));
  });
}
