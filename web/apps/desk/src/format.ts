// Times, days and initials for people, in the browser's language and time zone.

const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const seconds = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const stamp = new Intl.DateTimeFormat(undefined, {
  dateStyle: "medium",
  timeStyle: "short",
  hourCycle: "h23",
});

export const timeText = (ms: number): string => time.format(ms);
export const secondsText = (ms: number): string => seconds.format(ms);
export const stampText = (ms: number): string => stamp.format(ms);

/** Days begin at a quarter of an hour in every time zone. */
const quarterMs = 15 * 60_000;
let lastQuarter = Number.NaN;
let lastDay = "";

/** The day a moment falls on, as a key. Asked for each event of a transcript in turn, so the last answer is kept. */
export function dayOf(ms: number): string {
  const quarter = Math.floor(ms / quarterMs);
  if (quarter !== lastQuarter) {
    const date = new Date(ms);
    lastQuarter = quarter;
    lastDay = `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
  }
  return lastDay;
}

/** `Today`, `Yesterday`, else weekday and date. */
export function dayText(ms: number, nowMs: number): string {
  if (dayOf(ms) === dayOf(nowMs)) return "Today";
  const yesterday = new Date(nowMs);
  yesterday.setDate(yesterday.getDate() - 1);
  return dayOf(ms) === dayOf(yesterday.getTime()) ? "Yesterday" : day.format(ms);
}

/** Up to two letters for an avatar. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return (
    letters
      .map((word) => [...(word ?? "")][0] ?? "")
      .join("")
      .toLocaleUpperCase() || "?"
  );
}

const languages = new Intl.DisplayNames(undefined, { type: "language", fallback: "code" });

/** A language tag in words. */
export function languageText(tag: string): string {
  try {
    return languages.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** An address without what every one of them has. */
export function pageText(address: string): string {
  return address.replace(/^https?:\/\//, "").replace(/\/$/, "");
}

const units = ["B", "kB", "MB", "GB"];

/** A number of bytes, as people say it. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value.toLocaleString(undefined, { maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0 })} ${units[unit]}`;
}
