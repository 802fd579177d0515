// Lines over time.

import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { type ChartDrawing, seriesValue, uprightFigureAxis } from "./chart-drawing";
import { Mark } from "./chart-marks";
import { ChartTip } from "./chart-tip";
import type { ChartPoint } from "./figures";

export const chartHeight = 260;
/** With more points than this their markers would hide the line: every so many of them is marked. */
const markersMax = 40;

export const axis = {
  stroke: "var(--line-strong)",
  tick: { fill: "var(--ink-soft)", fontSize: 12 },
} as const;

export function LinesOverTime(drawing: ChartDrawing) {
  const { points, series } = drawing;
  const markEvery = Math.ceil(points.length / markersMax);
  return (
    <ResponsiveContainer width="100%" height={chartHeight}>
      <LineChart
        data={points as ChartPoint[]}
        margin={{ top: 8, right: 14, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="tick"
          {...axis}
          tickLine={false}
          minTickGap={28}
          interval="equidistantPreserveStart"
        />
        <YAxis {...axis} axisLine={false} tickLine={false} {...uprightFigureAxis(drawing)} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--line-strong)" }}
          content={({ active, payload }) => (
            <ChartTip drawing={drawing} lines active={active} payload={payload} />
          )}
        />
        {series.map((one, index) => (
          <Line
            key={one.column.id}
            dataKey={seriesValue(index)}
            name={one.column.title}
            type="linear"
            stroke={one.look.color}
            strokeWidth={2}
            strokeDasharray={one.look.dash}
            isAnimationActive={false}
            connectNulls={false}
            dot={({ cx, cy, index: at }) => {
              const alone = points.length === 1 || (points[at - 1]?.values[index] ?? null) === null;
              const marked = at % markEvery === 0 || alone;
              return marked ? <Mark key={at} cx={cx} cy={cy} look={one.look} /> : <g key={at} />;
            }}
            activeDot={({ cx, cy, payload }: { cx?: number; cy?: number; payload?: ChartPoint }) => (
              // biome-ignore lint/a11y/noStaticElementInteractions: the table beneath has the same figures for the keyboard
              <g style={{ cursor: "pointer" }} onClick={() => payload && drawing.onOpen(payload, one)}>
                <Mark cx={cx} cy={cy} look={one.look} large />
              </g>
            )}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
