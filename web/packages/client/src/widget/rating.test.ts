import { describe, expect, it } from "vitest";
import type { Event, EventData } from "../generated/protocol";
import type { OutboxEntry } from "../outbox-store";
import { mayBeRated, ratingOf } from "./rating";
import { applyEvent, emptyWidgetState, type WidgetState } from "./state";

const started = Date.parse("2026-11-21T09:00:00.000Z");
const hour = 3_600_000;
const customer = { type: "customer" as const, id: "me" };
const dana = { type: "agent" as const, id: "a1", name: "Dana" };

function fold(kinds: [kind: string, data?: EventData, command?: string][]): WidgetState {
  const events = kinds.map(([kind, data = {}, command], index): Event => {
    const at = new Date(started + index * 1_000).toISOString();
    const named = command ? { command } : {};
    return { seq: index + 1, at, conversation: "c", chat: "c.1", kind, actor: customer, data, ...named };
  });
  return events.reduce(applyEvent, { ...emptyWidgetState, ratingMs: hour });
}

const talk: Parameters<typeof fold>[0] = [
  ["chat_created"],
  ["engagement_participant_entered", { participant: dana, role: "lead" }],
];
const ended: typeof talk = [...talk, ["chat_concluded", { disconnect_reason: "AgentEnded" }]];

function entry(id: string, rating: number, problem?: OutboxEntry["problem"]): OutboxEntry {
  const command = { name: "rate_chat" as const, chat: "c.1", rating };
  return { id, command, createdAtMs: 0, ...(problem ? { problem } : {}) } as OutboxEntry;
}

describe("a rating", () => {
  it("is asked for after the end, within its time, when somebody was there", () => {
    const over = started + 2_000;
    expect(mayBeRated(fold(talk), over)).toBe(false);
    expect(mayBeRated(fold(ended), over)).toBe(true);
    expect(mayBeRated(fold(ended), over + hour)).toBe(true);
    expect(mayBeRated(fold(ended), over + hour + 1)).toBe(false);
    expect(mayBeRated({ ...fold(ended), ratingMs: 0 }, over)).toBe(false);
    expect(mayBeRated(fold([["chat_created"], ["chat_concluded", {}]]), over)).toBe(false);
  });

  it("is the last one, also while it is on its way, and not one that was refused", () => {
    expect(ratingOf(fold(ended), [])).toBeNull();
    const twice: typeof talk = [
      ...ended,
      ["chat_rated", { rating: 2 }, "r1"],
      ["chat_rated", { rating: 4, comment: "Kind" }, "r2"],
    ];
    expect(ratingOf(fold(twice), [])).toEqual({ rating: 4, comment: "Kind", kept: true });
    expect(ratingOf(fold(twice), [entry("r3", 5)])).toEqual({ rating: 5, comment: "", kept: false });
    expect(ratingOf(fold(twice), [entry("r2", 4)])?.kept).toBe(true);
    const problem = { code: "wrong_state", detail: "", retry: false, status: 409 };
    expect(ratingOf(fold(twice), [entry("r3", 5, problem)])?.rating).toBe(4);
  });
});
