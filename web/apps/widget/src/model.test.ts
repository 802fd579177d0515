import type { Command, Event, Problem, ServerFrame, WidgetConfig } from "@holdfast/client";
import { MemoryOutboxStore, noUploadStore, takeInHandBy } from "@holdfast/client";
import { FakeNetwork, settle, VirtualClock } from "@holdfast/client/testing";
import { describe, expect, it } from "vitest";
import { storageKeys, WidgetModel } from "./model";
import { Talk } from "./talk/talk";

const config: WidgetConfig = {
  tenant_name: "Northwind Home",
  queue_name: "General",
  open: true,
  closed: false,
  topics: [],
  files: true,
  file_bytes_max: 1_000,
  message_chars_max: 100,
  language: "en",
  prompts: {},
};

interface Options {
  token?: string;
  reachable?: boolean;
  /** So many questions for the form's topics and hours get no answer. */
  lostConfigs?: number;
  config?: Partial<WidgetConfig>;
  answer?: Problem | null;
  prove?: () => Promise<void>;
}

/** A promise, and what keeps it. */
function promised() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Tokens of sessions that were ended. */
const ended: string[] = [];

function setup(options: Options = {}) {
  const clock = new VirtualClock();
  const network = new FakeNetwork();
  const values = new Map<string, string>();
  if (options.token) values.set(storageKeys.token, options.token);
  const calls = { sessions: 0, configs: 0, commands: [] as Command[] };
  const told: [string, unknown][] = [];
  const storage = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
  const api = {
    config: async () => {
      calls.configs += 1;
      if (calls.configs <= (options.lostConfigs ?? 0)) throw new Error("no network");
      return { ...config, ...options.config };
    },
    end: async (token: string) => void ended.push(token),
    command: async (_: string, command: Command) => {
      calls.commands.push(command);
      return options.answer ?? null;
    },
    newSession: async () => {
      calls.sessions += 1;
      if (options.reachable === false) throw new Error("no network");
      return { token: "fresh" };
    },
    earlier: async () => {
      if (options.reachable === false) throw new Error("no network");
      return { events: [], more: false, drafts: [] };
    },
  };
  const unused = () => Promise.reject(new Error("no files here"));
  const files = { begin: unused, put: unused, get: unused, complete: unused, remove: unused, link: unused };
  const outboxStore = new MemoryOutboxStore();
  const model = new WidgetModel({
    api,
    clock,
    storage,
    openTalk: async (talk) =>
      new Talk(
        {
          ...{ api, files, clock, random: () => 1, transport: network, storage, outboxStore },
          ...{ uploadStore: noUploadStore, takeInHand: takeInHandBy(undefined) },
          ...{ tab: storage, recorder: null, language: "en" },
        },
        talk,
      ),
    tell: (name, detail) => void told.push([name, detail]),
    prove: options.prove ?? (async () => undefined),
    queue: "general",
    language: "en",
  });
  const talk = () => {
    if (!model.talk) throw new Error("there is no conversation");
    return model.talk;
  };
  const ask = () => {
    for (const name of ["name", "email", "topic", "question"] as const) model.fill(name, form[name]);
    return model.submit();
  };
  const view = () => model.view.get();
  const said = () =>
    (view().talk?.items ?? []).flatMap((item) =>
      item.type === "message" ? [`${item.text} (${item.status})`] : [],
    );
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
        rating_ms: 0,
      },
    });
  /** Answers the start of a chat as the server does. */
  const created = async (chat = "ch1") => {
    const id = network.last.lastCommandId();
    network.last.says(event("chat_created", chat, {}, id));
    network.last.says({ type: "ack", id, seq });
    await settle();
  };
  return { clock, network, values, calls, told, model, talk, ask, view, said, event, empty, created };
}

const form = { name: " Eleanor ", email: "", topic: "", question: "Where is my lamp?" };

