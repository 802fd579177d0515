import { describe, expect, test } from "vitest";
import type { Command, ConversationHistory, Draft, Problem } from "../generated/protocol";
import { MemoryOutboxStore } from "../outbox-store";
import { FakeNetwork, settle } from "../testing/world";
import { DeskClient } from "./desk-client";
import type { DeskHttp } from "./http";
import { agent, event, mine, snapshot, waiting } from "./testing";

interface Read {
  conversation: string;
  before: number | null;
  answer: (page: ConversationHistory) => void;
  fail: () => void;
}

async function start(conversations = [waiting("a")]) {
  const network = new FakeNetwork();
  const reads: Read[] = [];
  const problems: [Problem, Command | Draft][] = [];
  const http = {
    history: (conversation: string, before: number | null) =>
      new Promise<ConversationHistory>((answer, reject) =>
        reads.push({ conversation, before, answer, fail: () => reject(new TypeError("no network")) }),
      ),
  } as DeskHttp;
  const client = new DeskClient({
    transport: network,
    outboxStore: new MemoryOutboxStore(),
    http,
    onProblem: (problem, what) => problems.push([problem, what]),
  });
  await client.start();
  const socket = network.welcome();
  socket.says({ type: "desk_snapshot", state: snapshot(conversations) });
  await settle();
  return { client, network, socket, reads, problems };
}

const page = (change: Partial<ConversationHistory> = {}): ConversationHistory => ({
  events: [event(5, "chat_created", "a")],
  more: false,
  drafts: [],
  ...change,
});

const draft = (text: string, change: Partial<Draft> = {}): Draft => ({
  conversation: "a",
  field: "reply",
  text,
  written_at_ms: 1,
  agent: "me",
  ...change,
});

describe("an offer to me", () => {
  test("is confirmed once", async () => {
    const { socket } = await start();
    const invitation = event(11, "agent_engagement_invitation", "a", { participant: agent("me") });
    socket.says({ type: "event", event: invitation });
    socket.says({ type: "event", event: event(12, "end_user_absent", "a") });
    await settle();
    expect(socket.commands()).toEqual(["confirm_offer"]);
  });

  test("to somebody else is not", async () => {
    const { socket } = await start();
    socket.says({
      type: "event",
      event: event(11, "agent_engagement_invitation", "a", { participant: agent("sam") }),
    });
    await settle();
    expect(socket.commands()).toEqual([]);
  });
});

describe("history", () => {
  test("is read when a chat becomes mine, with its drafts", async () => {
    const { client, socket, reads } = await start();
    expect(reads).toEqual([]);
    socket.says({
      type: "event",
      event: event(11, "engagement_participant_entered", "a", { participant: agent("me"), role: "lead" }),
    });
    expect(reads).toMatchObject([{ conversation: "a", before: null }]);
    reads[0]?.answer(page({ drafts: [draft("half a sent"), draft("Sam's", { agent: "sam" })] }));
    await settle();
    expect(client.state.get().transcripts.a?.events.map((one) => one.seq)).toEqual([5, 11]);
    expect(client.drafts.text("a", "reply").get().text).toBe("half a sent");
    expect(client.state.get().drafts.a).toHaveLength(2);
  });

  test("asked for before a snapshot is not taken for what is after it", async () => {
    const { client, network, reads } = await start([mine("a")]);
    network.last.breaks();
    client.session.nudge();
    const again = network.welcome({ resumed: false });
    again.says({ type: "desk_snapshot", state: snapshot([mine("a")], 90) });
    expect(reads).toHaveLength(2);
    reads[0]?.answer(page());
    await settle();
    expect(client.state.get().transcripts.a?.loaded ?? false).toBe(false);
    reads[1]?.answer(page());
    await settle();
    expect(client.state.get().transcripts.a?.loaded).toBe(true);
  });

  test("is read anew when a chat comes back to me", async () => {
    const { socket, reads } = await start([mine("a")]);
    reads[0]?.answer(page());
    await settle();
    socket.says({
      type: "event",
      event: event(11, "transferred_to_queue", "a", { queue: "general" }),
    });
    const entered = event(12, "engagement_participant_entered", "a", {
      participant: agent("me"),
      role: "lead",
    });
    socket.says({ type: "event", event: entered });
    expect(reads).toHaveLength(2);
  });

  test("that could not be read says so, and can be read again", async () => {
    const { client, reads } = await start([mine("a")]);
    reads[0]?.fail();
    await settle();
    expect(client.histories.get().a).toBe("failed");
    void client.readAgain("a");
    expect(reads[1]).toMatchObject({ before: null });
    reads[1]?.answer(page({ more: true }));
    await settle();
    expect(client.histories.get().a).toBe("ready");
    void client.readEarlier("a");
    expect(reads[2]).toMatchObject({ before: 5 });
    void client.readEarlier("a");
    expect(reads).toHaveLength(3);
  });

  test("whose earlier page could not be read is read further back once that works again", async () => {
    const { client, reads } = await start([mine("a")]);
    reads[0]?.answer(page({ more: true }));
    await settle();
    void client.readEarlier("a");
    reads[1]?.fail();
    await settle();
    expect(client.histories.get().a).toBe("failed");
    expect(client.state.get().transcripts.a?.events.map((one) => one.seq)).toEqual([5]);
    void client.readAgain("a");
    expect(reads[2]).toMatchObject({ before: 5 });
    reads[2]?.answer(page());
    await settle();
    expect(client.histories.get().a).toBe("ready");
  });
});

