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

/** A figure of 12 px in a wide font, and what is between the figures and the lines. */
const axisCharPx = 7.7;
const axisGapPx = 10;

/** The axis of the figures. */
export function figureAxis({ points, stacked, unit }: ChartDrawing) {
  const marks = ticks(largest(points, stacked), unit);
  return {
    ticks: marks,
    domain: [0, marks.at(-1) ?? 1] as [number, number],
    tickFormatter: (value: number) => axisText(value, unit),
  };
}

/** The same axis upright. Its width is reckoned: what recharts measures it does not measure again when the chart gets narrower. */
export function uprightFigureAxis(drawing: ChartDrawing) {
  const axis = figureAxis(drawing);
  const longest = Math.max(...axis.ticks.map((value) => axis.tickFormatter(value).length));
  return { ...axis, width: Math.ceil(axisGapPx + longest * axisCharPx) };
}
