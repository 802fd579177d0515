// Which of rrweb's events are shown. They come from the customer's browser, which may be anybody's: kinds that are not needed, and parts
// that could do more than draw, are left out. Nothing could run or be loaded all the same: sandbox and policy of this page see to that.

import type { eventWithTime } from "@rrweb/types";

const fullSnapshot = 2;
const incremental = 3;
const meta = 4;
/** Mutation, mouse move, mouse interaction, scroll, resize, input, touch move, style rule, drag, style declaration, selection, styles. */
const sources = new Set([0, 1, 2, 3, 4, 5, 6, 8, 12, 13, 14, 15]);

export function readEvents(text: string): eventWithTime[] {
  const events = JSON.parse(text) as unknown;
  if (!Array.isArray(events)) throw new Error("a batch is no list");
  return (events as eventWithTime[]).filter(isShown);
}

function isShown(event: eventWithTime): boolean {
  if (typeof event !== "object" || event === null || !Number.isFinite(event.timestamp)) return false;
  if (event.type === fullSnapshot || event.type === meta) return true;
  return event.type === incremental && sources.has(event.data?.source);
}

export function isSnapshot(event: eventWithTime): boolean {
  return event.type === fullSnapshot;
}

/** Whether the customer has chosen dark colours, if the event says so. */
export function isDark(event: eventWithTime): boolean | null {
  if (event.type !== meta) return null;
  const { dark } = event.data as { dark?: unknown };
  return typeof dark === "boolean" ? dark : null;
}

/** Where the page is, if the event says so. */
export function pageOf(event: eventWithTime): string | null {
  return event.type === meta ? event.data.href : null;
}
