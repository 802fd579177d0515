// A report's question as the address has it: everything that the figures depend on, so that a view can be shared and survives a reload.
// The names are those of the wire (crates/protocol/src/report.rs); a figure that was clicked on stands beside them.

import type { ReportInfo } from "@holdfast/client";

/** Parameters by their names on the wire. */
export type Question = Readonly<Record<string, string>>;

/** The viewer's own, where the address says nothing. */
export interface Viewer {
  timeZone: string;
  weekStart: string;
}

/** What the server takes when nothing is given: left out of the address. */
export const defaults: Question = {
  preset: "current_month",
  interval: "day",
  week_start: "monday",
  service_level_seconds: "20",
};

/** Parameters of which several values may be chosen, in the order in which the bar has them. */
export const filters = [
  { name: "queue", title: "Queue" },
  { name: "agent", title: "Agent" },
  { name: "end_reason", title: "End reason" },
  { name: "media_type", title: "Media type" },
  { name: "media_origin", title: "Origin" },
  { name: "language", title: "Language" },
  { name: "tenant", title: "Tenant" },
] as const;

const names = [
  "preset",
  "from",
  "to",
  "interval",
  "time_zone",
  "week_start",
  "service_level_seconds",
  ...filters.map((one) => one.name),
];

/** The question in an address, with the viewer's own zone and week where it names none. */
export function questionOf(address: URLSearchParams, viewer: Viewer): Question {
  const question: Record<string, string> = { time_zone: viewer.timeZone, week_start: viewer.weekStart };
  for (const name of names) {
    const value = address.get(name);
    if (value) question[name] = value;
  }
  // Days that were chosen say more than a preset, and the server takes only one of the two.
  if (question.from || question.to) delete question.preset;
  return question;
}

/** An address that says the whole question, also to somebody elsewhere; null: it does so already. */
export function completed(address: URLSearchParams, viewer: Viewer): URLSearchParams | null {
  if (address.has("time_zone") && address.has("week_start")) return null;
  const whole = new URLSearchParams(address);
  for (const name of ["time_zone", "week_start"]) whole.set(name, questionOf(address, viewer)[name] ?? "");
  return whole;
}

/** The address after a change of the question. Values that are the server's own are left out; so is the figure that was shown. */
export function changed(
  address: URLSearchParams,
  changes: Readonly<Record<string, string | null>>,
): URLSearchParams {
  const next = withoutFigure(address);
  for (const [name, value] of Object.entries(changes)) {
    // A week start is said even where it is the server's: the reader's own may differ.
    const isDefault = value === defaults[name] && name !== "week_start";
    if (value === null || value === "" || isDefault) next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** The part of a question that a report takes: it refuses others. */
export function parametersFor(question: Question, info: ReportInfo): Record<string, string> {
  const taken = Object.entries(question).filter(([name]) => info.parameters.includes(name));
  return Object.fromEntries(taken);
}

/** The values chosen for a parameter. */
export function chosen(question: Question, name: string): string[] {
  return (question[name] ?? "").split(",").filter((value) => value !== "");
}

/** Whether anything narrows the report besides time. */
export function isFiltered(question: Question, info: ReportInfo): boolean {
  return filters.some((one) => question[one.name] && info.parameters.includes(one.name));
}

/** A figure of a report: a column of a table, in a row or in all of them. */
export interface FigureAddress {
  table: string;
  column: string;
  /** What the row adds to the question; empty: the total. */
  narrow: Readonly<Record<string, string>>;
}

/** A chat that is read. */
export interface ChatAddress {
  conversation: string;
  chat: string;
}

/** A row's parameters stand apart from the question's own, which they may replace for this figure only. */
const rowPrefix = "row.";

/** The figure whose chats are shown. */
export function figureOf(address: URLSearchParams): FigureAddress | null {
  const table = address.get("table");
  const column = address.get("column");
  if (!table || !column) return null;
  const narrow: Record<string, string> = {};
  for (const [name, value] of address) {
    if (name.startsWith(rowPrefix)) narrow[name.slice(rowPrefix.length)] = value;
  }
  return { table, column, narrow };
}

export function withoutFigure(address: URLSearchParams): URLSearchParams {
  const next = withoutChat(address);
  for (const name of [...next.keys()]) {
    if (name === "table" || name === "column" || name.startsWith(rowPrefix)) next.delete(name);
  }
  return next;
}

export function withFigure(address: URLSearchParams, figure: FigureAddress): URLSearchParams {
  const next = withoutFigure(address);
  next.set("table", figure.table);
  next.set("column", figure.column);
  for (const [name, value] of Object.entries(figure.narrow)) next.set(rowPrefix + name, value);
  return next;
}

/** The chat that is read, of those behind the figure. */
export function chatOf(address: URLSearchParams): ChatAddress | null {
  const conversation = address.get("conversation");
  return conversation ? { conversation, chat: address.get("chat") ?? "" } : null;
}

export function withoutChat(address: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(address);
  next.delete("conversation");
  next.delete("chat");
  return next;
}

export function withChat(address: URLSearchParams, chat: ChatAddress): URLSearchParams {
  const next = new URLSearchParams(address);
  next.set("conversation", chat.conversation);
  next.set("chat", chat.chat);
  return next;
}

/** What asks for the chats behind a figure. */
export function chatsQuestion(parameters: Question, figure: FigureAddress): Record<string, string> {
  return { ...parameters, ...figure.narrow, table: figure.table, column: figure.column };
}
