import { IDBFactory } from "fake-indexeddb";
import { describe, expect, it } from "vitest";
import type { Command, Problem } from "./generated/protocol";
import { openOutboxStore } from "./outbox-indexeddb";
import { MemoryOutboxStore, type OutboxStore } from "./outbox-store";
import { Session } from "./session";
import { FakeNetwork, settle, VirtualClock } from "./testing/world";

function message(text: string, chat = "ch1"): Command {
  return { name: "post_message", chat, text };
}

function problem(code: string, retry: boolean): Problem {
  return { code, status: 409, detail: "no", retry };
}

let ids = 0;

/** One tab: a session over a store that others may share. */
async function tab(store: OutboxStore, lane?: (command: Command) => string) {
  const clock = new VirtualClock();
  const network = new FakeNetwork();
  const session = new Session({
    transport: network,
    outboxStore: store,
    clock,
    random: () => 1,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    onFrame: () => {},
    ...(lane ? { lane } : {}),
  });
  await session.start();
  const ack = async () => {
    network.last.says({ type: "ack", id: network.last.lastCommandId(), seq: 1 });
    await settle();
  };
  const texts = () =>
    session.outbox.entries.get().map((entry) => ("text" in entry.command ? entry.command.text : ""));
  return { clock, network, session, ack, texts };
}

const stores: [string, () => Promise<OutboxStore>][] = [
  ["memory", async () => new MemoryOutboxStore()],
  ["IndexedDB", () => openOutboxStore({ name: "outbox", factory: new IDBFactory() })],
];

describe.each(stores)("outbox store in %s", (_name, open) => {
  it("keeps the order of adds, once each", async () => {
    const store = await open();
    for (const id of ["b", "a", "c", "a"]) await store.add({ id, command: message(id), createdAtMs: 0 });
    expect((await store.all()).map((entry) => entry.id)).toEqual(["b", "a", "c"]);
  });

  it("replaces in place, and not what is gone", async () => {
    const store = await open();
    for (const id of ["a", "b"]) await store.add({ id, command: message(id), createdAtMs: 0 });
    await store.replace({
      id: "a",
      command: message("a"),
      createdAtMs: 0,
      problem: problem("chat_over", false),
    });
    await store.replace({ id: "x", command: message("x"), createdAtMs: 0 });
    expect((await store.all()).map((entry) => [entry.id, entry.problem?.code])).toEqual([
      ["a", "chat_over"],
      ["b", undefined],
    ]);
  });

  it("removes, also what is gone", async () => {
    const store = await open();
    await store.add({ id: "a", command: message("a"), createdAtMs: 0 });
    await store.remove("a");
    await store.remove("a");
    expect(await store.all()).toEqual([]);
  });
});

describe("delivery", () => {
  it("begins to keep a command before it is shown, also while the store is busy: the tab may be closed now", async () => {
    const store = new MemoryOutboxStore();
    const { session, texts } = await tab(store);
    let answers = (): void => {};
    const all = store.all.bind(store);
    store.all = () => new Promise((resolve) => (answers = () => resolve(all())));
    void session.outbox.start();
    await settle();
    session.outbox.submit(message("one"));
    session.outbox.submit(message("two"));
    expect((await all()).map((entry) => entry.command)).toEqual([message("one"), message("two")]);
    expect(texts()).toEqual(["one", "two"]);
    store.all = all;
    answers();
    await settle();
    expect(texts()).toEqual(["one", "two"]);
  });

  it("sends one after the other, each after the ack of the one before", async () => {
    const { network, session, ack, texts } = await tab(new MemoryOutboxStore());
    for (const text of ["1", "2", "3"]) session.submit(message(text));
    network.welcome();
    await settle();
    expect(network.last.commands()).toEqual(["post_message 1"]);
    await ack();
    expect(network.last.commands()).toEqual(["post_message 1", "post_message 2"]);
    await ack();
    await ack();
    expect(texts()).toEqual([]);
  });

  it("sends again with the same id after a reconnect, oldest first", async () => {
    const { clock, network, session, ack } = await tab(new MemoryOutboxStore());
    network.welcome();
    session.submit(message("1"));
    session.submit(message("2"));
    await settle();
    const id = network.last.lastCommandId();
    network.last.breaks();
    await clock.advance(300);
    network.welcome();
    await settle();
    expect(network.last.commands()).toEqual(["post_message 1"]);
    expect(network.last.lastCommandId()).toBe(id);
    await ack();
    expect(network.last.commands()).toEqual(["post_message 1", "post_message 2"]);
  });

  it("is done when the message's own event comes first, and not twice when the ack follows", async () => {
    const { network, session, texts } = await tab(new MemoryOutboxStore());
    network.welcome();
    const { id, outcome } = session.submit(message("hello"));
    await settle();
    network.last.says({
      type: "event",
      event: {
        seq: 12,
        at: "2026-11-21T09:00:00.000Z",
        conversation: "c1",
        chat: "ch1",
        kind: "end_user_post",
        actor: { type: "customer", id: "x" },
        command: id,
        data: { message: id, text: "hello" },
      },
    });
    network.last.says({ type: "ack", id, seq: 12 });
    await settle();
    expect(await outcome).toEqual({ done: true, seq: 12 });
    expect(texts()).toEqual([]);
    expect(network.last.commands()).toEqual(["post_message hello"]);
  });

  it("keeps other chats going while one waits", async () => {
    const { network, session } = await tab(new MemoryOutboxStore());
    network.welcome();
    session.submit(message("a1", "a"));
    session.submit(message("a2", "a"));
    session.submit(message("b1", "b"));
    await settle();
    expect(network.last.commands()).toEqual(["post_message a1", "post_message b1"]);
  });
});

