// What the desk's tests start from: a small snapshot, and events made by the line.

import type { Conversation, DeskSnapshot, Event, EventData, Profile } from "../generated/protocol";
import { reduceFrame } from "./reduce";
import { type Desk, type DeskState, emptyDeskState } from "./state";

const start = Date.parse("2026-11-21T09:00:00.000Z");

export const at = (seconds: number): string => new Date(start + seconds * 1_000).toISOString();

export function waiting(id: string, change: Partial<Conversation> = {}): Conversation {
  return {
    conversation: id,
    chat: `${id}.1`,
    phase: "waiting",
    queue: "general",
    priority: 0,
    arrived_at: at(0),
    requested_at: at(0),
    customer: { id: `u-${id}`, name: `Customer ${id}`, email: "", page: "", company: "" },
    subject: "",
    participants: [],
    customer_presence: "present",
    watchers: [],
    async: false,
    attributes: {},
    incident: {
      id: `i-${id}`,
      subject: "",
      disposition: "",
      summary: "",
      ticket: "",
      ticket_status: "open",
      status: "",
      assignee: "",
      contact: "",
      custom: {},
      open: true,
    },
    ...change,
  };
}

export function mine(id: string, change: Partial<Conversation> = {}): Conversation {
  const me = { agent: "me", name: "Me", role: "lead", entered_at: at(0), presence: "present" } as const;
  return waiting(id, { phase: "engaged", participants: [me], ...change });
}

export function snapshot(conversations: Conversation[] = [], position = 10): DeskSnapshot {
  const agent = (id: string, name: string) => ({
    id,
    name,
    role: "agent" as const,
    profile: "standard",
    queues: ["general"],
  });
  const profile: Profile = {
    id: "standard",
    name: "Standard",
    allow_decline: true,
    auto_decline: true,
    can_pick: true,
    chats_max: 3,
    pull_policy: "first_due",
    not_ready_after_chat: false,
    transfer_to_other_groups: true,
    can_monitor: false,
  };
  return {
    position,
    tenant: { name: "Northwind", time_zone: "UTC" },
    me: agent("me", "Me"),
    profile,
    profiles: [profile],
    status: "available",
    statuses: [{ id: "available", name: "Available", takes_chats: true }],
    queues: [
      {
        id: "general",
        name: "General",
        allocation: "offer",
        balance: "longest_idle",
        priority: 0,
        waiting_max: null,
        enabled: true,
        company_filter: false,
      },
    ],
    colleagues: [
      { agent: agent("me", "Me"), status: "available", chats: 0 },
      { agent: agent("sam", "Sam"), status: "available", chats: 0 },
    ],
    conversations,
    topics: [],
    standard_texts: [],
    settings: { offer_timeout: "30s", wrap_up_timeout: "2min", transfer_timeout: "60s" },
  };
}

/** The state after a snapshot. */
export function desk(conversations: Conversation[] = [], position = 10): DeskState {
  return reduceFrame(
    emptyDeskState,
    { type: "desk_snapshot", state: snapshot(conversations, position) },
    start,
  );
}

export function event(
  seq: number,
  kind: string,
  id: string | null,
  data: EventData = {},
  change: Partial<Event> = {},
): Event {
  return {
    seq,
    at: at(seq),
    conversation: id,
    chat: id === null ? null : `${id}.1`,
    kind,
    actor: kind === "end_user_post" ? { type: "customer", id: `u-${id}` } : { type: "system", id: "" },
    data,
    ...change,
  };
}

/** The state after events. */
export function after(state: DeskState, ...events: Event[]): DeskState {
  return events.reduce((folded, one) => reduceFrame(folded, { type: "event", event: one }, start), state);
}

export const agent = (id: string) => ({ type: "agent" as const, id });

/** The desk of a state that has one. */
export function deskOf(state: DeskState): Desk {
  if (!state.desk) throw new Error("the state has no desk");
  return state.desk;
}
