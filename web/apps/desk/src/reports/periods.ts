// Periods in words: presets, lengths of a row, and the stretch of time that a row stands for, in the report's own zone.

import type { ReportAsked } from "@holdfast/client";

export const presets = [
  { value: "today", label: "Today" },
  { value: "yesterday", label: "Yesterday" },
  { value: "current_week", label: "Current week" },
  { value: "last_week", label: "Last week" },
  { value: "current_month", label: "Current month" },
  { value: "last_month", label: "Last month" },
  { value: "current_quarter", label: "Current quarter" },
  { value: "last_quarter", label: "Last quarter" },
  { value: "current_year", label: "Current year" },
  { value: "last_year", label: "Last year" },
  { value: "last_7_days", label: "Last 7 days" },
  { value: "last_30_days", label: "Last 30 days" },
  { value: "all", label: "All time" },
] as const;

export const intervals = [
  { value: "hour", label: "Hour" },
  { value: "day", label: "Day" },
  { value: "week", label: "Week" },
  { value: "month", label: "Month" },
  { value: "quarter", label: "Quarter" },
  { value: "year", label: "Year" },
] as const;

export const weekStarts = [
  { value: "monday", label: "Monday (ISO)" },
  { value: "sunday", label: "Sunday" },
  { value: "saturday", label: "Saturday" },
] as const;

/** How times of a report are read. */
export interface Reading {
  timeZone: string;
  interval: string;
  weekStart: string;
  /** The last day that the report is about, as `2026-11-21`: its last week may be cut. */
  to: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A format of the viewer's language in a zone; making one is slow, so each is kept. */
function format(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([timeZone, options]);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(undefined, { ...options, timeZone });
  formats.set(key, made);
  return made;
}

const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const dayMs = 86_400_000;

/** A moment in the report's zone. */
export function momentText(ms: number, timeZone: string): string {
  return format(timeZone, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" }).format(ms);
}

/** The day of a moment, as `2026-11-21`. */
export function dayIn(ms: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).formatToParts(ms);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** The stretch of time that begins at a moment, as the head of a row. */
export function stretchText(ms: number, reading: Reading): string {
  const { timeZone, interval } = reading;
  switch (interval) {
    case "hour":
      return format(timeZone, { day: "numeric", month: "short", year: "numeric", ...clock }).format(ms);
    case "week":
      return weekText(ms, reading);
    case "month":
      return format(timeZone, { month: "long", year: "numeric" }).format(ms);
    case "quarter":
      return `Q${quarterOf(ms, timeZone)} ${yearOf(ms, timeZone)}`;
    case "year":
      return yearOf(ms, timeZone);
    default:
      return format(timeZone, { weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(
        ms,
      );
  }
}

/** The same, short, for the axis of a chart. */
export function tickText(ms: number, reading: Reading): string {
  const { timeZone, interval } = reading;
  switch (interval) {
    case "hour":
      return format(timeZone, { day: "numeric", month: "short", hour: "2-digit", hourCycle: "h23" }).format(
        ms,
      );
    case "month":
      return format(timeZone, { month: "short", year: "numeric" }).format(ms);
    case "quarter":
    case "year":
      return stretchText(ms, reading);
    default:
      return format(timeZone, { day: "numeric", month: "short" }).format(ms);
  }
}

function yearOf(ms: number, timeZone: string): string {
  return dayIn(ms, timeZone).slice(0, 4);
}

function quarterOf(ms: number, timeZone: string): number {
  return Math.ceil(Number(dayIn(ms, timeZone).slice(5, 7)) / 3);
}

/** The days of a week from its first in the report on: the first week of a report may be cut too. */
function weekText(ms: number, { timeZone, weekStart, to }: Reading): string {
  const first = Date.parse(dayIn(ms, timeZone));
  const since = (new Date(first).getUTCDay() - weekdayOf(weekStart) + 7) % 7;
  const last = Math.min(first + (6 - since) * dayMs, Date.parse(to));
  const days = format("UTC", { day: "numeric", month: "short", year: "numeric" }).formatRange(first, last);
  return weekStart === "monday" ? `Week ${isoWeek(first)}: ${days}` : days;
}

/** As `getUTCDay` counts. */
function weekdayOf(weekStart: string): number {
  switch (weekStart) {
    case "sunday":
      return 0;
    case "saturday":
      return 6;
    default:
      return 1;
  }
}

/** The ISO week of a day, given as midnight UTC: the week of its Thursday. */
export function isoWeek(ms: number): number {
  const weekday = (new Date(ms).getUTCDay() + 6) % 7;
  const thursday = ms + (3 - weekday) * dayMs;
  const newYear = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - newYear) / (7 * dayMs)) + 1;
}

/** First and last day in words. */
export function daysText(from: string, to: string): string {
  const long = format("UTC", { day: "numeric", month: "long", year: "numeric" });
  const [first, last] = [Date.parse(from), Date.parse(to)];
  if (Number.isNaN(first) || Number.isNaN(last)) return `${from} – ${to}`;
  return from === to ? long.format(first) : long.formatRange(first, last);
}

/** Whether figures of the period can still change by themselves. */
export function includesNow(asked: Pick<ReportAsked, "from" | "to" | "time_zone">, nowMs: number): boolean {
  const today = dayIn(nowMs, asked.time_zone);
  return asked.from <= today && today <= asked.to;
}

/** The zone's distance from UTC now, e.g. `UTC+1`. */
export function zoneOffset(timeZone: string, nowMs: number): string {
  const parts = format(timeZone, { timeZoneName: "shortOffset" }).formatToParts(nowMs);
  const name = parts.find((one) => one.type === "timeZoneName")?.value ?? "";
  return name.replace("GMT", "UTC");
}

/** Whether the browser knows a zone of this name; one from a shared address may be anything. */
export function knowsZone(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat(undefined, { timeZone }));
  } catch {
    return false;
  }
}