describe("refusals", () => {
  it("tries again later what may pass, and holds back what comes after it", async () => {
    const { clock, network, session, ack } = await tab(new MemoryOutboxStore());
    network.welcome({ heartbeatMs: 1_000_000 });
    session.submit(message("1"));
    session.submit(message("2"));
    await settle();
    for (const wait of [1_000, 2_000, 4_000]) {
      const sent = network.last.commands().length;
      network.last.says({
        type: "refused",
        id: network.last.lastCommandId(),
        problem: problem("busy", true),
      });
      await clock.advance(wait - 1);
      expect(network.last.commands()).toHaveLength(sent);
      await clock.advance(1);
      expect(network.last.commands()).toHaveLength(sent + 1);
    }
    expect(new Set(network.last.commands())).toEqual(new Set(["post_message 1"]));
    await ack();
    expect(network.last.commands().at(-1)).toBe("post_message 2");
  });

  it("keeps a message that is refused for good, marked, out of the way of the next", async () => {
    const store = new MemoryOutboxStore();
    const { network, session, ack, texts } = await tab(store);
    network.welcome();
    const first = session.submit(message("1"));
    session.submit(message("2"));
    await settle();
    network.last.says({ type: "refused", id: first.id, problem: problem("chat_over", false) });
    await settle();
    expect(await first.outcome).toMatchObject({ done: false, problem: { code: "chat_over" } });
    expect(network.last.commands().at(-1)).toBe("post_message 2");
    await ack();
    expect(texts()).toEqual(["1"]);
    expect((await store.all())[0]?.problem?.code).toBe("chat_over");
    const again = session.outbox.resubmit(first.id, message("1", "ch2"));
    await settle();
    expect(again?.id).not.toBe(first.id);
    expect(network.last.sent.at(-1)).toMatchObject({ command: { chat: "ch2", text: "1" } });
  });

  it("tells the caller of any other command and forgets it", async () => {
    const { network, session } = await tab(new MemoryOutboxStore());
    network.welcome();
    const { id, outcome } = session.submit({ name: "pick_chat", chat: "ch1" });
    await settle();
    network.last.says({ type: "refused", id, problem: problem("taken", false) });
    expect(await outcome).toMatchObject({ done: false, problem: { code: "taken" } });
    expect(session.outbox.entries.get()).toEqual([]);
  });
});

describe("pages that die and tabs that share", () => {
  it("delivers once and in order what was typed offline in a page that was closed", async () => {
    const factory = new IDBFactory();
    const open = () => openOutboxStore({ name: "widget", factory });
    const first = await tab(await open());
    for (const text of ["1", "2", "3"]) first.session.submit(message(text));
    await settle();
    expect(first.session.outbox.durable.get()).toBe(true);
    first.session.end();

    const second = await tab(await open());
    expect(second.texts()).toEqual(["1", "2", "3"]);
    second.network.welcome();
    for (let index = 0; index < 3; index += 1) {
      await settle();
      await second.ack();
    }
    expect(second.network.last.commands()).toEqual(["post_message 1", "post_message 2", "post_message 3"]);
    const third = await tab(await open());
    expect(third.texts()).toEqual([]);
  });

  it("never lets a tab overtake the older message of another", async () => {
    const factory = new IDBFactory();
    const open = () => openOutboxStore({ name: "widget", factory });
    const one = await tab(await open());
    const two = await tab(await open());
    one.session.submit(message("1"));
    await settle();
    two.session.submit(message("2"));
    await settle();
    two.network.welcome();
    await settle();
    expect(two.network.last.commands()).toEqual(["post_message 1"]);
    const idAtTwo = two.network.last.lastCommandId();
    await two.ack();
    expect(two.network.last.commands()).toEqual(["post_message 1", "post_message 2"]);
    one.network.welcome();
    await settle();
    // What the other tab had acknowledged is not sent again; what it has under way may be, with the same id.
    expect(idAtTwo).not.toBe(one.network.last.lastCommandId());
    expect(one.network.last.commands()).toEqual(["post_message 2"]);
  });

  it("works in memory and says so when storage is blocked or breaks", async () => {
    const blocked = await openOutboxStore({ name: "x", factory: undefined });
    expect((await tab(blocked)).session.outbox.durable.get()).toBe(false);

    const breaking = await openOutboxStore({ name: "y", factory: new IDBFactory() });
    breaking.add = () => Promise.reject(new Error("quota exceeded"));
    const { network, session, ack, texts } = await tab(breaking);
    session.submit(message("1"));
    session.submit(message("2"));
    await settle();
    expect(session.outbox.durable.get()).toBe(false);
    expect(texts()).toEqual(["1", "2"]);
    network.welcome();
    await settle();
    await ack();
    expect(network.last.commands()).toEqual(["post_message 1", "post_message 2"]);
  });
});
