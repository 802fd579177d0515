// What a scheduled report is asked: which report, its time, how it is cut and narrowed, and the form of its file.

import type { ReportFormat, ReportList, ReportPlan } from "@holdfast/client";
import { NativeSelect, NumberInput } from "@mantine/core";
import { FilterMenu } from "./filter-menu";
import { intervals, presets, weekStarts } from "./periods";
import { chosen, defaults, filters } from "./question";
import { readableChoices } from "./readable";
import { formats, holdsOneTable, inFormat, parametersOf } from "./schedules";
import own from "./schedules.module.css";

interface ScheduleQuestionProps {
  list: ReportList;
  plan: ReportPlan;
  set: (change: Partial<ReportPlan>) => void;
}

export function ScheduleQuestion({ list, plan, set }: ScheduleQuestionProps) {
  const info = list.reports.find((one) => one.id === plan.report);
  const parameters = plan.parameters ?? {};
  const takes = (name: string) => info?.parameters.includes(name) ?? false;
  const of = (name: string) => parameters[name] ?? defaults[name] ?? "";
  const ask = (name: string, value: string) => {
    const { [name]: _old, ...others } = parameters;
    set({ parameters: value === "" ? others : { ...others, [name]: value } });
  };
  const choices = readableChoices(list.choices);
  const narrowed = filters.filter(
    ({ name }) => takes(name) && ((choices[name]?.length ?? 0) > 1 || Boolean(parameters[name])),
  );
  return (
    <>
      <div className="side-by-side">
        <NativeSelect
          label="Report"
          data={list.reports.map((one) => ({ value: one.id, label: one.title }))}
          value={plan.report}
          onChange={(event) => {
            const next = list.reports.find((one) => one.id === event.currentTarget.value);
            if (next) set({ report: next.id, parameters: parametersOf(next, parameters) });
          }}
        />
        <NativeSelect
          label="File"
          data={[...formats]}
          value={plan.format}
          onChange={(event) => set(inFormat(plan, event.currentTarget.value as ReportFormat))}
        />
        {info && holdsOneTable(plan.format) && (
          <NativeSelect
            label="Table"
            data={info.tables}
            value={parameters.table ?? info.tables[0]?.value}
            // The main table is what a file has that names none.
            onChange={({ currentTarget: { value } }) =>
              ask("table", value === info.tables[0]?.value ? "" : value)
            }
          />
        )}
      </div>
      <div className="side-by-side">
        <NativeSelect
          label="Period"
          data={[...presets]}
          value={of("preset")}
          onChange={(event) => ask("preset", event.currentTarget.value)}
        />
        <NativeSelect
          label="By"
          data={[...intervals]}
          value={of("interval")}
          onChange={(event) => ask("interval", event.currentTarget.value)}
        />
        <NativeSelect
          label="Weeks begin on"
          data={[...weekStarts]}
          value={of("week_start")}
          onChange={(event) => ask("week_start", event.currentTarget.value)}
        />
      </div>
      {takes("service_level_seconds") && (
        <NumberInput
          label="Service level: answered within seconds"
          min={1}
          max={3600}
          allowDecimal={false}
          value={Number(of("service_level_seconds"))}
          onChange={(value) => ask("service_level_seconds", String(value || ""))}
        />
      )}
      {narrowed.length > 0 && (
        <fieldset className={own.filters}>
          <legend>Narrowed to</legend>
          {narrowed.map(({ name, title }) => (
            <FilterMenu
              key={name}
              title={title}
              options={choices[name] ?? []}
              values={chosen(parameters, name)}
              onChange={(values) => ask(name, values.join(","))}
            />
          ))}
        </fieldset>
      )}
    </>
  );
}
