// A chart with its legend. It is loaded when a report is opened: the drawing library is larger than the rest of the desk's reports.

import type { ReportChart, ReportTable } from "@holdfast/client";
import { useId } from "react";
import classes from "./chart.module.css";
import { BarsAcross, BarsOverTime } from "./chart-bars";
import type { ChartDrawing, DrawnSeries } from "./chart-drawing";
import { LinesOverTime } from "./chart-lines";
import { LegendMark } from "./chart-marks";
import { spoken } from "./explanation";
import { figureName } from "./figure-name";
import { chartPoints, columnOf, hasChats } from "./figures";
import { seriesLook } from "./palette";
import type { Reading } from "./periods";

interface ChartPanelProps {
  chart: ReportChart;
  table: ReportTable;
  reading: Reading;
  onOpen: (table: string, column: string, narrow: Readonly<Record<string, string>>) => void;
}

/** Of queues or agents side by side so many are legible; the table has them all. */
const barsAcrossMax = 24;

export default function ChartPanel({ chart, table, reading, onOpen }: ChartPanelProps) {
  const id = useId().replaceAll(":", "");
  const along = columnOf(table, chart.along);
  const columns = chart.series.flatMap((series) => columnOf(table, series) ?? []);
  const series: DrawnSeries[] = columns.map((column, index) => ({
    column,
    look: seriesLook(index),
    pattern: `${id}-${index}`,
  }));
  const overTime = along?.unit === "time";
  const all = chartPoints({ ...chart, series: columns.map((column) => column.id) }, table, reading);
  const points = overTime ? all : all.slice(0, barsAcrossMax);
  const drawing: ChartDrawing = {
    points,
    series,
    unit: columns[0]?.unit ?? "count",
    stacked: chart.form === "stacked_bar",
    facts: (point, { column }) => {
      const row = table.rows[point.row];
      const of = column.n ? columnOf(table, column.n) : undefined;
      const n = row && of ? row.cells[table.columns.indexOf(of)] : null;
      return of && typeof n === "number" ? `n = ${n.toLocaleString()}` : "";
    },
    onOpen: (point, { column }) => {
      const row = table.rows[point.row];
      if (row && hasChats(column, row.cells[table.columns.indexOf(column)])) {
        onOpen(table.id, column.id, row.narrow);
      }
    },
  };
  const names = columns.map((column) => column.title).join(", ");
  return (
    <>
      <div
        role="img"
        className={classes.drawing}
        aria-label={`${chart.title}: ${names}, by ${along?.title.toLocaleLowerCase() ?? "row"}. The figures are in the table beneath.`}
      >
        {!overTime ? (
          <BarsAcross {...drawing} />
        ) : chart.form === "line" ? (
          <LinesOverTime {...drawing} />
        ) : (
          <BarsOverTime {...drawing} />
        )}
      </div>
      <ul className={classes.legend} aria-label={`Legend: ${chart.title}`}>
        {series.map(({ column, look }) => (
          <li key={column.id}>
            <button
              type="button"
              data-explain={figureName(table.id, column.id, null)}
              aria-description={spoken(column)}
            >
              <LegendMark
                look={look}
                line={overTime && chart.form === "line"}
                id={`${id}-legend-${column.id}`}
              />
              {column.title}
            </button>
          </li>
        ))}
      </ul>
      {all.length > points.length && (
        <p className={classes.some}>
          The first {points.length} of {all.length}; the table has all.
        </p>
      )}
    </>
  );
}
