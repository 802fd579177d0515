// One report: what is asked, then cards, and table by table its charts with the figures beneath. Everything is drawn from the answer.

import type { ReportChoice, ReportInfo, ReportTable } from "@holdfast/client";
import { useCallback, useEffect, useMemo } from "react";
import { useLocation, useSearchParams } from "react-router";
import { useObservable } from "../desk/context";
import { reportWeekStart } from "../desk/preferences";
import { Cards } from "./cards";
import { ChatsDrawer } from "./chats-drawer";
import { Explaining } from "./explaining";
import { explain } from "./explanation";
import { ExportMenu } from "./export-menu";
import { columnOf, isEmpty } from "./figures";
import { Freshness } from "./freshness";
import { knowsZone, type Reading } from "./periods";
import { PrintHead } from "./print-head";
import {
  changed,
  completed,
  figureOf,
  parametersFor,
  questionOf,
  type Viewer,
  withFigure,
  withoutFigure,
} from "./question";
import { QuestionBar } from "./question-bar";
import classes from "./reports.module.css";
import { Failed, NothingFound, ReportSkeleton } from "./states";
import { TableSection } from "./table-section";
import { useReport } from "./use-report";
import { ZoneMenu } from "./zone-menu";

interface ReportPageProps {
  info: ReportInfo;
  choices: Readonly<Record<string, readonly ReportChoice[]>>;
}

function viewerZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

export function ReportPage({ info, choices }: ReportPageProps) {
  const [address, setAddress] = useSearchParams();
  const { key: visit } = useLocation();
  const weekStart = useObservable(reportWeekStart);
  const viewer = useMemo<Viewer>(() => ({ timeZone: viewerZone(), weekStart }), [weekStart]);
  const question = questionOf(address, viewer);
  const parameters = parametersFor(question, info);
  const view = useReport(info, parameters);
  const { report } = view;
  // biome-ignore lint/correctness/useExhaustiveDependencies(visit): who comes here again while the address is being completed undoes it unseen.
  useEffect(() => {
    const whole = completed(address, viewer);
    if (whole) setAddress(whole, { replace: true });
  }, [address, viewer, setAddress, visit]);
  const change = (changes: Readonly<Record<string, string | null>>) => setAddress(changed(address, changes));
  const open = useCallback(
    (table: string, column: string, narrow: Readonly<Record<string, string>>) =>
      setAddress((now) => withFigure(now, { table, column, narrow })),
    [setAddress],
  );
  const tables = report?.tables;
  const explanationOf = useCallback((figure: string) => explanationIn(tables ?? [], figure), [tables]);
  const asked = report?.asked;
  const reading = useMemo<Reading>(() => {
    const timeZone = asked?.time_zone ?? "UTC";
    return {
      timeZone: knowsZone(timeZone) ? timeZone : "UTC",
      interval: asked?.interval ?? "day",
      weekStart: asked?.week_start ?? "monday",
      to: asked?.to ?? "2999-12-30",
    };
  }, [asked?.time_zone, asked?.interval, asked?.week_start, asked?.to]);
  const figure = figureOf(address);
  return (
    <div className={classes.report} data-print="report">
      <header className={classes.head}>
        <div className={classes.headWords}>
          <h2>{info.title}</h2>
          <p>{info.about}</p>
        </div>
        <div className={classes.headTools}>
          <ZoneMenu question={question} onChange={change} />
          {report && !view.error && <Freshness view={view} report={report} timeZone={reading.timeZone} />}
          <ExportMenu info={info} parameters={parameters} tables={tables ?? []} />
        </div>
      </header>
      <QuestionBar info={info} choices={choices} question={question} asked={asked} onChange={change} />
      {report && <PrintHead report={report} choices={choices} readAtMs={view.readAtMs} />}
      {view.error && (
        <Failed error={view.error} onRetry={view.retry} onReset={() => setAddress(new URLSearchParams())} />
      )}
      {!report && !view.error && <ReportSkeleton />}
      {report && isEmpty(report) && (
        <NothingFound
          report={report}
          info={info}
          choices={choices}
          onAll={() => change({ preset: "all", from: null, to: null })}
          onClear={() =>
            change(
              Object.fromEntries(
                info.parameters.filter((name) => name in choices).map((name) => [name, null]),
              ),
            )
          }
        />
      )}
      {report && !isEmpty(report) && (
        <Explaining explanationOf={explanationOf} className={classes.answer}>
          <div
            className={classes.sections}
            data-outdated={view.outdated || undefined}
            aria-busy={view.outdated}
          >
            <Cards report={report} timeZone={reading.timeZone} onOpen={open} />
            {report.tables.map((table, index) => (
              <TableSection
                key={table.id}
                table={table}
                charts={report.charts.filter((one) => one.table === table.id)}
                reading={reading}
                onOpen={open}
                onMore={index === 0 ? view.more : null}
                readingMore={index === 0 && view.readingMore}
              />
            ))}
          </div>
        </Explaining>
      )}
      {figure && (
        <ChatsDrawer
          info={info}
          parameters={parameters}
          figure={figure}
          report={report}
          reading={reading}
          onClose={() => setAddress((now) => withoutFigure(now))}
        />
      )}
    </div>
  );
}

/** A figure names itself `[table, column, row]`; the row is its number, `total`, or nothing for the column itself. */
function explanationIn(tables: readonly ReportTable[], figure: string) {
  const [tableId, columnId, row] = JSON.parse(figure) as [string, string, number | "total" | null];
  const table = tables.find((one) => one.id === tableId);
  const column = columnOf(table, columnId);
  if (!table || !column) return null;
  const at = row === "total" ? table.total : row === null ? null : table.rows[row];
  return explain(table, column, at);
}
