// How an element names the figure that it shows, for what explains it.

/** `row`: its number, `total`, or null for the column itself. */
export function figureName(table: string, column: string, row: number | "total" | null): string {
  return JSON.stringify([table, column, row]);
}
