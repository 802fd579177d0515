// Durations: the texts of settings (`20s`, `500ms`, `2min`) and what people read (`0:42`, `1:04:09`).

const unitMs: Record<string, number> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a setting's text; null when it is none. */
export function parseDuration(text: string | undefined): number | null {
  const match = /^(\d+)(ms|s|min|h|d)$/.exec(text?.trim() ?? "");
  const unit = unitMs[match?.[2] ?? ""];
  return match && unit ? Number(match[1]) * unit : null;
}

/** `m:ss` below an hour, else `h:mm:ss`; never negative. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const rest = String(seconds % 60).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

/** What is left until a moment, as a countdown: rounded up, so that `0:00` is the moment itself. */
export function countdownText(untilMs: number, nowMs: number): string {
  return clockText(Math.ceil(Math.max(0, untilMs - nowMs) / 1_000) * 1_000);
}

/** A duration in words for a sentence: `3 minutes`, `1 hour 5 minutes`, `20 seconds`. */
export function durationWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return plural(seconds, "second");
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return plural(minutes, "minute");
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0
    ? plural(hours, "hour")
    : `${plural(hours, "hour")} ${plural(minutes % 60, "minute")}`;
}

/** `1 chat`, `3 chats`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