describe("asking for a chat", () => {
  it("makes a session only then, and shows the question while it is on its way", async () => {
    const { network, values, calls, told, model, ask, view, said, created } = setup();
    await model.start();
    expect([view().stage, view().tenantName, calls.sessions, network.sockets.length]).toEqual([
      "form",
      "Northwind Home",
      0,
      0,
    ]);
    model.setPage("https://shop.example/lamps");
    ask();
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
        language: "en",
        page: "https://shop.example/lamps",
      },
    });
    await created();
    expect([view().stage, view().talk?.state.phase, view().starting]).toEqual([
      "conversation",
      "waiting",
      false,
    ]);
    expect(told.map(([name]) => name)).toEqual(["started"]);
  });

  it("keeps what was typed when the server cannot be reached", async () => {
    const { model, ask, view } = setup({ reachable: false });
    await model.start();
    ask();
    await settle();
    expect([view().stage, view().problem, view().form.question]).toEqual([
      "form",
      "unreachable",
      form.question,
    ]);
  });

  it("asks again for topics and hours that could not be read, as long as the form is looked at", async () => {
    const { clock, calls, model, view } = setup({ lostConfigs: 2 });
    model.setShown(true);
    await model.start();
    expect([view().tenantName, calls.configs]).toEqual(["", 1]);
    await clock.advance(5_000);
    model.setShown(false);
    await clock.advance(60_000);
    expect(calls.configs).toBe(2);
    model.setShown(true);
    await settle();
    expect([view().tenantName, calls.configs]).toEqual(["Northwind Home", 3]);
    await clock.advance(60_000);
    expect(calls.configs).toBe(3);
  });

  it("goes back to the form, filled, when it is refused", async () => {
    const { network, ask, view } = setup();
    ask();
    await settle();
    network.welcome();
    await settle();
    const problem = { code: "queue_full", status: 409, detail: "full", retry: false };
    network.last.says({ type: "refused", id: network.last.lastCommandId(), problem });
    await settle();
    expect([view().stage, view().problem, view().form.question]).toEqual([
      "form",
      "queue_full",
      form.question,
    ]);
  });
});

describe("an earlier session", () => {
  it("says so when what was said before cannot be read", async () => {
    const { network, model, view, event, empty, talk } = setup({ token: "kept", reachable: false });
    void model.start();
    await settle();
    network.welcome();
    empty();
    network.last.says(event("chat_created", "ch1"));
    await settle();
    await talk().loadEarlier();
    expect(view().talk).toMatchObject({ problem: { code: "unreachable" }, loadingEarlier: false });
    talk().dismissProblem();
    expect(view().talk?.problem).toBe(null);
  });

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
    const { network, model, talk, view, said, event, created } = setup({ token: "kept" });
    void model.start();
    await settle();
    network.welcome();
    network.last.says(event("chat_created", "ch1"));
    talk().send("too late");
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
    expect([view().talk?.state.phase, said()]).toEqual(["closed", ["too late (failed)"]]);
    void talk().resume();
    await settle();
    await created("ch2");
    expect(network.last.sent.at(-1)).toMatchObject({
      command: { name: "post_message", chat: "ch2", text: "too late" },
    });
    expect(said()).toEqual(["too late (sending)"]);
  });
});

it("tells the agents what is typed, and that it stopped when it is sent", async () => {
  const { network, model, talk, event } = setup({ token: "kept" });
  void model.start();
  await settle();
  network.welcome();
  network.last.says(event("chat_created", "ch1"));
  talk().typed("Hel");
  talk().send("Hello");
  await settle();
  const frames = network.last.sent
    .slice(1)
    .map((frame) => (frame.type === "typing" ? `typing ${frame.text}` : frame.type));
  expect(frames).toEqual(["typing Hel", "typing null", "command"]);
});

