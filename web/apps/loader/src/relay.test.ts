import { expect, it } from "vitest";
import { readFromFrame } from "./relay";

it("hears the frame's words and nothing else", () => {
  const read = (message: unknown) => readFromFrame(message);
  expect(read({ holdfast: 1, type: "unread", count: 2.7, more: "x" })).toEqual({ type: "unread", count: 2 });
  expect(read({ holdfast: 1, type: "event", name: "ended", detail: { reason: "x" } })).toEqual({
    type: "event",
    name: "ended",
    detail: { reason: "x" },
  });
  for (const other of [
    null,
    "close",
    {},
    { type: "close" },
    { holdfast: 2, type: "close" },
    { holdfast: 1, type: "unread", count: -1 },
    { holdfast: 1, type: "session", active: "yes" },
    { holdfast: 1, type: "event", name: "x", detail: null },
    { holdfast: 1, type: "locale" },
    { holdfast: 1, type: "eval" },
  ])
    expect(read(other)).toBeNull();
});
