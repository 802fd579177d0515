// What views ask of the state.

import type { Conversation, Participant, StandardText, Watcher } from "../generated/protocol";
import type { Desk, DeskState } from "./state";
import { customerPostsAfter } from "./transcript";

/** Works a list out once for each desk: several views ask for the same, each time anything changes. */
function ofDesk(make: (desk: Desk) => Conversation[]): (desk: Desk) => readonly Conversation[] {
  const known = new WeakMap<Desk, readonly Conversation[]>();
  return (desk) => {
    const list = known.get(desk) ?? make(desk);
    known.set(desk, list);
    return list;
  };
}

/** Whether an agent is in the chat, also while it writes it up. */
export function isMine(conversation: Conversation, agent: string): boolean {
  return conversation.participants.some((one) => one.agent === agent);
}

/** The name to show for a customer. */
export function customerName(conversation: Conversation): string {
  return conversation.customer.name || conversation.customer.email || "Customer";
}

/** My own part in it. */
export function myPart(conversation: Conversation, agent: string): Participant | undefined {
  return conversation.participants.find((one) => one.agent === agent);
}

/** How I watch it, if I do. */
export function myWatching(conversation: Conversation, agent: string): Watcher | undefined {
  return conversation.watchers.find((one) => one.agent === agent);
}

/** Whether what is said in it is for me: I am in it, watch it, or am asked to come. */
export function isForMe(conversation: Conversation, agent: string): boolean {
  return (
    isMine(conversation, agent) ||
    myWatching(conversation, agent) !== undefined ||
    conversation.invitation?.agent === agent
  );
}

/** Whether a colleague is asked to take it over from me. */
export function isPendingTransfer(conversation: Conversation, agent: string): boolean {
  const { invitation } = conversation;
  return invitation != null && !invitation.conference && myPart(conversation, agent)?.role === "lead";
}

/** What I am to a chat. */
export type MyRole = "lead" | "supporting" | "coach" | "monitor" | "invited" | "none";

/** What I am to a chat, the strongest first. */
export function myRole(conversation: Conversation, agent: string): MyRole {
  const part = myPart(conversation, agent);
  if (part) return part.role === "lead" ? "lead" : "supporting";
  const watching = myWatching(conversation, agent);
  if (conversation.invitation?.agent === agent) return "invited";
  if (watching) return watching.coaches ? "coach" : "monitor";
  return "none";
}

/** Standard texts that have what was typed in shortcut, name or text; those whose shortcut or name begins with it first. */
export function matchingTexts(texts: Desk["standardTexts"], search: string): StandardText[] {
  const wanted = search.trim().toLocaleLowerCase();
  const rank = (one: StandardText) => {
    const shortcut = one.shortcut.toLocaleLowerCase();
    const name = one.name.toLocaleLowerCase();
    if (shortcut === wanted && wanted !== "") return 0;
    if (shortcut.startsWith(wanted)) return 1;
    if (name.startsWith(wanted)) return 2;
    return `${shortcut} ${name} ${one.text.toLocaleLowerCase()}`.includes(wanted) ? 3 : 4;
  };
  return Object.values(texts)
    .map((one) => ({ one, rank: rank(one) }))
    .filter((each) => each.rank < 4)
    .sort((a, b) => a.rank - b.rank || a.one.name.localeCompare(b.one.name))
    .map(({ one }) => one);
}

/** Whether I see the chats of all queues. */
export function seesAllQueues(desk: Desk): boolean {
  return desk.me.role === "supervisor" || desk.me.role === "admin";
}

/** Whether I may watch and direct others. */
export function supervises(desk: Desk): boolean {
  return seesAllQueues(desk) || desk.profile.can_monitor;
}

/** Who leads a chat. */
export function leadOf(conversation: Conversation): Participant | undefined {
  return conversation.participants.find((one) => one.role === "lead");
}

/** Waiting chats of the queues that I see, in the order in which they go: priority, first arrival, conversation id. */
export const waitingChats = ofDesk((desk) => {
  const seesAll = seesAllQueues(desk);
  return Object.values(desk.conversations)
    .filter((one) => one.phase === "waiting" && (seesAll || desk.me.queues.includes(one.queue)))
    .sort(
      (a, b) =>
        b.priority - a.priority ||
        compare(a.arrived_at, b.arrived_at) ||
        compare(a.conversation, b.conversation),
    );
});

