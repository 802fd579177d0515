import { describe, expect, it } from "vitest";
import type { Event, EventData, PartyType, ServerFrame } from "../generated/protocol";
import type { OutboxEntry } from "../outbox-store";
import { applyFrame, applyHistory, emptyWidgetState, leadOf, type WidgetState } from "./state";
import { transcriptOf, unreadAfter } from "./transcript";

const dana = { type: "agent" as PartyType, id: "a1", name: "Dana" };
const kim = { type: "agent" as PartyType, id: "a2", name: "Kim" };
const customer = { type: "customer" as PartyType, id: "me" };
const system = { type: "system" as PartyType, id: "" };

let seq = 0;
function event(
  kind: string,
  data: EventData = {},
  actor: Event["actor"] = system,
  chat = "ch1",
): ServerFrame {
  seq += 1;
  const at = new Date(Date.parse("2026-11-21T09:00:00.000Z") + seq * 1_000).toISOString();
  return { type: "event", event: { seq, at, conversation: "c1", chat, kind, actor, data } };
}

function fold(frames: ServerFrame[], from: WidgetState = emptyWidgetState): WidgetState {
  return frames.reduce(applyFrame, from);
}

/** A line a thing that the customer reads, and where it stands. */
function screen(state: WidgetState, outbox: OutboxEntry[] = []): string[] {
  const lines = transcriptOf(state, outbox).map((item) =>
    item.type === "notice"
      ? `· ${item.notice} ${item.name}`.trim()
      : `${item.mine ? "me" : item.author}: ${item.text}${item.status ? ` (${item.status})` : ""}`,
  );
  const who = state.participants.map((one) => `${one.name} ${one.presence}`).join(", ");
  return [
    ...lines,
    `= ${state.phase} ${state.phase === "waiting" ? state.waitingBecause : ""} ${who}`
      .replace(/ +/g, " ")
      .trim(),
  ];
}

const talk = (): ServerFrame[] => [
  event("chat_created", { queue: "general" }, customer),
  event("end_user_post", { message: "m1", text: "Where is my lamp?" }, customer),
  event("engagement_participant_entered", { participant: dana, role: "lead" }, dana),
  event("agent_post", { message: "m2", text: "Let me look." }, dana),
];

describe("a conversation", () => {
  it("is asked for, waits, and is talked in", () => {
    const [created, ...rest] = talk();
    const waiting = fold([created as ServerFrame, { type: "place", place: 2, estimate_ms: 90_000 }]);
    expect([waiting.phase, waiting.place, waiting.estimateMs]).toEqual(["waiting", 2, 90_000]);
    const state = fold(rest, waiting);
    expect(screen(state)).toEqual([
      "me: Where is my lamp? (sent)",
      "· joined Dana",
      "Dana: Let me look.",
      "= engaged Dana present",
    ]);
    expect([state.place, leadOf(state)?.name]).toEqual([null, "Dana"]);
  });

  it("says what was seen, and never less than before", () => {
    const state = fold(talk());
    const mine = state.events[1]?.seq ?? 0;
    const seen = fold([{ type: "seen", conversation: "c1", by: "agent", seq: mine }], state);
    expect(screen(seen)[0]).toBe("me: Where is my lamp? (seen)");
    expect(fold([{ type: "seen", conversation: "c1", by: "agent", seq: mine - 1 }], seen).seenSeq).toBe(mine);
    expect(fold([{ type: "seen", conversation: "c1", by: "customer", seq: 999 }], state).seenSeq).toBe(0);
  });

  it("is the same when every event comes twice", () => {
    const frames = talk();
    const twice = frames.flatMap((frame) => [frame, frame]);
    expect(fold(twice)).toEqual(fold(frames));
    const state = fold(frames);
    expect(fold(frames, state)).toBe(state);
  });

  it("loses its agent, waits again and goes on with the next", () => {
    const state = fold([
      ...talk(),
      {
        type: "presence",
        conversation: "c1",
        party: "a1",
        presence: "interrupted",
        lost_at: "2026-11-21T09:01:00.000Z",
      },
    ]);
    expect([leadOf(state)?.presence, leadOf(state)?.lost_at]).toEqual([
      "interrupted",
      "2026-11-21T09:01:00.000Z",
    ]);
    const absent = fold([event("agent_absent", { participant: dana })], state);
    expect(screen(absent).at(-1)).toBe("= engaged Dana absent");
    const lost = fold(
      [
        event("agent_lost", { participant: dana }),
        event("chat_concluded", { disconnect_reason: "AgentSessionLost", continued_as: "ch2" }),
        event("engagement_participant_left", { participant: dana, reason: "disconnected" }),
        event("chat_released"),
        event("chat_created", { continues: "ch1" }, system, "ch2"),
        event("chat_requeued", { continues: "ch1" }, system, "ch2"),
      ],
      absent,
    );
    expect(screen(lost).slice(-2)).toEqual(["· agent_lost Dana", "= waiting agent_lost"]);
    expect(lost.chat).toBe("ch2");
    const next = fold(
      [event("engagement_participant_entered", { participant: kim, role: "lead" }, kim, "ch2")],
      lost,
    );
    expect(screen(next).at(-1)).toBe("= engaged Kim present");
    // A late word about the chat that is over moves nothing.
    expect(
      fold([event("engagement_participant_left", { participant: kim }, kim, "ch1")], next).participants,
    ).toHaveLength(1);
  });

  it("starts with an empty transcript when the customer starts anew", () => {
    const over = fold([
      ...talk(),
      event("chat_concluded", { disconnect_reason: "AgentEnded", continued_as: null }),
    ]);
    const created = event("chat_created", {}, customer, "ch9");
    if (created.type === "event") created.event.conversation = "c2";
    const state = fold([created], { ...over, more: true });
    expect(screen(state)).toEqual(["= waiting asked"]);
    expect([state.conversation, state.chat, state.more]).toEqual(["c2", "ch9", false]);
  });

  it("sees its agent back", () => {
    const state = fold([
      ...talk(),
      event("agent_absent", { participant: dana }),
      event("agent_present", { participant: dana }),
    ]);
    expect(screen(state).at(-1)).toBe("= engaged Dana present");
  });

  it("is sent back to the queue", () => {
    const state = fold([
      ...talk(),
      event("engagement_participant_left", { participant: dana, reason: "left" }),
      event("transferred_to_queue", { queue: "general" }),
    ]);
    expect(screen(state).slice(-3)).toEqual(["· left Dana", "· released", "= waiting sent_back"]);
  });

  it.each([
    ["CustomerCanceled", "canceled"],
    ["CustomerLeft", "ended_by_customer"],
    ["CustomerLost", "ended_lost"],
    ["AgentEnded", "ended_by_agent"],
    ["Idle", "ended_idle"],
    ["QueueTimeout", "ended_timeout"],
    ["Administrator", "ended"],
  ])("ends with %s", (reason, notice) => {
    const state = fold([
      ...talk(),
      event("chat_concluded", { disconnect_reason: reason, continued_as: null }),
      event("engagement_participant_left", { participant: dana, reason: "concluded" }),
      event("chat_released"),
    ]);
    expect(screen(state).slice(-2)).toEqual([`· ${notice}`, "= closed"]);
    expect(state.disconnectReason).toBe(reason);
  });
});

