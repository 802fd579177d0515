import { describe, expect, test } from "vitest";
import { reduceFrame, reduceHistory, rememberMine } from "./reduce";
import { myChats, offersToMe, slotsTaken, unreadCount, unreadTotal, waitingChats } from "./selectors";
import { after, agent, at, desk, deskOf, event, mine, snapshot, waiting } from "./testing";

const ids = (list: readonly { conversation: string }[]) => list.map((one) => one.conversation);

describe("the queue", () => {
  test("goes by priority, first arrival, conversation id", () => {
    const state = desk([
      waiting("d", { arrived_at: at(5) }),
      waiting("b", { arrived_at: at(3) }),
      waiting("a", { arrived_at: at(3) }),
      waiting("c", { arrived_at: at(9), priority: 5 }),
      mine("e"),
    ]);
    expect(ids(waitingChats(deskOf(state)))).toEqual(["c", "a", "b", "d"]);
  });

  test("has only my queues, all of them for a supervisor", () => {
    const state = desk([waiting("a"), waiting("b", { queue: "billing" })]);
    expect(ids(waitingChats(deskOf(state)))).toEqual(["a"]);
    const supervisor = { ...deskOf(state), me: { ...deskOf(state).me, role: "supervisor" as const } };
    expect(ids(waitingChats(supervisor))).toEqual(["a", "b"]);
  });

  test("gets a chat that was requested, with its place", () => {
    const customer = { id: "u", name: "Ada", email: "", page: "", company: "" };
    const state = after(
      desk(),
      event(11, "chat_created", "a", {
        queue: "general",
        arrived_at: at(2),
        customer,
        subject: "Shelf",
        continues: null,
      }),
    );
    expect(waitingChats(deskOf(state))[0]).toMatchObject({
      chat: "a.1",
      phase: "waiting",
      arrived_at: at(2),
      customer,
      subject: "Shelf",
    });
  });
});

describe("offers", () => {
  const offered = after(
    desk([waiting("a")]),
    event(11, "agent_engagement_invitation", "a", { participant: agent("me"), queue: "general" }),
  );

  test("run from the event's time for offer_timeout", () => {
    expect(offersToMe(deskOf(offered))[0]?.offer).toEqual({
      agent: "me",
      offered_at: at(11),
      expires_at: at(41),
    });
  });

  test.each([
    "agent_engagement_declined",
    "agent_engagement_timeout",
    "agent_engagement_unavailable",
    "agent_engagement_auto_declined",
    "agent_engagement_accepted",
    "agent_engagement_auto_accepted",
  ])("are gone after %s, and the chat keeps its place", (kind) => {
    const state = after(offered, event(12, kind, "a", { participant: agent("me") }));
    expect(offersToMe(deskOf(state))).toEqual([]);
    expect(ids(waitingChats(deskOf(state)))).toEqual(["a"]);
  });

  test("to others are not mine", () => {
    const state = after(
      offered,
      event(12, "agent_engagement_invitation", "a", { participant: agent("sam") }),
    );
    expect(offersToMe(deskOf(state))).toEqual([]);
    expect(state.desk?.conversations.a?.offer?.agent).toBe("sam");
  });
});

