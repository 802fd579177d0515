// What is told at a point of a chart: each series with its figure and n.

import classes from "./chart.module.css";
import type { ChartDrawing } from "./chart-drawing";
import { LegendMark } from "./chart-marks";
import { type ChartPoint, figureText } from "./figures";

interface ChartTipProps {
  drawing: ChartDrawing;
  lines: boolean;
  active?: boolean | undefined;
  payload?: readonly { payload?: unknown }[] | undefined;
}

export function ChartTip({ drawing, lines, active, payload }: ChartTipProps) {
  const point = payload?.[0]?.payload as ChartPoint | undefined;
  if (!active || !point) return null;
  return (
    <div className={classes.tip}>
      <strong>{point.label}</strong>
      <table>
        <tbody>
          {drawing.series.map((series, index) => (
            <tr key={series.column.id}>
              <th scope="row">
                <LegendMark look={series.look} line={lines} id={`${series.pattern}-tip`} />{" "}
                {series.column.title}
              </th>
              <td>{figureText(point.values[index], series.column.unit, "UTC")}</td>
              <td className={classes.tipOf}>{drawing.facts(point, series)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {drawing.series.length === 1 && <p>{drawing.series[0]?.column.meaning}</p>}
    </div>
  );
}
