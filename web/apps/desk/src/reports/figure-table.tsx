// A table of figures: sticky head and total, long ones drawn only where they are looked at, every figure reachable by keyboard.

import type { ReportRow, ReportTable } from "@holdfast/client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { spoken } from "./explanation";
import { cellText, hasChats, isKey, isNumeric, noFigure } from "./figures";
import type { Reading } from "./periods";
import classes from "./table.module.css";
import { useGridKeys } from "./use-grid-keys";

/** Up to this many rows all are drawn. */
const drawnWhole = 80;
const rowPx = 36;
/** From this many columns on paper gets smaller letters. */
const wideFrom = 12;

interface FigureTableProps {
  table: ReportTable;
  reading: Reading;
  onOpen: (table: string, column: string, narrow: Readonly<Record<string, string>>) => void;
  /** What explains the figure of a column, in a row. */
  name: (column: string, row: number | "total" | null) => string;
}

export function FigureTable({ table, reading, onOpen, name }: FigureTableProps) {
  const { columns, rows, total } = table;
  const scroll = useRef<HTMLDivElement>(null);
  const printing = usePrinting();
  const whole = printing || rows.length <= drawnWhole;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowPx,
    overscan: 12,
    enabled: !whole,
    // Head and total lie over the first and the last of what is seen.
    scrollPaddingStart: rowPx + 8,
    scrollPaddingEnd: rowPx + 8,
  });
  const places = rows.length + 1 + (total ? 1 : 0);
  const { grid, place, onKeyDown, onFocus } = useGridKeys(places, columns.length, (row) => {
    if (!whole && row > 0 && row <= rows.length) virtual.scrollToIndex(row - 1);
  });
  const items = whole ? null : virtual.getVirtualItems();
  const shown = items ? items.map((item) => item.index) : rows.map((_, index) => index);
  const before = items?.[0]?.start ?? 0;
  const after = items ? virtual.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const line = { table, reading, onOpen, name };
  return (
    <div className={classes.scroll} ref={scroll}>
      <table
        ref={grid}
        className={classes.table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrows go from figure to figure, which is what a grid is
        role="grid"
        data-wide={columns.length > wideFrom || undefined}
        aria-label={table.title}
        aria-rowcount={places}
        aria-colcount={columns.length}
        onKeyDown={onKeyDown}
        onFocus={(event) => onFocus(event.target)}
      >
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column, index) => (
              <th
                key={column.id}
                scope="col"
                data-numeric={isNumeric(column) || undefined}
                data-place={`0:${index}`}
                data-explain={isKey(column) ? undefined : name(column.id, null)}
                aria-description={spoken(column) || undefined}
                tabIndex={place.row === 0 && place.column === index ? 0 : -1}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Spacer px={before} />}
          {shown.map((index) => {
            const row = rows[index];
            return row ? (
              <Line
                key={rowKey(row, index)}
                {...line}
                row={row}
                at={index}
                gridRow={index + 1}
                current={place.row === index + 1 ? place.column : -1}
              />
            ) : null;
          })}
          {after > 0 && <Spacer px={after} />}
        </tbody>
        {total && (
          <tfoot>
            <Line
              {...line}
              row={total}
              at="total"
              gridRow={places - 1}
              current={place.row === places - 1 ? place.column : -1}
            />
          </tfoot>
        )}
      </table>
    </div>
  );
}

function rowKey(row: ReportRow, index: number): string {
  const own = Object.values(row.narrow).join(" ");
  return own ? `${own} ${row.cells[0] ?? ""}` : String(index);
}

function Spacer({ px }: { px: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can be focused; it stands for rows that are not drawn
    <tr aria-hidden="true">
      <td style={{ height: px, padding: 0, border: 0 }} />
    </tr>
  );
}

interface LineProps extends FigureTableProps {
  row: ReportRow;
  at: number | "total";
  /** Its place in the grid; 0 is the head. */
  gridRow: number;
  /** The column that Tab comes to; -1: none of this row. */
  current: number;
}

const Line = memo(function Line({ table, reading, onOpen, name, row, at, gridRow, current }: LineProps) {
  return (
    <tr aria-rowindex={gridRow + 1}>
      {table.columns.map((column, index) => {
        const figure = row.cells[index];
        const key = isKey(column);
        const place = {
          "data-place": `${gridRow}:${index}`,
          tabIndex: current === index ? 0 : -1,
          ...(key ? {} : { "data-explain": name(column.id, at), "aria-description": spoken(column) }),
        };
        const empty = figure === null || figure === undefined;
        const text = at === "total" && key ? (index === 0 ? "Total" : "") : cellText(figure, column, reading);
        if (index === 0) {
          return (
            <th key={column.id} scope="row" {...place}>
              {text}
            </th>
          );
        }
        if (hasChats(column, figure)) {
          return (
            <td key={column.id} data-numeric={isNumeric(column) || undefined}>
              <button type="button" {...place} onClick={() => onOpen(table.id, column.id, row.narrow)}>
                {text}
              </button>
            </td>
          );
        }
        return (
          <td
            key={column.id}
            {...place}
            data-numeric={isNumeric(column) || undefined}
            data-nothing={empty || figure === 0 || undefined}
            {...(empty && text === noFigure ? { "aria-label": "none" } : {})}
          >
            {text}
          </td>
        );
      })}
    </tr>
  );
});

/** Paper does not scroll: all rows are drawn while the page is printed. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const before = () => flushSync(() => setPrinting(true));
    const after = () => setPrinting(false);
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, []);
  return printing;
}