describe("a chat of mine", () => {
  const entered = event(11, "engagement_participant_entered", "a", {
    participant: agent("me"),
    role: "lead",
  });

  test("begins when I enter, and leaves the queue", () => {
    const state = after(desk([waiting("a")]), entered);
    expect(waitingChats(deskOf(state))).toEqual([]);
    expect(ids(myChats(deskOf(state)))).toEqual(["a"]);
    expect(slotsTaken(deskOf(state))).toBe(1);
    expect(state.transcripts.a?.events.map((one) => one.seq)).toEqual([11]);
  });

  test("is in wrap-up after the end, with me in it, until it is released", () => {
    const over = after(
      desk([mine("a")]),
      event(11, "chat_concluded", "a", { disconnect_reason: "AgentEnded", continued_as: null }),
      event(12, "engagement_participant_left", "a", { participant: agent("me"), reason: "concluded" }),
    );
    expect(over.desk?.conversations.a).toMatchObject({
      phase: "wrap_up",
      disconnect_reason: "AgentEnded",
      wrap_up_until: at(11 + 120),
    });
    expect(slotsTaken(deskOf(over))).toBe(1);
    const released = after(over, event(13, "chat_released", "a"));
    expect(released.desk?.conversations.a).toBeUndefined();
    expect(released.transcripts.a).toBeUndefined();
  });

  test("that is taken away is gone, and comes again as one that continues, with incident and presence", () => {
    const lost = after(
      reduceFrame(
        desk([mine("a")]),
        { type: "presence", conversation: "a", party: "customer", presence: "interrupted", lost_at: at(60) },
        0,
      ),
      event(11, "chat_concluded", "a", { disconnect_reason: "AgentSessionLost", continued_as: "a.2" }),
      event(12, "chat_released", "a"),
    );
    expect(lost.desk?.conversations.a).toBeUndefined();
    const again = after(
      lost,
      event(
        13,
        "chat_created",
        "a",
        { queue: "general", arrived_at: at(0), continues: "a.1" },
        { chat: "a.2" },
      ),
      event(
        14,
        "chat_requeued",
        "a",
        { queue: "general", arrived_at: at(0), continues: "a.1" },
        { chat: "a.2" },
      ),
    );
    const conversation = deskOf(again).conversations.a;
    expect(conversation).toMatchObject({
      chat: "a.2",
      phase: "waiting",
      arrived_at: at(0),
      customer_presence: "interrupted",
      customer_lost_at: at(60),
      incident: { id: "i-a" },
    });
    expect(conversation?.participants).toEqual([]);
    expect(again.transcripts.a).toBeUndefined();
  });

  test("is not changed by an event of another chat of the conversation", () => {
    const state = desk([mine("a", { chat: "a.2" })]);
    expect(after(state, event(11, "chat_released", "a")).desk?.conversations.a?.phase).toBe("engaged");
  });

  test("goes back to a queue by transfer", () => {
    const state = after(
      desk([mine("a")]),
      event(11, "engagement_participant_left", "a", { participant: agent("me"), reason: "transferred" }),
      event(12, "transferred_to_queue", "a", { queue: "general" }),
    );
    expect(ids(waitingChats(deskOf(state)))).toEqual(["a"]);
    expect(state.transcripts.a).toBeUndefined();
  });

  test("has a lead who can change", () => {
    const state = after(
      desk([mine("a")]),
      event(11, "engagement_participant_entered", "a", { participant: agent("sam"), role: "supporting" }),
      event(12, "lead_session_start", "a", { participant: agent("sam") }),
    );
    expect(state.desk?.conversations.a?.participants.map((one) => [one.agent, one.role])).toEqual([
      ["me", "supporting"],
      ["sam", "lead"],
    ]);
    expect(slotsTaken(deskOf(state))).toBe(0);
  });

  test("has its incident folded", () => {
    const state = after(
      desk([mine("a")]),
      event(11, "incident_updated", "a", { incident: "i-a", subject: "Shelf", ticket: "T-1" }),
      event(12, "incident_updated", "a", { incident: "i-a", ticket: "" }),
      event(13, "incident_closed", "a", { incident: "i-a" }),
    );
    expect(state.desk?.conversations.a?.incident).toMatchObject({
      subject: "Shelf",
      ticket: "",
      open: false,
    });
  });
});

