// Choices that stay in this browser: sound, the week of reports, and offered drafts that were put aside.

import { Cell } from "@holdfast/client";

function stored<T>(key: string, fallback: T): Cell<T> {
  let value = fallback;
  try {
    value = JSON.parse(localStorage.getItem(key) ?? "null") ?? fallback;
  } catch {
    // Blocked or damaged: the fallback.
  }
  const cell = new Cell<T>(value);
  cell.subscribe(() => {
    try {
      localStorage.setItem(key, JSON.stringify(cell.get()));
    } catch {
      // Blocked or full: the choice holds until the page goes.
    }
  });
  return cell;
}

/** Whether the desk makes no sound. */
export const muted = stored("holdfast.muted", false);

/** Whether browser notifications are wanted; the browser has its own say. */
export const notificationsWanted = stored("holdfast.notifications", false);

/** First day of a week in reports; ISO weeks unless somebody chose otherwise. */
export const reportWeekStart = stored("holdfast.report-week-start", "monday");

/** Drafts of earlier agents that were used or dismissed, each as its key. */
export const draftsPutAside = stored<readonly string[]>("holdfast.drafts-put-aside", []);

/** Kept short: what is older than this many has long been released. */
const putAsideMax = 200;

export function putAside(key: string): void {
  draftsPutAside.update((keys) => [...keys.filter((one) => one !== key), key].slice(-putAsideMax));
}
