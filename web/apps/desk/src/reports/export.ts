// Fetches an export and hands it to the browser as a file, so that a refusal is told instead of saved.

import { ProblemError, problemOf, reportPath } from "@holdfast/client/desk";
import type { Question } from "./question";

/** Files that hold a whole report. */
export const wholeFormats = [
  { value: "xlsx", label: "Excel", about: "a sheet a table" },
  { value: "json", label: "JSON", about: "with meanings and formulas" },
] as const;

/** Files that hold one table. */
export const tableFormats = [
  { value: "csv", label: "CSV", about: "for spreadsheets and scripts" },
  { value: "parquet", label: "Parquet", about: "for data tools" },
] as const;

export type ExportFormat = (typeof wholeFormats | typeof tableFormats)[number]["value"];

/** Reads the whole file, then saves it under the name that the server gave it. */
export async function saveExport(
  report: string,
  format: ExportFormat,
  question: Question,
  table?: string,
): Promise<void> {
  const path = reportPath(report, "/export", { ...question, format, ...(table ? { table } : {}) });
  const response = await fetch(path, { credentials: "same-origin" });
  if (!response.ok) throw new ProblemError(problemOf(await response.text(), response.status));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = fileName(response.headers.get("content-disposition")) ?? `${report}.${format}`;
  link.click();
  // The browser has taken it by the next turn of its loop; freeing it at once would stop it in some.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The name in a `Content-Disposition`. */
export function fileName(disposition: string | null): string | null {
  return /filename="?([^";]+)"?/.exec(disposition ?? "")?.[1] ?? null;
}