describe("what is heard twice", () => {
  const state = after(desk([mine("a")]), event(11, "end_user_post", "a", { text: "Hello" }));

  test("changes nothing: an event", () => {
    expect(after(state, event(11, "end_user_post", "a", { text: "Hello" }))).toBe(state);
  });

  test("changes nothing: an event of before the snapshot", () => {
    const fresh = desk([mine("a")], 50);
    expect(after(fresh, event(50, "chat_released", "a"))).toBe(fresh);
    expect(after(fresh, event(51, "chat_released", "a")).desk?.conversations.a).toBeUndefined();
  });

  test("is there once: an event and a page of history that has it", () => {
    const page = {
      events: [event(9, "chat_created", "a"), event(11, "end_user_post", "a", { text: "Hello" })],
      more: false,
      drafts: [],
    };
    const read = reduceHistory(state, "a", page, false);
    expect(read.transcripts.a?.events.map((one) => one.seq)).toEqual([9, 11]);
    expect(after(read, event(12, "end_user_post", "a")).transcripts.a?.events.map((one) => one.seq)).toEqual([
      9, 11, 12,
    ]);
  });
});

describe("unread", () => {
  const state = after(
    desk([mine("a"), mine("b")]),
    event(11, "end_user_post", "a"),
    event(12, "agent_post", "a"),
    event(13, "end_user_post", "a"),
    event(14, "end_user_post", "b"),
  );

  test("counts the customer's messages after what I have seen", () => {
    expect(unreadCount(state, "a")).toBe(2);
    expect(unreadTotal(state)).toBe(3);
    const seen = reduceFrame(state, { type: "seen", conversation: "a", by: "agent", seq: 11 }, 0);
    expect(unreadCount(seen, "a")).toBe(1);
    expect(
      unreadCount(reduceFrame(seen, { type: "seen", conversation: "a", by: "agent", seq: 13 }, 0), "a"),
    ).toBe(0);
  });

  test("is never taken back by an older position", () => {
    const seen = reduceFrame(state, { type: "seen", conversation: "a", by: "agent", seq: 13 }, 0);
    expect(reduceFrame(seen, { type: "seen", conversation: "a", by: "agent", seq: 11 }, 0)).toBe(seen);
  });

  test("of the customer is told apart", () => {
    const seen = reduceFrame(state, { type: "seen", conversation: "a", by: "customer", seq: 13 }, 0);
    expect(unreadCount(seen, "a")).toBe(2);
    expect(seen.seen.a).toEqual({ customer: 13, agent: 0 });
  });
});

describe("live frames", () => {
  test("presence has its limit, and none when back", () => {
    const away = reduceFrame(
      desk([mine("a")]),
      { type: "presence", conversation: "a", party: "me", presence: "interrupted", lost_at: at(60) },
      0,
    );
    expect(away.desk?.conversations.a?.participants[0]).toMatchObject({
      presence: "interrupted",
      lost_at: at(60),
    });
    const back = reduceFrame(
      away,
      { type: "presence", conversation: "a", party: "me", presence: "present" },
      0,
    );
    expect(back.desk?.conversations.a?.participants[0]).toMatchObject({ presence: "present", lost_at: null });
  });

  test("typing ends with null, with a message and with the connection", () => {
    const typing = reduceFrame(
      desk([mine("a")]),
      { type: "typing", conversation: "a", party: "customer", name: "Ada", text: "Hel" },
      5,
    );
    expect(typing.typing.a).toEqual([{ party: "customer", name: "Ada", text: "Hel", heardAtMs: 5 }]);
    const stopped = {
      type: "typing",
      conversation: "a",
      party: "customer",
      name: "Ada",
      text: null,
    } as const;
    expect(reduceFrame(typing, stopped, 6).typing.a).toEqual([]);
    expect(after(typing, event(11, "end_user_post", "a")).typing.a).toEqual([]);
    const gone = { type: "presence", conversation: "a", party: "customer", presence: "absent" } as const;
    expect(reduceFrame(typing, gone, 6).typing.a).toEqual([]);
  });

  test("a conversation takes the place of what was known", () => {
    const state = reduceFrame(desk(), { type: "conversation", conversation: mine("a") }, 0);
    expect(ids(myChats(deskOf(state)))).toEqual(["a"]);
    const closed = reduceFrame(
      state,
      { type: "conversation", conversation: mine("a", { phase: "closed" }) },
      0,
    );
    expect(closed.desk?.conversations.a).toBeUndefined();
  });

  test("an older draft does not replace a newer one of the same agent", () => {
    const draft = { conversation: "a", field: "reply", text: "new", written_at_ms: 20, agent: "sam" };
    const state = reduceFrame(desk([mine("a")]), { type: "draft", draft }, 0);
    expect(
      reduceFrame(state, { type: "draft", draft: { ...draft, text: "old", written_at_ms: 19 } }, 0),
    ).toBe(state);
    const other = reduceFrame(state, { type: "draft", draft: { ...draft, agent: "me", text: "mine" } }, 0);
    expect(other.drafts.a).toHaveLength(2);
  });
});

