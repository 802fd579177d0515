// Moving through a table with the keyboard: the table is one stop of Tab, arrows go from figure to figure.

import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";

export interface GridPlace {
  /** 0 is the head; the last one is the total, where there is one. */
  row: number;
  column: number;
}

/** How many rows a page key goes. */
const pageRows = 12;

/** Where a key leads to; null: the key is not one of the grid's. */
export function placeAfter(
  key: string,
  withControl: boolean,
  place: GridPlace,
  rows: number,
  columns: number,
): GridPlace | null {
  const last = { row: rows - 1, column: columns - 1 };
  const to = (row: number, column: number): GridPlace => ({
    row: Math.max(0, Math.min(row, last.row)),
    column: Math.max(0, Math.min(column, last.column)),
  });
  switch (key) {
    case "ArrowDown":
      return to(withControl ? last.row : place.row + 1, place.column);
    case "ArrowUp":
      return to(withControl ? 0 : place.row - 1, place.column);
    case "ArrowRight":
      return to(place.row, withControl ? last.column : place.column + 1);
    case "ArrowLeft":
      return to(place.row, withControl ? 0 : place.column - 1);
    case "Home":
      return to(withControl ? 0 : place.row, 0);
    case "End":
      return to(withControl ? last.row : place.row, last.column);
    case "PageDown":
      return to(place.row + pageRows, place.column);
    case "PageUp":
      return to(place.row - pageRows, place.column);
    default:
      return null;
  }
}

/** Keeps the place; `reveal` brings a row that is not drawn into view. */
export function useGridKeys(rows: number, columns: number, reveal: (row: number) => void) {
  const [place, setPlace] = useState<GridPlace>({ row: 0, column: 0 });
  const grid = useRef<HTMLTableElement>(null);
  const wanted = useRef(false);
  useEffect(() => {
    if (!wanted.current) return;
    const cell = grid.current?.querySelector<HTMLElement>(`[data-place="${place.row}:${place.column}"]`);
    if (!cell) return;
    wanted.current = false;
    cell.focus();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || event.shiftKey) return;
    const next = placeAfter(event.key, event.ctrlKey, place, rows, columns);
    if (!next) return;
    event.preventDefault();
    wanted.current = true;
    reveal(next.row);
    setPlace(next);
  };
  /** A click, or Tab, came to a cell. */
  const onFocus = useCallback((target: EventTarget) => {
    const at = target instanceof HTMLElement ? target.dataset.place : undefined;
    const [row, column] = (at ?? "").split(":").map(Number);
    if (row !== undefined && column !== undefined && at) {
      setPlace((now) => (now.row === row && now.column === column ? now : { row, column }));
    }
  }, []);
  // Fewer rows than before: the place stays inside, so that Tab finds a stop.
  const inside = {
    row: Math.min(place.row, Math.max(0, rows - 1)),
    column: Math.min(place.column, Math.max(0, columns - 1)),
  };
  return { grid, place: inside, onKeyDown, onFocus };
}
