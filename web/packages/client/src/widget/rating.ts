// What a customer thinks of its conversation: whether it may say so now, and what it said last.

import type { Event } from "../generated/protocol";
import type { OutboxEntry } from "../outbox-store";
import type { WidgetState } from "./state";

export interface Rating {
  /** From 1 to 5; 5 is best. */
  rating: number;
  comment: string;
  /** Whether the server has it. */
  kept: boolean;
}

/** As many as the server allows. */
export const commentCharsMax = 1_000;

/** The last one that was given, also one that is still on its way; null: none. */
export function ratingOf(state: WidgetState, outbox: readonly OutboxEntry[]): Rating | null {
  const arrived = new Set(state.events.map((event) => event.command));
  for (const entry of [...outbox].reverse()) {
    const { command } = entry;
    if (command.name === "rate_chat" && !entry.problem && !arrived.has(entry.id))
      return { rating: command.rating, comment: command.comment ?? "", kept: false };
  }
  const last = state.events.findLast((event) => event.kind === "chat_rated");
  return last ? { rating: last.data.rating ?? 0, comment: last.data.comment ?? "", kept: true } : null;
}

/** Whether the conversation has ended, somebody was in it, and its time for that is not over. */
export function mayBeRated(state: WidgetState, nowMs: number): boolean {
  if (state.phase !== "closed" || state.ratingMs === 0) return false;
  const ended = state.events.findLast((event) => event.kind === "chat_concluded");
  if (!ended || nowMs > Date.parse(ended.at) + state.ratingMs) return false;
  // Of a long conversation only the newest events are known here.
  return state.more || state.events.some(isEntering);
}

function isEntering(event: Event): boolean {
  return event.kind === "engagement_participant_entered" || event.kind === "bot_entered";
}
