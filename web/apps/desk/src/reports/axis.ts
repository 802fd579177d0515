// The ticks of a chart's axis: round numbers of the unit that people count in, always from zero.

import type { Unit } from "@holdfast/client";
import type { ChartPoint } from "./figures";

const ticksMax = 6;
/** Round stretches of time, in seconds; above them whole days. */
const roundSeconds = [
  1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
];

/** The largest figure that a chart has to show; of stacked series the largest sum. */
export function largest(points: readonly ChartPoint[], stacked: boolean): number {
  const of = ({ values }: ChartPoint) =>
    stacked
      ? values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
      : values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  return points.reduce((most, point) => Math.max(most, of(point)), 0);
}

/** Ticks from 0 to the first one that is not below the largest figure. */
export function ticks(most: number, unit: Unit): number[] {
  const step = stepOf(most / (ticksMax - 1), unit);
  const count = Math.max(1, Math.ceil(most / step - 1e-9));
  // Multiplied, not added: no rounding piles up.
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

function stepOf(least: number, unit: Unit): number {
  if (unit === "seconds") {
    const found = roundSeconds.find((one) => one >= least);
    return found ?? decimalStep(least / 86_400) * 86_400;
  }
  const step = decimalStep(least);
  return unit === "count" ? Math.max(1, Math.ceil(step)) : step;
}

/** 1, 2 or 5 of a power of ten. */
function decimalStep(least: number): number {
  if (least <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((one) => one * power >= least * (1 - 1e-9)) ?? 10) * power;
}
