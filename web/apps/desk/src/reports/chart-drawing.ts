// What a chart is drawn from, whatever its form.

import type { ReportColumn, Unit } from "@holdfast/client";
import { largest, ticks } from "./axis";
import { axisText, type ChartPoint } from "./figures";
import type { SeriesLook } from "./palette";

export interface DrawnSeries {
  column: ReportColumn;
  look: SeriesLook;
  /** Id of its pattern in this chart. */
  pattern: string;
}

export interface ChartDrawing {
  points: readonly ChartPoint[];
  series: readonly DrawnSeries[];
  unit: Unit;
  stacked: boolean;
  /** What is told beside a figure: its n. */
  facts: (point: ChartPoint, series: DrawnSeries) => string;
  /** Lists the chats behind a figure. */
  onOpen: (point: ChartPoint, series: DrawnSeries) => void;
}

/** Names its values for the drawing library. */
export const seriesValue = (index: number) => (point: ChartPoint) => point.values[index] ?? null;

/** The axis of the figures. */
export function figureAxis({ points, stacked, unit }: ChartDrawing) {
  const marks = ticks(largest(points, stacked), unit);
  return {
    ticks: marks,
    domain: [0, marks.at(-1) ?? 1] as [number, number],
    tickFormatter: (value: number) => axisText(value, unit),
  };
}
