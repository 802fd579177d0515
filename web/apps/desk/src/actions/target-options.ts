// What the dialog of transfers and conferences lists.

import type { Conversation, TransferTarget } from "@holdfast/client";
import type { Desk } from "@holdfast/client/desk";

export interface TargetOption {
  kind: "agent" | "queue";
  id: string;
  name: string;
  facts: string;
  /** A word for that it can. */
  free: string;
  /** Why it cannot now. */
  whyNot: string | null;
  takesChats: boolean | null;
}

/** The colleagues whom the server lists: those who can first, then by name. */
export function agentOptions(
  desk: Desk,
  targets: readonly TransferTarget[],
  purpose: "transfer" | "conference",
): TargetOption[] {
  const options = targets.map((target): TargetOption => {
    const colleague = desk.colleagues[target.agent];
    const status = desk.statuses.find((one) => one.id === colleague?.status);
    // A conference takes no slot, so that what speaks against a transfer does not speak against it.
    const whyNot = purpose === "conference" ? null : (target.refusal?.detail ?? null);
    return {
      kind: "agent",
      id: target.agent,
      name: target.name,
      facts: status?.name ?? "",
      free: "Free",
      whyNot: whyNot === null ? null : sentence(whyNot.replace(target.agent, target.name)),
      takesChats: status?.takes_chats ?? null,
    };
  });
  return options.sort(
    (a, b) => Number(a.whyNot !== null) - Number(b.whyNot !== null) || a.name.localeCompare(b.name),
  );
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
        free: "Open",
        whyNot,
        takesChats: null,
      };
    })
    .sort((a, b) => Number(a.whyNot !== null) - Number(b.whyNot !== null) || a.name.localeCompare(b.name));
}

function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