describe("after having been away for too long", () => {
  test("a reset names what was lost, from what was remembered of it", () => {
    const reset = reduceFrame(
      rememberMine(desk([mine("a", { subject: "Shelf" })])),
      { type: "reset", chats: ["a.1", "x.1"] },
      0,
    );
    expect(reset.lost).toEqual([
      { chat: "a.1", customerName: "Customer a", subject: "Shelf" },
      { chat: "x.1", customerName: "", subject: "" },
    ]);
    const fresh = reduceFrame(reset, { type: "desk_snapshot", state: snapshot([], 90) }, 0);
    expect(fresh.desk?.conversations).toEqual({});
    expect(fresh.lost).toHaveLength(2);
  });

  test("a snapshot keeps transcripts of chats that are there, to be read again", () => {
    const state = reduceHistory(
      desk([mine("a"), mine("b")]),
      "a",
      { events: [event(9, "chat_created", "a")], more: false, drafts: [] },
      false,
    );
    const fresh = reduceFrame(state, { type: "desk_snapshot", state: snapshot([mine("a")], 90) }, 0);
    expect(fresh.transcripts.a).toMatchObject({ loaded: false });
    expect(fresh.transcripts.b).toBeUndefined();
  });
});

describe("the directory", () => {
  test("follows its changes", () => {
    const folded = after(
      desk(),
      event(11, "agent_status_changed", null, {
        participant: agent("me"),
        status: "break",
        reason: "chosen",
      }),
      event(12, "agent_status_changed", null, {
        participant: agent("sam"),
        status: null,
        reason: "signed_out",
      }),
      event(13, "queue_removed", null, { queue: "general" }),
      event(14, "setting_changed", null, { name: "offer_timeout", value: "10s" }),
      event(15, "profile_changed", null, { profile: { ...snapshot().profile, chats_max: 9 } }),
      event(16, "agent_changed", null, { agent: { ...snapshot().me, name: "Me Too" } }),
      event(17, "status_changed", null, { status: { id: "break", name: "Break", takes_chats: false } }),
      event(18, "tenant_changed", null, { tenant: { name: "Northwind Home", time_zone: "UTC" } }),
      event(19, "agent_removed", null, { agent: "sam" }),
    );
    const state = deskOf(folded);
    expect(state.status).toBe("break");
    expect(state.colleagues.sam).toBeUndefined();
    expect(state.queues).toEqual({});
    expect(state.settings.offer_timeout).toBe("10s");
    expect(state.profile.chats_max).toBe(9);
    expect(state.me.name).toBe("Me Too");
    expect(state.statuses.map((one) => one.id)).toEqual(["available", "break"]);
    expect(state.tenant.name).toBe("Northwind Home");
    expect(folded.position).toBe(19);
  });
});

describe("the desk's identity", () => {
  test("is kept by what is said in a chat, so that views of anything else are not drawn anew", () => {
    const before = desk([mine("a"), waiting("b")]);
    const said = after(before, event(11, "end_user_post", "a", { text: "Hi", message: "m1" }));
    expect(said.position).toBe(11);
    expect(said.transcripts.a?.events).toHaveLength(1);
    expect(said.desk).toBe(before.desk);
    const left = after(said, event(12, "chat_canceled", "b", {}), event(13, "chat_released", "b", {}));
    expect(left.desk).not.toBe(before.desk);
    expect(left.desk?.conversations.a).toBe(before.desk?.conversations.a);
  });
});
