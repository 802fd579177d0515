// A table of the report: its charts, and beneath them all their figures.

import type { ReportChart, ReportTable } from "@holdfast/client";
import { Button, Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import { figureName } from "./figure-name";
import { FigureTable } from "./figure-table";
import { isDrawable } from "./figures";
import type { Reading } from "./periods";
import classes from "./reports.module.css";

const ChartPanel = lazy(() => import("./chart-panel"));

export type OpenFigure = (table: string, column: string, narrow: Readonly<Record<string, string>>) => void;

interface TableSectionProps {
  table: ReportTable;
  charts: readonly ReportChart[];
  reading: Reading;
  onOpen: OpenFigure;
  onMore: (() => void) | null;
  readingMore: boolean;
}

export function TableSection({ table, charts, reading, onOpen, onMore, readingMore }: TableSectionProps) {
  return (
    <section className={classes.section} aria-label={table.title}>
      {table.rows.length > 0 && charts.length > 0 && (
        <div className={classes.charts}>
          {charts.map((chart) => {
            const drawn = isDrawable(chart, table);
            return (
              <figure key={chart.title} className={classes.chart} data-empty={!drawn || undefined}>
                <figcaption>{chart.title}</figcaption>
                {drawn ? (
                  <Suspense fallback={<Skeleton height={292} />}>
                    <ChartPanel chart={chart} table={table} reading={reading} onOpen={onOpen} />
                  </Suspense>
                ) : (
                  <p className={classes.none}>Nothing in this time.</p>
                )}
              </figure>
            );
          })}
        </div>
      )}
      <div className={classes.panel}>
        <h3>{table.title}</h3>
        {table.rows.length === 0 ? (
          <p className={classes.none}>Nothing in this time.</p>
        ) : (
          <FigureTable
            table={table}
            reading={reading}
            onOpen={onOpen}
            name={(column, row) => figureName(table.id, column, row)}
          />
        )}
        {onMore && (
          <div className={classes.more}>
            <span>The first {table.rows.length.toLocaleString()} rows; the total is of all.</span>
            <Button size="compact-sm" variant="default" loading={readingMore} onClick={onMore}>
              More rows
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
