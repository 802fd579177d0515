// Bars: standing along time, lying for queues or agents, whose names need the room.

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { type ChartDrawing, figureAxis, seriesValue, uprightFigureAxis } from "./chart-drawing";
import { axis, chartHeight } from "./chart-lines";
import { PatternFill } from "./chart-marks";
import { ChartTip } from "./chart-tip";
import type { ChartPoint } from "./figures";

const barPxMax = 34;
/** With more bars than this each is a pixel or two wide: an edge around them would hide them. */
const edgedMax = 100;
const acrossRowPx = 30;
const namePxMax = 190;

function patterns({ series }: ChartDrawing) {
  return (
    <defs>
      {series.map(({ pattern, look }) => (
        <PatternFill key={pattern} id={pattern} look={look} />
      ))}
    </defs>
  );
}

function bars(drawing: ChartDrawing) {
  return drawing.series.map((one, index) => (
    <Bar
      key={one.column.id}
      dataKey={seriesValue(index)}
      name={one.column.title}
      fill={`url(#${one.pattern})`}
      stroke="var(--surface)"
      strokeWidth={drawing.stacked && drawing.points.length <= edgedMax ? 1 : 0}
      maxBarSize={barPxMax}
      isAnimationActive={false}
      {...(drawing.stacked ? { stackId: "all" } : { radius: 2 })}
      cursor="pointer"
      onClick={(bar: { payload?: ChartPoint }) => bar.payload && drawing.onOpen(bar.payload, one)}
    />
  ));
}

function tip(drawing: ChartDrawing) {
  return (
    <Tooltip
      isAnimationActive={false}
      cursor={{ fill: "var(--hover)" }}
      content={({ active, payload }) => (
        <ChartTip drawing={drawing} lines={false} active={active} payload={payload} />
      )}
    />
  );
}

export function BarsOverTime(drawing: ChartDrawing) {
  const { points } = drawing;
  return (
    <ResponsiveContainer width="100%" height={chartHeight}>
      <BarChart
        data={points as ChartPoint[]}
        margin={{ top: 8, right: 14, bottom: 0, left: 0 }}
        barCategoryGap="18%"
        barGap={1}
        accessibilityLayer={false}
      >
        {patterns(drawing)}
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="tick"
          {...axis}
          tickLine={false}
          minTickGap={28}
          interval="equidistantPreserveStart"
        />
        <YAxis {...axis} axisLine={false} tickLine={false} {...uprightFigureAxis(drawing)} />
        {tip(drawing)}
        {bars(drawing)}
      </BarChart>
    </ResponsiveContainer>
  );
}

export function BarsAcross(drawing: ChartDrawing) {
  const { points, series, stacked } = drawing;
  const perRow = stacked ? 1 : Math.max(1, series.length * 0.55);
  const longest = Math.max(...points.map((one) => one.tick.length), 4);
  return (
    <ResponsiveContainer
      width="100%"
      height={Math.max(chartHeight, Math.round(points.length * acrossRowPx * perRow) + 48)}
    >
      <BarChart
        data={points as ChartPoint[]}
        layout="vertical"
        margin={{ top: 8, right: 18, bottom: 0, left: 0 }}
        barCategoryGap="18%"
        barGap={1}
        accessibilityLayer={false}
      >
        {patterns(drawing)}
        <CartesianGrid horizontal={false} stroke="var(--line)" />
        <XAxis type="number" {...axis} axisLine={false} tickLine={false} {...figureAxis(drawing)} />
        <YAxis
          type="category"
          dataKey="tick"
          {...axis}
          tickLine={false}
          interval={0}
          width={Math.min(namePxMax, 14 + longest * 7)}
          tickFormatter={(name: string) => (name.length > 26 ? `${name.slice(0, 25)}…` : name)}
        />
        {tip(drawing)}
        {bars(drawing)}
      </BarChart>
    </ResponsiveContainer>
  );
}