describe("typing", () => {
  const typing = (text: string | null): ServerFrame => ({
    type: "typing",
    conversation: "c1",
    party: "a1",
    name: "Dana",
    text,
  });

  it("starts, stops, and stops with the message", () => {
    const state = fold([...talk(), typing("")]);
    expect(state.typing).toEqual({ a1: "Dana" });
    expect(fold([typing(null)], state).typing).toEqual({});
    expect(fold([event("agent_post", { message: "m9", text: "Here" }, dana)], state).typing).toEqual({});
  });
});

describe("the transcript", () => {
  const entry = (id: string, text: string): OutboxEntry => ({
    id,
    command: { name: "post_message", chat: "ch1", text },
    createdAtMs: 0,
  });

  it("shows what is on its way after what arrived, and each message once", () => {
    const state = fold(talk());
    const refused = {
      ...entry("x2", "two"),
      problem: { code: "chat_over", status: 409, detail: "over", retry: false },
    };
    expect(
      screen(state, [entry("m1", "Where is my lamp?"), entry("x1", "one"), refused]).slice(0, -1),
    ).toEqual([
      "me: Where is my lamp? (sent)",
      "· joined Dana",
      "Dana: Let me look.",
      "me: one (sending)",
      "me: two (failed)",
    ]);
  });

  it("shows the question while the chat is being asked for", () => {
    const start: OutboxEntry = {
      id: "s1",
      command: { name: "start_chat", question: "Hello?" },
      createdAtMs: 0,
    };
    expect(screen(emptyWidgetState, [start])).toEqual(["me: Hello? (sending)", "= null"]);
  });

  it("takes earlier pages in front, without doubles", () => {
    const all = fold(talk());
    const late = { ...all, events: all.events.slice(2), more: true };
    const state = applyHistory(late, { events: all.events.slice(0, 3) as Event[], more: false, drafts: [] });
    expect(state.events).toEqual(all.events);
    expect(state.more).toBe(false);
  });

  it("shows a link that an agent pushed as its message", () => {
    const frames = talk();
    frames.push(event("agent_pushed_url", { text: "https://shop.example/faq", subject: "Questions" }, dana));
    const state = fold(frames);
    expect(screen(state).at(-2)).toBe("Dana: Questions\nhttps://shop.example/faq");
    expect(unreadAfter(state, 0)).toBe(2);
  });

  it("counts what is unread", () => {
    const state = fold(talk());
    expect(unreadAfter(state, 0)).toBe(1);
    expect(unreadAfter(state, state.position)).toBe(0);
  });
});
