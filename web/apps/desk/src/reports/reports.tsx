// The reports' place: what there is, drawn from the server's list; no report is known here by name.

import { supervises } from "@holdfast/client/desk";
import { Button, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { Navigate, NavLink, Route, Routes, useLocation, useParams } from "react-router";
import "./print.css";
import type { ReportList } from "@holdfast/client";
import { useDesk } from "../desk/context";
import { errorText } from "../desk/problems";
import { Empty } from "../list/empty";
import { useChosenInView } from "../shell/use-chosen-in-view";
import { withoutFigure } from "./question";
import { readableChoices } from "./readable";
import { ReportPage } from "./report-page";
import classes from "./reports.module.css";
import { SchedulesPage } from "./schedules-page";
import { ReportSkeleton } from "./states";
import { useReportList } from "./use-report";

export default function Reports() {
  const desk = useDesk();
  const list = useReportList();
  if (!supervises(desk)) {
    return (
      <main className={classes.page}>
        <Empty icon={<IconLock size={30} stroke={1.4} aria-hidden="true" />} title="For supervisors">
          <span>Reports are read by supervisors and administrators.</span>
        </Empty>
      </main>
    );
  }
  if (list.isError && !list.data) {
    return (
      <main className={classes.page}>
        <div className={classes.failed} role="alert">
          <Text size="sm">{errorText(list.error)}</Text>
          <Button size="compact-sm" variant="default" onClick={() => void list.refetch()}>
            Try again
          </Button>
        </div>
      </main>
    );
  }
  return (
    <div className={classes.place}>
      <Menu list={list.data} />
      <main className={classes.page}>
        {list.data ? (
          <Routes>
            <Route path="schedules" element={<SchedulesPage list={list.data} />} />
            <Route path=":report" element={<Chosen list={list.data} />} />
            <Route path="*" element={<First list={list.data} />} />
          </Routes>
        ) : (
          <ReportSkeleton head />
        )}
      </main>
    </div>
  );
}

/** From report to report the question goes along: each takes of it what it can be asked. */
function Menu({ list }: { list: ReportList | undefined }) {
  const { search } = useLocation();
  const question = withoutFigure(new URLSearchParams(search)).toString();
  const menu = useChosenInView(list);
  return (
    <nav ref={menu} className={classes.menu} aria-label="Reports">
      {list?.reports.map((one) => (
        <NavLink
          key={one.id}
          to={{ pathname: `/reports/${one.id}`, search: question }}
          className={classes.menuItem ?? ""}
        >
          {one.title}
        </NavLink>
      ))}
      <hr className={classes.menuRule} />
      <NavLink to="/reports/schedules" className={classes.menuItem ?? ""}>
        Schedules
      </NavLink>
    </nav>
  );
}

function First({ list }: { list: ReportList }) {
  const { search } = useLocation();
  const [first] = list.reports;
  return first ? <Navigate to={{ pathname: `/reports/${first.id}`, search }} replace /> : null;
}

function Chosen({ list }: { list: ReportList }) {
  const { report } = useParams();
  const info = list.reports.find((one) => one.id === report);
  // One that is not there, e.g. from an older address.
  return info ? (
    <ReportPage key={info.id} info={info} choices={readableChoices(list.choices)} />
  ) : (
    <First list={list} />
  );
}