describe("outside the hours", () => {
  const topic = (id: string, closed: boolean) => ({ id, name: id, open: !closed, closed });
  const write = (model: WidgetModel, email: string) => {
    model.fill("name", "Eleanor");
    model.fill("email", email);
    model.fill("question", "Where is my lamp?");
    return model.submit();
  };

  it("a message is left, with an address to answer to", async () => {
    const { calls, model, view, network } = setup({ config: { open: false, closed: true } });
    await model.start();
    expect(view().stage).toBe("closed");
    expect([await write(model, ""), view().missing]).toEqual(["email", { email: "emailMissing" }]);
    expect(await write(model, "eleanor@example.com")).toBeNull();
    await settle();
    expect([view().stage, view().form.question, network.sockets.length]).toEqual(["left", "", 0]);
    expect(calls.commands).toEqual([
      {
        name: "leave_message",
        queue: "general",
        customer_name: "Eleanor",
        email: "eleanor@example.com",
        text: "Where is my lamp?",
      },
    ]);
    model.another();
    expect(view().stage).toBe("closed");
  });

  it("what was written stays when it cannot be left", async () => {
    const problem = { code: "busy", status: 503, detail: "busy", retry: true };
    const { model, view } = setup({ config: { closed: true }, answer: problem });
    await model.start();
    write(model, "eleanor@example.com");
    await settle();
    expect([view().stage, view().problem, view().form.question]).toEqual([
      "closed",
      "busy",
      "Where is my lamp?",
    ]);
  });

  it("a chat that is refused because it is closed becomes a message", async () => {
    const { network, ask, view } = setup();
    ask();
    await settle();
    network.welcome();
    await settle();
    const problem = { code: "queue_closed", status: 409, detail: "closed", retry: false };
    network.last.says({ type: "refused", id: network.last.lastCommandId(), problem });
    await settle();
    expect([view().stage, view().problem, view().form.question]).toEqual(["closed", null, form.question]);
  });

  it("holds for the chosen topic's queue, and while none is chosen for all of them", async () => {
    const { model, view } = setup({
      config: { closed: true, topics: [topic("a", true), topic("b", false)] },
    });
    await model.start();
    // The page names a queue, and that one is closed; without one a topic must be chosen.
    expect(view().stage).toBe("closed");
    model.setQueue(null);
    expect(view().stage).toBe("form");
    expect(await write(model, "")).toBe("topic");
    model.fill("topic", "a");
    expect(view().stage).toBe("closed");
    model.fill("topic", "b");
    expect(view().stage).toBe("form");
  });
});

it("tells what the page knows with the chat, and again only when it changed", async () => {
  const { network, model, event, created, ask } = setup();
  model.setAttributes({ cart: "LX-2290" });
  ask();
  await settle();
  network.welcome();
  await settle();
  await created();
  const told = () =>
    network.last.sent.flatMap((frame) =>
      frame.type === "command" && frame.command.name === "set_attributes" ? [frame.command.attributes] : [],
    );
  expect(told()).toEqual([{ cart: "LX-2290" }]);
  network.last.says({ type: "ack", id: network.last.lastCommandId(), seq: 9 });
  await settle();
  network.last.says(event("agent_post", "ch1", { message: "m1", text: "Hello" }));
  model.setAttributes({ total: "249" });
  await settle();
  expect(told()).toEqual([{ cart: "LX-2290" }, { cart: "LX-2290", total: "249" }]);
});

it("forgets the person and leaves the chat at logout", async () => {
  const { network, values, model, view, event } = setup({ token: "kept" });
  void model.start();
  await settle();
  network.welcome();
  network.last.says(event("chat_created", "ch1"));
  model.prefill({ name: "Eleanor" });
  await model.logout();
  expect([view().stage, view().form.name, values.size]).toEqual(["form", "", 0]);
  // Its session ends on the server, and with it the chat.
  expect(ended).toHaveLength(1);
});

it("opens no conversation before the page has said who its visitor is, and then knows the page", async () => {
  const { clock, network, model, event } = setup({ token: "kept" });
  // The browser says that the page is visible before the page has said anything.
  model.nudge();
  await settle();
  expect(network.sockets).toHaveLength(0);
  void model.start();
  model.setPage("https://shop.example/thanks");
  await settle();
  network.welcome();
  network.last.says(event("chat_created", "ch1"));
  await settle();
  await clock.advance(1_000);
  const told = network.last.sent.flatMap((frame) => (frame.type === "command" ? [frame.command] : []));
  expect(told).toEqual([{ name: "tell_page", chat: "ch1", page: "https://shop.example/thanks" }]);
});

it("says so when a session ends before its conversation was open, for what is left of it is nobody else's", async () => {
  const { model, values } = setup({ token: "kept" });
  await model.logout();
  expect([...values.keys()]).toEqual([storageKeys.stale]);
});