describe("what is typed", () => {
  test("is sent once, and is no draft any more", async () => {
    const { client, socket } = await start([mine("a")]);
    client.writeReply("a", "Hello there ");
    expect(client.sendReply("a")).toBe(true);
    expect(client.sendReply("a")).toBe(false);
    await settle();
    expect(socket.commands()).toEqual(["post_message Hello there"]);
    expect(client.drafts.text("a", "reply").get().text).toBe("");
    expect(client.drafts.saved("a", "reply")).toBe(true);
  });

  test("tells the customer that someone types, not each key, and when it stops", async () => {
    const { client, socket } = await start([mine("a")]);
    client.writeReply("a", "H");
    client.writeReply("a", "He");
    client.writeReply("a", "");
    expect(socket.sent.filter((frame) => frame.type === "typing")).toEqual([
      { type: "typing", conversation: "a", text: "" },
      { type: "typing", conversation: "a", text: null },
    ]);
  });

  test("here is not overwritten by an older draft, but by a newer one of mine", async () => {
    const { client, socket } = await start([mine("a")]);
    client.drafts.write("a", "reply", "here");
    socket.says({ type: "draft", draft: draft("older") });
    socket.says({
      type: "draft",
      draft: draft("Sam's", { agent: "sam", written_at_ms: Date.now() + 9_000 }),
    });
    expect(client.drafts.text("a", "reply").get().text).toBe("here");
    socket.says({ type: "draft", draft: draft("other tab", { written_at_ms: Date.now() + 9_000 }) });
    expect(client.drafts.text("a", "reply").get().text).toBe("other tab");
  });

  test("is not offered a second time while it is on its way as a message", async () => {
    const { client, network, reads } = await start([mine("a")]);
    network.last.breaks();
    client.drafts.write("a", "reply", "Hello");
    client.sendReply("a");
    const reloaded = draft("Hello", { written_at_ms: Date.now() + 9_000 });
    reads[0]?.answer(page({ drafts: [reloaded] }));
    await settle();
    expect(client.drafts.text("a", "reply").get().text).toBe("");
  });

  test("as a note is a draft until it is added", async () => {
    const { client, socket } = await start([mine("a")]);
    client.drafts.write("a", "note", "Twice this month");
    client.addNote("a");
    client.session.drafts.flush();
    await settle();
    expect(socket.commands()).toEqual(["add_side_note Twice this month"]);
    expect(socket.sent.findLast((frame) => frame.type === "save_draft")).toMatchObject({
      draft: { field: "note", text: "" },
    });
  });
});

test("what was read is told once, and not while the connection is away", async () => {
  const { client, socket, network } = await start([mine("a")]);
  socket.says({ type: "event", event: event(11, "end_user_post", "a") });
  client.read("a");
  client.read("a");
  expect(socket.sent.filter((frame) => frame.type === "seen")).toEqual([
    { type: "seen", conversation: "a", seq: 11 },
  ]);
  socket.says({ type: "event", event: event(12, "end_user_post", "a") });
  network.last.breaks();
  client.read("a");
  expect(client.state.get().seen.a?.agent).toBe(11);
});

test("a refusal is told with what was asked", async () => {
  const { client, socket, problems } = await start();
  const outcome = client.command({ name: "pick_chat", chat: "a.1" });
  await settle();
  const problem = { code: "taken", status: 409, detail: "Sam has it", retry: false };
  socket.says({ type: "refused", id: socket.lastCommandId(), problem });
  expect(await outcome).toEqual({ done: false, problem });
  expect(problems).toEqual([[problem, { name: "pick_chat", chat: "a.1" }]]);
});

test("chats are remembered over a crash, so that a reset can name them", async () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const open = async () => {
    const network = new FakeNetwork();
    const client = new DeskClient({
      transport: network,
      outboxStore: new MemoryOutboxStore(),
      draftStorage: { storage, key: "me" },
      http: { history: () => new Promise(() => {}) } as unknown as DeskHttp,
      onProblem: () => {},
    });
    await client.start();
    return { client, socket: network.welcome() };
  };
  const before = await open();
  before.socket.says({ type: "desk_snapshot", state: snapshot([mine("a", { subject: "Shelf" })]) });
  const after = await open();
  after.socket.says({ type: "reset", chats: ["a.1"] });
  expect(after.client.state.get().lost).toEqual([
    { chat: "a.1", customerName: "Customer a", subject: "Shelf" },
  ]);
});
