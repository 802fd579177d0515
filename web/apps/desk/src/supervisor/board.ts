// What the wallboard shows, folded from the desk's state: queues with what waits, agents by status with their chats.

import type { Colleague, Conversation, Queue, Status } from "@holdfast/client";
import { type Desk, leadOf } from "@holdfast/client/desk";

export interface QueueLine {
  queue: Queue;
  waiting: number;
  /** First arrival of who waits longest; null: nobody. */
  longestSince: string | null;
  engaged: number;
  onHold: number;
  /** Signed-in agents of the queue whose status takes chats. */
  ready: number;
}

export interface AgentLine {
  colleague: Colleague;
  chats: readonly Conversation[];
  /** Most chats at once. */
  most: number | null;
}

export interface StatusGroup {
  status: Status;
  agents: readonly AgentLine[];
}

export interface Board {
  queues: readonly QueueLine[];
  groups: readonly StatusGroup[];
  /** Waiting chats, the one that waits longest first. */
  waiting: readonly Conversation[];
  engaged: number;
  ready: number;
  signedIn: number;
}

/** The wallboard of a desk. */
export function boardOf(desk: Desk): Board {
  const open = Object.values(desk.conversations);
  const waiting = open
    .filter((one) => one.phase === "waiting")
    .sort((a, b) => (a.arrived_at < b.arrived_at ? -1 : 1));
  const takesChats = new Set(desk.statuses.filter((one) => one.takes_chats).map((one) => one.id));
  const here = Object.values(desk.colleagues).filter((one) => one.status !== null);
  const people = here.filter((one) => one.agent.role !== "bot");
  const isReady = (one: Colleague) => takesChats.has(one.status ?? "");
  const queues = Object.values(desk.queues)
    .map((queue): QueueLine => {
      const mine = open.filter((one) => one.queue === queue.id);
      const count = (phase: Conversation["phase"]) => mine.filter((one) => one.phase === phase).length;
      return {
        queue,
        waiting: count("waiting"),
        longestSince: waiting.find((one) => one.queue === queue.id)?.arrived_at ?? null,
        engaged: count("engaged"),
        onHold: count("on_hold"),
        ready: people.filter((one) => isReady(one) && one.agent.queues.includes(queue.id)).length,
      };
    })
    .sort((a, b) => b.waiting - a.waiting || a.queue.name.localeCompare(b.queue.name));
  const byLead = new Map<string, Conversation[]>();
  for (const one of open) {
    const lead = leadOf(one)?.agent;
    if (lead) byLead.set(lead, [...(byLead.get(lead) ?? []), one]);
  }
  const line = (colleague: Colleague): AgentLine => ({
    colleague,
    chats: (byLead.get(colleague.agent.id) ?? []).sort((a, b) => (a.requested_at < b.requested_at ? -1 : 1)),
    most: desk.profiles[colleague.agent.profile]?.chats_max ?? null,
  });
  const groups = desk.statuses
    .map((status) => ({
      status,
      agents: here
        .filter((one) => one.status === status.id)
        .map(line)
        .sort(
          (a, b) =>
            b.chats.length - a.chats.length || a.colleague.agent.name.localeCompare(b.colleague.agent.name),
        ),
    }))
    .filter((group) => group.agents.length > 0)
    .sort((a, b) => Number(b.status.takes_chats) - Number(a.status.takes_chats));
  return {
    queues,
    groups,
    waiting,
    engaged: open.filter((one) => one.phase === "engaged").length,
    ready: people.filter(isReady).length,
    signedIn: people.length,
  };
}
