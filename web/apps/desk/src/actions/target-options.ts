// What the dialog of transfers and conferences lists.

import type { Conversation, TransferTarget } from "@holdfast/client";
import { type Desk, plural } from "@holdfast/client/desk";

export interface TargetOption {
  kind: "agent" | "queue";
  id: string;
  name: string;
  facts: string;
  /** A word for how it stands, where it can be chosen. */
  word: string;
  /** Whether it has room. */
  free: boolean;
  /** Why it cannot now. */
  whyNot: string | null;
  takesChats: boolean | null;
}

/** The colleagues whom the server lists: those who are free first, then those who can be asked, then by name. */
export function agentOptions(
  desk: Desk,
  targets: readonly TransferTarget[],
  purpose: "transfer" | "conference",
): TargetOption[] {
  return targets.map((target) => agentOption(desk, target, purpose)).sort(byRoom);
}

function agentOption(desk: Desk, target: TransferTarget, purpose: "transfer" | "conference"): TargetOption {
  const colleague = desk.colleagues[target.agent];
  const status = desk.statuses.find((one) => one.id === colleague?.status);
  const takesChats = status?.takes_chats ?? false;
  const { refusal } = target;
  // Whoever takes chats by its status and is not to be had is not connected.
  const isAway = refusal?.code === "unavailable" && !takesChats;
  const isFull = refusal?.code === "at_limit";
  const name = status?.name ?? "No status";
  const chats = plural(colleague?.chats ?? 0, "chat");
  // A conference takes no room: who is away or full can be asked all the same.
  const canBeAsked = !refusal || (purpose === "conference" && (isAway || isFull));
  return {
    kind: "agent",
    id: target.agent,
    name: target.name,
    facts: isFull ? `${name} · ${chats}, the limit` : `${name} · ${chats}`,
    word: isFull ? "Full" : isAway ? name : "Free",
    free: !refusal,
    whyNot: canBeAsked ? null : whyNot(),
    takesChats: status?.takes_chats ?? null,
  };

  function whyNot(): string {
    if (isAway) return `${name}: takes no chats`;
    if (isFull) return `Has ${chats}, the limit`;
    if (refusal?.code === "unavailable") return "Not connected at the moment";
    return sentence((refusal?.detail ?? "").replace(target.agent, target.name));
  }
}

function byRoom(a: TargetOption, b: TargetOption): number {
  const rank = (one: TargetOption) => (one.whyNot !== null ? 2 : one.free ? 0 : 1);
  return rank(a) - rank(b) || a.name.localeCompare(b.name);
}

/** The other queues, each with why it cannot have the chat. */
export function queueOptions(desk: Desk, conversation: Conversation): TargetOption[] {
  const several = desk.settings.queues_and_topics !== "false";
  const waiting = (queue: string) =>
    Object.values(desk.conversations).filter((one) => one.phase === "waiting" && one.queue === queue).length;
  return Object.values(desk.queues)
    .filter((queue) => queue.id !== conversation.queue && (several || queue.id === "general"))
    .map((queue): TargetOption => {
      const mine = desk.me.queues.includes(queue.id);
      const whyNot = !queue.enabled
        ? "Takes no chats at the moment"
        : !mine && !desk.profile.transfer_to_other_groups
          ? "Your profile does not allow other groups"
          : null;
      const known = mine || desk.me.role === "supervisor" || desk.me.role === "admin";
      return {
        kind: "queue",
        id: queue.id,
        name: queue.name,
        facts: known ? `${waiting(queue.id)} waiting` : "Another group",
        word: "Open",
        free: true,
        whyNot,
        takesChats: null,
      };
    })
    .sort(byRoom);
}

function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
