// A report that is on its way, that found nothing, or that was refused.

import type { Report, ReportInfo } from "@holdfast/client";
import { Button, Skeleton, VisuallyHidden } from "@mantine/core";
import { IconAlertTriangle, IconZoomQuestion } from "@tabler/icons-react";
import { errorText } from "../desk/problems";
import { askedWords, type Choices } from "./asked";
import { isFiltered } from "./question";
import classes from "./reports.module.css";

/** As high as what comes, so that nothing jumps. */
export function ReportSkeleton({ head = false }: { head?: boolean }) {
  return (
    <div className={classes.sections} role="status">
      <VisuallyHidden>Reading the report</VisuallyHidden>
      {head && <Skeleton height={44} width="50%" />}
      <div className={classes.cards}>
        {["a", "b", "c", "d", "e", "f"].map((key) => (
          <Skeleton key={key} height={96} radius={12} />
        ))}
      </div>
      <Skeleton height={340} radius={12} />
      <Skeleton height={420} radius={12} />
    </div>
  );
}

interface FailedProps {
  error: Error;
  onRetry: () => void;
  onReset: () => void;
}

export function Failed({ error, onRetry, onReset }: FailedProps) {
  return (
    <div className={classes.failed} role="alert">
      <IconAlertTriangle size={20} aria-hidden="true" />
      <div>
        <strong>The report could not be read</strong>
        <p>{errorText(error)}</p>
      </div>
      <div className={classes.failedTools}>
        <Button size="compact-sm" variant="default" onClick={onReset}>
          Start anew
        </Button>
        <Button size="compact-sm" onClick={onRetry}>
          Try again
        </Button>
      </div>
    </div>
  );
}

interface NothingFoundProps {
  report: Report;
  info: ReportInfo;
  choices: Choices;
  onAll: () => void;
  onClear: () => void;
}

export function NothingFound({ report, info, choices, onAll, onClear }: NothingFoundProps) {
  return (
    <section className={classes.nothing} aria-label="Nothing found">
      <IconZoomQuestion size={34} stroke={1.3} aria-hidden="true" />
      <strong>No chats in this time</strong>
      <dl>
        {askedWords(report, choices).map((one) => (
          <div key={one.title}>
            <dt>{one.title}</dt>
            <dd>{one.words}</dd>
          </div>
        ))}
      </dl>
      <div className={classes.failedTools}>
        {isFiltered(report.asked.parameters, info) && (
          <Button size="compact-sm" variant="default" onClick={onClear}>
            Without filters
          </Button>
        )}
        {info.parameters.includes("preset") && (
          <Button size="compact-sm" variant="default" onClick={onAll}>
            All time
          </Button>
        )}
      </div>
    </section>
  );
}