/** The chats that I am in or write up, the one that I entered first on top. One that a colleague is asked to take is not among them. */
export const myChats = ofDesk((desk) => {
  const me = desk.me.id;
  return Object.values(desk.conversations)
    .filter((one) => isMine(one, me) && !isPendingTransfer(one, me))
    .sort(
      (a, b) =>
        compare(myPart(a, me)?.entered_at ?? "", myPart(b, me)?.entered_at ?? "") ||
        compare(a.conversation, b.conversation),
    );
});

/** Chats that I am asked to take over or to support, the one that runs out first on top. */
export const invitationsToMe = ofDesk((desk) => {
  return Object.values(desk.conversations)
    .filter((one) => one.invitation?.agent === desk.me.id)
    .sort((a, b) => compare(a.invitation?.expires_at ?? "", b.invitation?.expires_at ?? ""));
});

/** Chats that I asked a colleague to take over. */
export const pendingTransfers = ofDesk((desk) => {
  return Object.values(desk.conversations)
    .filter((one) => isPendingTransfer(one, desk.me.id))
    .sort((a, b) => compare(a.invitation?.expires_at ?? "", b.invitation?.expires_at ?? ""));
});

/** Chats that I monitor or coach. */
export const watchedChats = ofDesk((desk) => {
  return Object.values(desk.conversations)
    .filter((one) => myWatching(one, desk.me.id))
    .sort((a, b) => compare(a.arrived_at, b.arrived_at) || compare(a.conversation, b.conversation));
});

/** What may stand in a column: mine, what I watch, what I am asked to come to, what I passed on and is not taken yet. */
export function openChats(desk: Desk): readonly Conversation[] {
  return [...myChats(desk), ...watchedChats(desk), ...invitationsToMe(desk), ...pendingTransfers(desk)];
}

/** Chats offered to me, the one that runs out first on top. */
export const offersToMe = ofDesk((desk) => {
  return Object.values(desk.conversations)
    .filter((one) => one.phase === "waiting" && one.offer?.agent === desk.me.id)
    .sort((a, b) => compare(a.offer?.expires_at ?? "", b.offer?.expires_at ?? ""));
});

/** How many of my slots are taken: chats that I lead or write up. */
export function slotsTaken(desk: Desk): number {
  return Object.values(desk.conversations).filter((one) => myPart(one, desk.me.id)?.role === "lead").length;
}

/** The customer's messages that I have not seen. */
export function unreadCount(state: DeskState, conversation: string): number {
  const transcript = state.transcripts[conversation];
  if (!transcript) return 0;
  return customerPostsAfter(transcript.events, state.seen[conversation]?.agent ?? 0);
}

/** Unread messages of all my chats. */
export function unreadTotal(state: DeskState): number {
  if (!state.desk) return 0;
  return myChats(state.desk).reduce((sum, one) => sum + unreadCount(state, one.conversation), 0);
}

/** The last thing said in a conversation; `by`: the id of whom of the staff, null for the customer. */
export function lastMessage(
  state: DeskState,
  conversation: string,
): { text: string; by: string | null } | null {
  const events = state.transcripts[conversation]?.events ?? [];
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const event = events[index];
    if (!event) continue;
    const by = (event.data.participant ?? event.actor).id ?? "";
    if (event.kind === "end_user_post") return { text: event.data.text ?? "", by: null };
    if (event.kind === "file_attachment_received") return { text: event.data.name ?? "A file", by: null };
    if (event.kind === "agent_file_sent") return { text: event.data.name ?? "A file", by };
    if (event.kind === "agent_post" || event.kind === "bot_post") return { text: event.data.text ?? "", by };
  }
  return null;
}

/** Whether a conversation has what was typed into a search: in the customer's name and address, subject or queue. */
export function matchesSearch(conversation: Conversation, queues: Desk["queues"], search: string): boolean {
  const words = search.trim().toLocaleLowerCase().split(/\s+/);
  const { name, email } = conversation.customer;
  const text = [name, email, conversation.subject, queues[conversation.queue]?.name ?? ""]
    .join(" ")
    .toLocaleLowerCase();
  return words.every((word) => text.includes(word));
}

/** The name of someone of the staff. */
export function agentName(desk: Pick<Desk, "colleagues">, agent: string): string {
  return desk.colleagues[agent]?.agent.name ?? agent;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
