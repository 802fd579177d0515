// The reports that are sent by themselves: when, to whom, and what came of it of late.

import type { ReportList, ReportPlan, ReportSchedule } from "@holdfast/client";
import { Alert, Button, Switch } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCalendarTime, IconPlus, IconSend } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useClient } from "../desk/context";
import { http } from "../desk/http";
import { errorText } from "../desk/problems";
import { stampText } from "../format";
import { Empty } from "../list/empty";
import classes from "./reports.module.css";
import { ScheduleDialog } from "./schedule-dialog";
import { aboutText, blank, formatName, isOnItsWay, outcome, toText, whenText } from "./schedules";
import own from "./schedules.module.css";
import { SecretDialog } from "./secret-dialog";

const soonMs = 1_000;
const nowAndThenMs = 15_000;
const key = ["report-schedules"];

function viewerZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

export function SchedulesPage({ list }: { list: ReportList }) {
  const { session } = useClient();
  const [address, setAddress] = useSearchParams();
  const [editing, setEditing] = useState<ReportSchedule | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const queries = useQueryClient();
  const read = useQuery({
    queryKey: key,
    queryFn: () => http.reportSchedules(),
    refetchInterval: (query) =>
      isOnItsWay(query.state.data?.schedules ?? [], session.serverNowMs()) ? soonMs : nowAndThenMs,
  });
  const again = () => void queries.invalidateQueries({ queryKey: key });
  const schedules = read.data?.schedules ?? [];
  const isNew = address.has("new");
  const closed = (made: string | null) => {
    setEditing(null);
    if (isNew) setAddress(new URLSearchParams(), { replace: true });
    setSecret(made);
    again();
  };
  return (
    <div className={classes.report}>
      <header className={classes.head}>
        <div className={classes.headWords}>
          <h2>Schedules</h2>
          <p>
            Reports that are sent by themselves, as a file by mail or to a webhook. What was due while the
            server was down comes late, the last of it once.
          </p>
        </div>
        <Button
          style={{ flex: "none" }}
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => setAddress({ new: "" })}
        >
          New schedule
        </Button>
      </header>
      {read.isError && (
        <Alert color="red" role="alert" title={errorText(read.error)} mt="md">
          <Button size="compact-sm" variant="default" onClick={again}>
            Try again
          </Button>
        </Alert>
      )}
      {read.isPending && (
        <div className={own.panel} role="status" aria-label="Reading the schedules">
          {[0, 1, 2].map((line) => (
            <span key={line} className={own.skeleton} />
          ))}
        </div>
      )}
      {read.data && schedules.length === 0 && (
        <div className={own.panel}>
          <div className={own.emptyPanel}>
            <Empty
              icon={<IconCalendarTime size={30} stroke={1.4} aria-hidden="true" />}
              title="No schedules yet"
            >
              <span>Make the first one here, or from a report: Export, Send it regularly.</span>
            </Empty>
          </div>
        </div>
      )}
      {schedules.length > 0 && (
        <div className={own.panel}>
          <table className={own.table}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">When</th>
                <th scope="col">To</th>
                <th scope="col">Last result</th>
                <th scope="col" className={own.narrow}>
                  In force
                </th>
                <th scope="col" aria-label="Send now" />
              </tr>
            </thead>
            <tbody>
              {schedules.map((one) => (
                <Row
                  key={one.id}
                  schedule={one}
                  title={
                    list.reports.find((report) => report.id === one.plan.report)?.title ?? one.plan.report
                  }
                  onOpen={() => setEditing(one)}
                  onChange={again}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {read.data && (editing || isNew) && (
        <ScheduleDialog
          key={editing?.id ?? "new"}
          list={list}
          known={schedules}
          schedule={editing}
          plan={editing?.plan ?? blank(address, list.reports, viewerZone())}
          canMail={read.data.mail}
          onClose={closed}
        />
      )}
      {secret && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </div>
  );
}

interface RowProps {
  schedule: ReportSchedule;
  title: string;
  onOpen: () => void;
  onChange: () => void;
}

function Row({ schedule, title, onOpen, onChange }: RowProps) {
  const { id, plan, runs } = schedule;
  const failed = (what: string) => (error: Error) =>
    notifications.show({ title: `${plan.name} ${what}`, message: errorText(error), color: "red" });
  const send = useMutation({
    mutationFn: () => http.sendReport(id),
    onError: failed("was not sent"),
    onSettled: onChange,
  });
  const put = useMutation({
    mutationFn: (changed: ReportPlan) => http.putReportSchedule(id, changed),
    onError: failed("was not changed"),
    onSettled: onChange,
  });
  const isSending = runs.some((run) => run.by_hand && run.state === "waiting");
  return (
    <tr>
      <th scope="row">
        <button type="button" className={own.open} onClick={onOpen}>
          {plan.name}
        </button>
        <span className={own.soft}>
          {title}, {aboutText(plan).toLocaleLowerCase()}
        </span>
      </th>
      <td>
        {whenText(plan)}
        <span className={own.soft}>
          {plan.time_zone.replaceAll("_", " ")}
          {schedule.next_at && `, next ${stampText(Date.parse(schedule.next_at))}`}
        </span>
      </td>
      <td>
        {toText(plan)}
        <span className={own.soft}>
          {plan.webhook ? "Webhook" : "Mail"}, {formatName(plan.format)}
        </span>
      </td>
      <td>
        <LastResult schedule={schedule} />
      </td>
      <td>
        <Switch
          aria-label={`${plan.name} in force`}
          checked={put.isPending ? (put.variables?.enabled ?? plan.enabled) : plan.enabled}
          disabled={put.isPending}
          onChange={(event) => put.mutate({ ...plan, enabled: event.currentTarget.checked })}
        />
      </td>
      <td>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Send ${plan.name} now`}
          leftSection={<IconSend size={14} aria-hidden="true" />}
          loading={send.isPending || isSending}
          onClick={() => send.mutate()}
        >
          Send now
        </Button>
      </td>
    </tr>
  );
}

function LastResult({ schedule }: { schedule: ReportSchedule }) {
  const [last] = schedule.runs;
  if (!last) return <span className={own.soft}>Never sent</span>;
  const { word, tone } = outcome(last);
  const isLater = last.state === "waiting" && last.error;
  return (
    <span role="status">
      <span className={own.outcome} data-tone={tone}>
        {word}
      </span>{" "}
      {isLater ? `at ${stampText(Date.parse(last.at))}` : stampText(Date.parse(last.tried_at ?? last.due))}
      {last.error && <span className={own.error}>{last.error}</span>}
    </span>
  );
}
