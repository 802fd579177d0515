// Days, weeks and zones of a report.

import { expect, test } from "vitest";
import {
  dayIn,
  daysText,
  includesNow,
  isoWeek,
  knowsZone,
  stretchText,
  tickText,
  zoneOffset,
} from "./periods";

const berlin = { timeZone: "Europe/Berlin", interval: "week", weekStart: "monday", to: "2026-12-31" };

test("a moment falls on the day of the report's zone, not of the viewer's", () => {
  const ms = Date.parse("2026-11-20T23:30:00Z");
  expect(dayIn(ms, "UTC")).toBe("2026-11-20");
  expect(dayIn(ms, "Europe/Berlin")).toBe("2026-11-21");
  expect(dayIn(ms, "America/Los_Angeles")).toBe("2026-11-20");
});

test("ISO weeks belong to the year of their Thursday", () => {
  const week = (day: string) => isoWeek(Date.parse(day));
  expect([
    week("2026-01-01"),
    week("2025-12-29"),
    week("2026-12-28"),
    week("2027-01-03"),
    week("2027-01-04"),
  ]).toEqual([1, 1, 53, 53, 1]);
});

test("a week is numbered only when it is an ISO week", () => {
  const monday = Date.parse("2026-11-15T23:00:00Z");
  expect(stretchText(monday, berlin)).toMatch(/^Week 47: /);
  expect(stretchText(monday, { ...berlin, weekStart: "sunday" })).not.toContain("Week");
});

test("the days of a week are those that are in the report", () => {
  const days = (from: string, weekStart: string, to: string) =>
    stretchText(Date.parse(from), { timeZone: "UTC", interval: "week", weekStart, to }).replace(
      /^Week \d+: /,
      "",
    );
  const range = (from: string, to: string) =>
    new Intl.DateTimeFormat(undefined, {
      day: "numeric",
      month: "short",
      year: "numeric",
      timeZone: "UTC",
    }).formatRange(Date.parse(from), Date.parse(to));
  // 2026-11-20 is a Friday: what comes first is cut.
  expect(days("2026-11-20", "monday", "2026-12-31")).toBe(range("2026-11-20", "2026-11-22"));
  expect(days("2026-11-20", "sunday", "2026-12-31")).toBe(range("2026-11-20", "2026-11-21"));
  expect(days("2026-11-20", "saturday", "2026-12-31")).toBe(range("2026-11-20", "2026-11-20"));
  expect(days("2026-11-23", "monday", "2026-12-31")).toBe(range("2026-11-23", "2026-11-29"));
  // And what comes last.
  expect(days("2026-11-23", "monday", "2026-11-25")).toBe(range("2026-11-23", "2026-11-25"));
});

test("quarters and years are those of the zone", () => {
  const newYear = Date.parse("2025-12-31T23:00:00Z");
  expect(stretchText(newYear, { ...berlin, interval: "quarter" })).toBe("Q1 2026");
  expect(stretchText(newYear, { ...berlin, interval: "year" })).toBe("2026");
  expect(tickText(newYear, { ...berlin, interval: "year" })).toBe("2026");
});

test("a period includes now up to the end of its last day in its zone", () => {
  const asked = { from: "2026-11-01", to: "2026-11-20", time_zone: "Europe/Berlin" };
  expect(includesNow(asked, Date.parse("2026-11-20T22:59:59Z"))).toBe(true);
  expect(includesNow(asked, Date.parse("2026-11-20T23:00:00Z"))).toBe(false);
  expect(includesNow(asked, Date.parse("2026-10-31T22:59:59Z"))).toBe(false);
  expect(includesNow(asked, Date.parse("2026-10-31T23:00:00Z"))).toBe(true);
});

test("days in words; one day once, nonsense as it is", () => {
  expect(daysText("2026-11-01", "2026-11-01")).not.toContain("–");
  expect(daysText("2026-11-01", "2026-11-21")).toContain("21");
  expect(daysText("soon", "later")).toBe("soon – later");
});

test("zones are told with their distance; an unknown one is known as such", () => {
  expect(zoneOffset("Europe/Berlin", Date.parse("2026-11-20T00:00:00Z"))).toBe("UTC+1");
  expect(zoneOffset("Europe/Berlin", Date.parse("2026-07-20T00:00:00Z"))).toBe("UTC+2");
  expect(knowsZone("Europe/Berlin")).toBe(true);
  expect(knowsZone("Mars/Base")).toBe(false);
});