it("keeps a session that cannot be proved now, shows nothing of it, and goes on with it when it can", async () => {
  const { model, values, view, network } = setup({ token: "kept" });
  values.set(storageKeys.proved, "1");
  model.prefill({ name: "Eleanor" });
  model.hide();
  void model.start();
  expect([view().stage, view().form.name, model.hasSession]).toEqual(["form", "", true]);
  model.nudge();
  await settle();
  expect(network.sockets).toHaveLength(0);
  // The server said: it is the same customer, with the session of before.
  model.take(null, { name: "Eleanor" });
  model.nudge();
  await settle();
  expect([network.sockets.length, values.get(storageKeys.token), values.has(storageKeys.stale)]).toEqual([
    1,
    "kept",
    false,
  ]);
});

it("leaves the form to who types in it while it is found out whether who proved itself has a conversation", async () => {
  const { model, view, network } = setup();
  void model.start();
  model.setShown(true);
  await settle();
  model.fill("question", "Is it dimmable?");
  model.take("proved", { name: "Eleanor" });
  model.nudge();
  await settle();
  const { stage, form } = view();
  expect([stage, form.question, form.name]).toEqual(["form", "Is it dimmable?", "Eleanor"]);
  network.welcome();
  await settle();
  expect(view().stage).toBe("form");
});

it("who asks for a chat before its page has told who it is, is not asked for its name", async () => {
  const proof = promised();
  const { model, view, network, clock } = setup({ prove: () => proof.promise });
  await model.start();
  model.setShown(true);
  model.prove();
  model.fill("question", "Is it dimmable?");
  const sent = model.submit();
  expect([view().starting, view().missing]).toEqual([true, {}]);
  model.take("proved", { name: "Eleanor" });
  proof.resolve();
  expect(await sent).toBeNull();
  await settle();
  network.welcome();
  await clock.advance(0);
  const asked = network.last.sent.flatMap((frame) => (frame.type === "command" ? [frame.command] : []));
  expect(asked).toMatchObject([
    { name: "start_chat", customer_name: "Eleanor", question: "Is it dimmable?" },
  ]);
});

it("who is nobody to its page is asked for its name after all, until it is known", async () => {
  const proof = promised();
  const { model, view } = setup({ prove: () => proof.promise });
  await model.start();
  model.prove();
  model.fill("question", "Is it dimmable?");
  const sent = model.submit();
  proof.resolve();
  expect([await sent, view().starting, view().missing]).toEqual(["name", false, { name: "nameMissing" }]);
  model.prefill({ name: "Eleanor" });
  expect(view().missing).toEqual({});
});

it("asks anew for the part that proves when it could not be had", async () => {
  const attempts: number[] = [];
  const { model, values, view, clock, told } = setup({
    token: "kept",
    prove: async () => {
      attempts.push(clock.now());
      if (attempts.length < 2) throw new Error("no network");
    },
  });
  values.set(storageKeys.proved, "1");
  const from = clock.now();
  model.prove();
  await model.start();
  await settle();
  expect([view().stage, model.hasSession, told]).toEqual([
    "form",
    true,
    [["error", { code: "unreachable" }]],
  ]);
  await clock.advance(5_000);
  expect(attempts.map((at) => at - from)).toEqual([0, 5_000]);
});

it("a stranger who asks for a chat meanwhile has a session of its own", async () => {
  const { model, values, ask, calls } = setup({ token: "kept" });
  values.set(storageKeys.proved, "1");
  model.hide();
  ask();
  await settle();
  expect([calls.sessions, values.get(storageKeys.token)]).toEqual([1, "fresh"]);
  // What the one before had not sent is not sent by this one.
  expect([values.get(storageKeys.stale), values.has(storageKeys.proved)]).toEqual(["1", false]);
});

it("takes over what the page knows, but not over what the person typed", () => {
  const { model, view } = setup();
  model.fill("name", "Nora");
  model.prefill({ name: "Eleanor", email: "e@example.com" });
  expect(view().form).toEqual({ name: "Nora", email: "e@example.com", topic: "", question: "" });
});
