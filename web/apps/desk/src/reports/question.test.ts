// The address of a report: what is asked can be shared and survives a reload.

import type { ReportInfo } from "@holdfast/client";
import { expect, test } from "vitest";
import {
  changed,
  chatOf,
  chatsQuestion,
  chosen,
  completed,
  figureOf,
  isFiltered,
  parametersFor,
  questionOf,
  withChat,
  withFigure,
  withoutFigure,
} from "./question";

const berlin = { timeZone: "Europe/Berlin", weekStart: "monday" };
const info: ReportInfo = {
  id: "queue-performance",
  title: "Queue performance",
  about: "",
  parameters: ["preset", "from", "to", "interval", "time_zone", "week_start", "queue"],
  tables: [],
};
const address = (text: string) => new URLSearchParams(text);

test("an empty address asks in the viewer's own zone and week", () => {
  expect(questionOf(address(""), berlin)).toEqual({ time_zone: "Europe/Berlin", week_start: "monday" });
});

test("an address that is opened says zone and week, so that somebody elsewhere sees the same figures", () => {
  expect(completed(address("queue=billing"), berlin)?.toString()).toBe(
    "queue=billing&time_zone=Europe%2FBerlin&week_start=monday",
  );
  expect(completed(address(""), { ...berlin, weekStart: "sunday" })?.toString()).toBe(
    "time_zone=Europe%2FBerlin&week_start=sunday",
  );
  // What somebody else chose stays chosen.
  const shared = address("time_zone=Asia/Tokyo&week_start=saturday");
  expect(completed(shared, berlin)).toBeNull();
  expect(questionOf(shared, berlin)).toEqual({ time_zone: "Asia/Tokyo", week_start: "saturday" });
});

test("a change keeps the rest, leaves the server's own values out, and closes the figure", () => {
  const before = address("interval=hour&queue=billing&table=time&column=offered&row.at=2026-11-01");
  expect(changed(before, { interval: "day" }).toString()).toBe("queue=billing");
  expect(changed(before, { queue: "" }).toString()).toBe("interval=hour");
  expect(changed(before, { queue: "billing,sales" }).get("queue")).toBe("billing,sales");
  // The reader's week may be another: Monday is said.
  expect(changed(before, { week_start: "monday" }).get("week_start")).toBe("monday");
});

test("days take the place of a preset", () => {
  const days = changed(address("preset=last_month"), { preset: null, from: "2026-11-01", to: "2026-11-07" });
  expect(days.toString()).toBe("from=2026-11-01&to=2026-11-07");
  expect(questionOf(address("preset=all&from=2026-11-01"), berlin).preset).toBeUndefined();
});

test("a report is asked only what it takes; the rest stays in the address for the next one", () => {
  const question = questionOf(address("queue=billing&agent=sam&stray=1"), berlin);
  expect(parametersFor(question, info)).toEqual({
    time_zone: "Europe/Berlin",
    week_start: "monday",
    queue: "billing",
  });
  expect(isFiltered(question, info)).toBe(true);
  expect(isFiltered(questionOf(address("agent=sam"), berlin), info)).toBe(false);
  expect(chosen(question, "queue")).toEqual(["billing"]);
  expect(chosen(question, "language")).toEqual([]);
});

test("a figure and a chat behind it are in the address, and go again", () => {
  const figure = {
    table: "queue",
    column: "abandoned",
    narrow: { queue: "billing", at: "2026-11-01T00:00:00Z" },
  };
  const shown = withFigure(address("queue=billing,sales"), figure);
  expect(figureOf(shown)).toEqual(figure);
  const read = withChat(shown, { conversation: "c1", chat: "c1.2" });
  expect(chatOf(read)).toEqual({ conversation: "c1", chat: "c1.2" });
  // Another figure shows its own list, not the chat of the one before.
  expect(chatOf(withFigure(read, figure))).toBeNull();
  expect(withoutFigure(read).toString()).toBe("queue=billing%2Csales");
  expect(figureOf(address("table=queue"))).toBeNull();
});

test("the chats are asked for with what the row narrows", () => {
  const figure = { table: "queue", column: "abandoned", narrow: { queue: "billing" } };
  expect(chatsQuestion({ queue: "billing,sales", interval: "day" }, figure)).toEqual({
    queue: "billing",
    interval: "day",
    table: "queue",
    column: "abandoned",
  });
});
