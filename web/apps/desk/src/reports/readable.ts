// An answer as a person reads it. Tables name what a row is of for machines too: a stretch of time as `2026-W47` beside its beginning, a queue
// by its id beside its name. A reader gets one column of the two; exports have both.

import type { Report, ReportChoice, ReportColumn, ReportRow, ReportTable } from "@holdfast/client";
import { languageText } from "../format";
import { isKey } from "./figures";

export function readableReport(report: Report): Report {
  return { ...report, tables: report.tables.map((table) => readableTable(filledIn(table))) };
}

/** What is empty is not sent: a key has no formula, a total nothing that narrows it. */
export function filledIn(table: ReportTable): ReportTable {
  const row = (one: ReportRow): ReportRow => ({ ...one, narrow: one.narrow ?? {} });
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      meaning: column.meaning ?? "",
      formula: column.formula ?? "",
    })),
    rows: table.rows.map(row),
    ...(table.total ? { total: row(table.total) } : {}),
  };
}

/** One column a key: times are shown in the reader's language, names without their ids. */
export function readableTable(table: ReportTable): ReportTable {
  const keys = table.columns.filter(isKey);
  const begins = keys.findIndex((column) => column.unit === "time");
  const shown = table.columns.flatMap((column, index): { column: ReportColumn; from: number }[] => {
    if (!isKey(column)) return [{ column, from: index }];
    const isId = keys.some((other) => column.id === `${other.id}_id`);
    // The stretch keeps its own name and takes the moment at which it begins.
    const stretch = index === 0 && begins === 1;
    if (stretch) return [{ column: { ...column, unit: "time" }, from: 1 }];
    return isId || (index === 1 && begins === 1) ? [] : [{ column, from: index }];
  });
  const read = (cells: ReportTable["rows"][number]["cells"]) => shown.map(({ from }) => cells[from] ?? null);
  return {
    ...table,
    columns: shown.map(({ column }) => column),
    rows: table.rows.map((row) => ({ ...row, cells: read(row.cells) })),
    ...(table.total ? { total: { ...table.total, cells: read(table.total.cells) } } : {}),
  };
}

type Choices = Readonly<Record<string, readonly ReportChoice[]>>;

/** What there is to choose from, languages by their names. */
export function readableChoices(choices: Choices): Choices {
  const { language } = choices;
  if (!language) return choices;
  const named = language.map((one) =>
    one.label === one.value ? { ...one, label: languageText(one.value) } : one,
  );
  return { ...choices, language: named };
}
