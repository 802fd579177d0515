import type { Event, ServerFrame } from "@holdfast/client";
import { MemoryOutboxStore } from "@holdfast/client";
import { FakeNetwork, settle, VirtualClock } from "@holdfast/client/testing";
import { describe, expect, it } from "vitest";
import { storageKeys, WidgetModel } from "./model";

function setup(options: { token?: string; reachable?: boolean } = {}) {
  const clock = new VirtualClock();
  const network = new FakeNetwork();
  const values = new Map<string, string>();
  if (options.token) values.set(storageKeys.token, options.token);
  const calls = { sessions: 0 };
  const model = new WidgetModel({
    api: {
      config: async () => ({ tenant_name: "Northwind Home", queue_name: "General", open: true }),
      newSession: async () => {
        calls.sessions += 1;
        if (options.reachable === false) throw new Error("no network");
        return { token: "fresh" };
      },
      earlier: async () => ({ events: [], more: false, drafts: [] }),
    },
    clock,
    random: () => 1,
    transport: network,
    storage: {
      getItem: (key) => values.get(key) ?? null,
      setItem: (key, value) => void values.set(key, value),
      removeItem: (key) => void values.delete(key),
    },
    outboxStore: new MemoryOutboxStore(),
    queue: "general",
    language: "en-GB",
  });
  const view = () => model.view.get();
  const said = () =>
    view().items.flatMap((item) => (item.type === "message" ? [`${item.text} (${item.status})`] : []));
  let seq = 0;
  const event = (kind: string, chat: string, data: Event["data"] = {}, command?: string): ServerFrame => {
    seq += 1;
    const at = "2026-11-21T09:00:00.000Z";
    const actor = {
      type: kind === "agent_post" ? ("agent" as const) : ("customer" as const),
      id: "x",
      name: "Dana",
    };
    return {
      type: "event",
      event: { seq, at, conversation: "c1", chat, kind, actor, data, ...(command ? { command } : {}) },
    };
  };
  const empty = () =>
    network.last.says({
      type: "widget_snapshot",
      state: {
        position: 0,
        tenant_name: "Northwind Home",
        participants: [],
        events: [],
        more: false,
        message_chars_max: 100,
      },
    });
  /** Answers the start of a chat as the server does. */
  const created = async (chat = "ch1") => {
    const id = network.last.lastCommandId();
    network.last.says(event("chat_created", chat, {}, id));
    network.last.says({ type: "ack", id, seq });
    await settle();
  };
  return { clock, network, values, calls, model, view, said, event, empty, created };
}

const form = { name: " Eleanor ", email: "", question: "Where is my lamp?" };

describe("asking for a chat", () => {
  it("makes a session only then, and shows the question while it is on its way", async () => {
    const { network, values, calls, model, view, said, created } = setup();
    await model.start();
    expect([view().stage, view().tenantName, calls.sessions, network.sockets.length]).toEqual([
      "form",
      "Northwind Home",
      0,
      0,
    ]);
    model.setPage("https://shop.example/lamps");
    void model.startChat(form);
    await settle();
    expect([view().stage, values.get(storageKeys.token)]).toEqual(["conversation", "fresh"]);
    expect(said()).toEqual(["Where is my lamp? (sending)"]);
    network.welcome();
    await settle();
    expect(network.last.sent.at(-1)).toMatchObject({
      command: {
        name: "start_chat",
        queue: "general",
        customer_name: "Eleanor",
        language: "en-GB",
        page: "https://shop.example/lamps",
      },
    });
    await created();
    expect([view().stage, view().state.phase, view().starting]).toEqual(["conversation", "waiting", false]);
  });

  it("keeps what was typed when the server cannot be reached", async () => {
    const { model, view } = setup({ reachable: false });
    await model.startChat(form);
    expect([view().stage, view().startProblem, view().form.question]).toEqual([
      "form",
      "unreachable",
      form.question,
    ]);
  });

  it("goes back to the form, filled, when it is refused", async () => {
    const { network, model, view } = setup();
    void model.startChat(form);
    await settle();
    network.welcome();
    await settle();
    const problem = { code: "queue_full", status: 409, detail: "full", retry: false };
    network.last.says({ type: "refused", id: network.last.lastCommandId(), problem });
    await settle();
    expect([view().stage, view().startProblem, view().form.question]).toEqual([
      "form",
      problem,
      form.question,
    ]);
  });
});

describe("an earlier session", () => {
  it("is opened at once, and its unread messages counted until they are on the screen", async () => {
    const { network, model, view, event, values } = setup({ token: "kept" });
    void model.start();
    await settle();
    expect(view().stage).toBe("restoring");
    network.welcome();
    network.last.says(event("chat_created", "ch1"));
    network.last.says(event("agent_post", "ch1", { message: "m1", text: "Hello" }));
    expect(view().unread).toBe(1);
    model.setShown(true);
    expect([view().unread, values.get(storageKeys.seen)]).toEqual([0, "2"]);
    expect(network.last.sent.at(-1)).toEqual({ type: "seen", conversation: "c1", seq: 2 });
  });

  it("that the server does not know any more is forgotten", async () => {
    const { network, model, view, values } = setup({ token: "old" });
    void model.start();
    await settle();
    network.last.opens();
    network.last.says({ type: "closing", reason: "signed_out", reconnect: false });
    expect([view().stage, values.has(storageKeys.token)]).toEqual(["form", false]);
  });
});

describe("a chat that ended while the customer was away", () => {
  it("is continued with what could not be delivered", async () => {
    const { network, model, view, said, event, created } = setup({ token: "kept" });
    void model.start();
    await settle();
    network.welcome();
    network.last.says(event("chat_created", "ch1"));
    model.send("too late");
    await settle();
    const late = network.last.lastCommandId();
    network.last.says(
      event("chat_concluded", "ch1", { disconnect_reason: "CustomerLost", continued_as: null }),
    );
    network.last.says({
      type: "refused",
      id: late,
      problem: { code: "chat_over", status: 409, detail: "over", retry: false },
    });
    await settle();
    expect([view().state.phase, said()]).toEqual(["closed", ["too late (failed)"]]);
    void model.resume();
    await settle();
    await created("ch2");
    expect(network.last.sent.at(-1)).toMatchObject({
      command: { name: "post_message", chat: "ch2", text: "too late" },
    });
    expect(said()).toEqual(["too late (sending)"]);
  });
});

it("tells the agents what is typed, and that it stopped when it is sent", async () => {
  const { network, model, event } = setup({ token: "kept" });
  void model.start();
  await settle();
  network.welcome();
  network.last.says(event("chat_created", "ch1"));
  model.typed("Hel");
  model.send("Hello");
  await settle();
  const frames = network.last.sent
    .slice(1)
    .map((frame) => (frame.type === "typing" ? `typing ${frame.text}` : frame.type));
  expect(frames).toEqual(["typing Hel", "typing null", "command"]);
});
