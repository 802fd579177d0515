// How fresh the figures are: whether they go on by themselves, when they were read, and how far the mart is behind when that can be noticed.

import type { Report } from "@holdfast/client";
import { Tooltip } from "@mantine/core";
import { IconClockExclamation } from "@tabler/icons-react";
import { secondsText } from "../format";
import { momentText } from "./periods";
import classes from "./reports.module.css";
import type { ReportView } from "./use-report";

/** From this on a reader is told of the mart's lag. */
const lagToldMs = 1_000;

const tenths = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** A lag as people say it: `2.4 s`, `3 min`. */
export function lagText(ms: number): string {
  return ms < 60_000 ? `${tenths.format(ms / 1_000)} s` : `${tenths.format(ms / 60_000)} min`;
}

interface FreshnessProps {
  view: ReportView;
  report: Report;
  timeZone: string;
}

export function Freshness({ view, report, timeZone }: FreshnessProps) {
  const read = momentText(view.readAtMs, timeZone);
  return (
    <div className={classes.fresh}>
      {report.lag_ms > lagToldMs && (
        <span className={classes.lag} role="status">
          <IconClockExclamation size={15} aria-hidden="true" />
          {lagText(report.lag_ms)} behind
        </span>
      )}
      <Tooltip
        multiline
        w={260}
        events={{ hover: true, focus: true, touch: true }}
        label={
          view.live
            ? `The period includes now: the figures go on by themselves. Read ${read}, up to position ${report.position} of the log.`
            : `The period is over: its figures stand. Read ${read}, up to position ${report.position} of the log.`
        }
      >
        <button type="button" className={classes.live} data-live={view.live || undefined}>
          <span className={classes.liveDot} aria-hidden="true" />
          {view.live ? "Live" : "As of"}{" "}
          <span className="numbers">{view.live ? "" : secondsText(view.readAtMs)}</span>
        </button>
      </Tooltip>
    </div>
  );
}
