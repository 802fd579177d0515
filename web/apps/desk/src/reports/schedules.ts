// Reports that are sent by themselves, in words and as drafts of a form. What it leaves out: when one is due, which the server says.

import type {
  DayOfWeek,
  ReportFormat,
  ReportInfo,
  ReportPlan,
  ReportRun,
  ReportSchedule,
} from "@holdfast/client";
import { tableFormats } from "./export";
import { presets } from "./periods";
import { filters, type Question } from "./question";

export const weekdays: readonly { value: DayOfWeek; label: string }[] = [
  { value: "monday", label: "Monday" },
  { value: "tuesday", label: "Tuesday" },
  { value: "wednesday", label: "Wednesday" },
  { value: "thursday", label: "Thursday" },
  { value: "friday", label: "Friday" },
  { value: "saturday", label: "Saturday" },
  { value: "sunday", label: "Sunday" },
];

export const formats = [
  { value: "xlsx", label: "Excel, all tables" },
  { value: "csv", label: "CSV, one table" },
  { value: "parquet", label: "Parquet, one table" },
  { value: "json", label: "JSON, all tables" },
] as const;

/** `CSV`, without what is in it. */
export function formatName(format: ReportFormat): string {
  return (formats.find(({ value }) => value === format)?.label ?? format).replace(/,.*/, "");
}

/** The parameters that a schedule has of a question. Its days must move on: those that stand are left out. */
const kept = ["preset", "interval", "week_start", "service_level_seconds", ...filters.map((one) => one.name)];

/** The address of the form for a new schedule of a report, asked as it is looked at. */
export function scheduleAddress(report: string, question: Question): string {
  const { from: _from, to: _to, ...rest } = question;
  return new URLSearchParams({ new: report, ...rest }).toString();
}

/** A new schedule as an address asks for it: yesterday's figures every morning unless it says otherwise. */
export function blank(address: URLSearchParams, reports: readonly ReportInfo[], zone: string): ReportPlan {
  const info = reports.find((one) => one.id === address.get("new")) ?? reports[0];
  const asked = kept
    .filter((name) => info?.parameters.includes(name))
    .map((name) => [name, address.get(name)] as const)
    .filter((pair): pair is readonly [string, string] => Boolean(pair[1]));
  return {
    name: info ? info.title : "",
    report: info?.id ?? "",
    parameters: { preset: "yesterday", ...Object.fromEntries(asked) },
    format: "xlsx",
    time_zone: address.get("time_zone") ?? zone,
    every: "day",
    at: "07:00",
    mail: [],
    enabled: true,
  };
}

/** The parameters that another report takes too. */
export function parametersOf(info: ReportInfo, parameters: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => info.parameters.includes(name)));
}

/** The change that chooses a file's form: what holds all tables names none. */
export function inFormat(plan: ReportPlan, format: ReportFormat): Partial<ReportPlan> {
  const { table, ...others } = plan.parameters ?? {};
  return table && !holdsOneTable(format) ? { format, parameters: others } : { format };
}

export function holdsOneTable(format: ReportFormat): boolean {
  return tableFormats.some(({ value }) => value === format);
}

/** The addresses in a text, each once. */
export function addressesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
}

const ends = new Map([
  [1, "st"],
  [2, "nd"],
  [3, "rd"],
  [21, "st"],
  [22, "nd"],
  [23, "rd"],
  [31, "st"],
]);

/** `Every Monday at 07:00`. */
export function whenText(plan: ReportPlan): string {
  const day =
    plan.every === "day"
      ? "day"
      : plan.every === "week"
        ? (weekdays.find((one) => one.value === plan.weekday)?.label ?? "week")
        : `month on the ${plan.monthday ?? 1}${ends.get(plan.monthday ?? 1) ?? "th"}`;
  return `Every ${day} at ${plan.at}`;
}

/** The first address and how many more, or the host of the webhook. */
export function toText(plan: ReportPlan): string {
  const [first, ...others] = plan.mail ?? [];
  if (first) return others.length > 0 ? `${first} and ${others.length} more` : first;
  try {
    return new URL(plan.webhook ?? "").host;
  } catch {
    return plan.webhook ?? "nobody";
  }
}

/** What the report is about, in a few words. */
export function aboutText(plan: ReportPlan): string {
  const preset = plan.parameters?.preset ?? "current_month";
  return presets.find((one) => one.value === preset)?.label ?? preset;
}

/** Whether something is being sent at this moment, so that the list is worth reading again soon. */
export function isOnItsWay(schedules: readonly ReportSchedule[], nowMs: number): boolean {
  const soonMs = 3_000;
  const waits = (run: ReportRun) => run.state === "waiting" && Date.parse(run.at) <= nowMs + soonMs;
  // What was begun waits for its next attempt at the same time; it is over before that.
  const isTried = (run: ReportRun) => run.state === "waiting" && !run.error;
  return schedules.some((one) => one.runs.some((run) => waits(run) || isTried(run)));
}

/** What came of a run, as a word and as what it means for the eye. */
export function outcome(run: ReportRun): { word: string; tone: "good" | "busy" | "bad" } {
  if (run.state === "delivered") return { word: "Delivered", tone: "good" };
  if (run.state === "failed") return { word: "Failed", tone: "bad" };
  return run.error ? { word: "Trying again", tone: "bad" } : { word: "Sending", tone: "busy" };
}
