import type { ReportInfo, ReportPlan, ReportRun, ReportSchedule } from "@holdfast/client";
import { expect, test } from "vitest";
import {
  aboutText,
  addressesIn,
  blank,
  inFormat,
  isOnItsWay,
  outcome,
  parametersOf,
  scheduleAddress,
  toText,
  whenText,
} from "./schedules";

const info = (id: string, ...parameters: string[]): ReportInfo => ({
  id,
  title: id,
  about: "",
  tables: [
    { value: "intervals", label: "By interval" },
    { value: "queues", label: "By queue" },
  ],
  parameters: ["preset", "from", "to", "interval", "time_zone", "week_start", ...parameters],
});
const queues = info("queues", "queue", "service_level_seconds");
const bots = info("bots");
const plan: ReportPlan = {
  name: "Queues",
  report: "queues",
  parameters: { preset: "last_week" },
  format: "csv",
  time_zone: "Europe/Berlin",
  every: "day",
  at: "07:30",
  mail: ["ann@example.com"],
  enabled: true,
};
const run: ReportRun = {
  delivery: "a.1",
  due: "2026-11-21T06:30:00.000Z",
  by_hand: false,
  state: "waiting",
  at: "2026-11-21T06:31:00.000Z",
  attempts: 1,
};

test("a report that is looked at becomes a schedule whose days move on", () => {
  const question = { preset: "last_week", queue: "billing", time_zone: "Asia/Tokyo", interval: "hour" };
  const address = new URLSearchParams(scheduleAddress("queues", question));
  const made = blank(address, [bots, queues], "UTC");
  expect(made).toMatchObject({ report: "queues", time_zone: "Asia/Tokyo", every: "day" });
  expect(made.parameters).toEqual({ preset: "last_week", queue: "billing", interval: "hour" });
  const days = scheduleAddress("bots", { from: "2026-11-01", to: "2026-11-02" });
  expect(blank(new URLSearchParams(days), [bots], "UTC").parameters).toEqual({ preset: "yesterday" });
  // What another report does not take is left behind.
  expect(parametersOf(bots, made.parameters ?? {})).toEqual({ preset: "last_week", interval: "hour" });
});

test("a file with one table may name it, one with all names none", () => {
  const named = { ...plan, parameters: { preset: "last_week", table: "queues" } };
  expect(inFormat(named, "parquet")).toEqual({ format: "parquet" });
  expect(inFormat(named, "xlsx")).toEqual({ format: "xlsx", parameters: { preset: "last_week" } });
  // Another report has other tables.
  expect(parametersOf(bots, named.parameters)).toEqual({ preset: "last_week" });
});

test("a schedule says when, what and to whom", () => {
  expect(whenText(plan)).toBe("Every day at 07:30");
  expect(whenText({ ...plan, every: "week", weekday: "monday" })).toBe("Every Monday at 07:30");
  expect(whenText({ ...plan, every: "month", monthday: 3 })).toBe("Every month on the 3rd at 07:30");
  expect(whenText({ ...plan, every: "month", monthday: 12 })).toBe("Every month on the 12th at 07:30");
  expect(aboutText(plan)).toBe("Last week");
  expect(toText(plan)).toBe("ann@example.com");
  expect(toText({ ...plan, mail: ["ann@example.com", "bob@example.com"] })).toBe(
    "ann@example.com and 1 more",
  );
  expect(toText({ ...plan, mail: null, webhook: "https://erp.example.com/a?token=b" })).toBe(
    "erp.example.com",
  );
});

test("addresses are read however they are divided, each once", () => {
  expect(addressesIn(" a@x.org, b@x.org;\n a@x.org ")).toEqual(["a@x.org", "b@x.org"]);
  expect(addressesIn(" ")).toEqual([]);
});

test("what came of a run is told, and what is on its way is looked at again soon", () => {
  expect(outcome(run).word).toBe("Sending");
  expect(outcome({ ...run, error: "nobody answered" }).word).toBe("Trying again");
  expect(outcome({ ...run, state: "failed" }).tone).toBe("bad");
  const schedule = (one: ReportRun): ReportSchedule => ({ id: "a", plan, changed_at: "", runs: [one] });
  const now = Date.parse("2026-11-21T06:30:05.000Z");
  expect(isOnItsWay([schedule(run)], now)).toBe(true);
  expect(isOnItsWay([schedule({ ...run, error: "nobody answered" })], now)).toBe(false);
  expect(isOnItsWay([schedule({ ...run, error: "nobody answered" })], now + 53_000)).toBe(true);
  expect(isOnItsWay([schedule({ ...run, state: "delivered" })], now)).toBe(false);
});
