// What is said of a figure when it is hovered or has the focus: what it means, how it is computed, and of how many things it is.

import type { ReportColumn, ReportRow, ReportTable } from "@holdfast/client";
import { capital } from "@holdfast/client/desk";
import { columnOf, exactText, figureIn, figureText, hasChats } from "./figures";

export interface Explanation {
  title: string;
  meaning: string;
  formula: string;
  /** The figure unrounded, and its n. */
  facts: readonly string[];
  /** Whether a click lists the chats behind it. */
  opens: boolean;
}

/** Explains a column, or its figure in a row. */
export function explain(
  table: ReportTable,
  column: ReportColumn,
  row: ReportRow | null | undefined,
): Explanation {
  const figure = row ? figureIn(table, row, column.id) : null;
  const exact = row ? exactText(figure, column.unit) : null;
  return {
    title: column.title,
    meaning: sentence(column.meaning),
    formula: column.formula,
    facts: [...(exact ? [`exactly ${exact}`] : []), ...(row ? nText(table, column, row) : [])],
    opens: row !== null && row !== undefined && hasChats(column, figure),
  };
}

/** `n = 412 answered`: of how many things a figure is. */
function nText(table: ReportTable, column: ReportColumn, row: ReportRow): string[] {
  const of = column.n ? columnOf(table, column.n) : undefined;
  if (!of) return [];
  return [`n = ${figureText(figureIn(table, row, of.id), of.unit, "UTC")} (${of.title.toLocaleLowerCase()})`];
}

/** The same for screen readers, who ask for it on the column's head. */
export function spoken(column: ReportColumn): string {
  const formula = column.formula.replaceAll("`", "");
  return [sentence(column.meaning), formula ? `Formula: ${formula}.` : ""].filter(Boolean).join(" ");
}

/** A phrase of docs/metrics.md as a sentence. */
export function sentence(phrase: string): string {
  return phrase === "" ? "" : `${capital(phrase)}${/[.!?]$/.test(phrase) ? "" : "."}`;
}
