import { describe, expect, test } from "vitest";
import type { Event } from "../generated/protocol";
import type { OutboxEntry } from "../outbox-store";
import { type RowsInput, TranscriptRows, transcriptRows } from "./rows";
import { agent, event } from "./testing";
import { eventWords, kindsInWords, type Names } from "./words";

const names: Names = {
  agent: (id) => (id === "sam" ? "Sam" : id),
  queue: (id) => id,
  status: (id) => id,
  customer: "Ada",
  me: "me",
};

const inputOf = (events: readonly Event[], change: Partial<RowsInput> = {}): RowsInput => ({
  events,
  more: false,
  chat: "a.1",
  outbox: [],
  seenByCustomer: 0,
  names,
  dayOf,
  ...change,
});

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

const rows = (events: readonly Event[], change: Partial<RowsInput> = {}) =>
  transcriptRows(inputOf(events, change));

const mine = (seq: number, text: string, change: Partial<Event> = {}) =>
  event(seq, "agent_post", "a", { text, message: `m${seq}` }, { actor: agent("me"), ...change });
const customer = (seq: number, text: string) =>
  event(seq, "end_user_post", "a", { text, message: `m${seq}` });
const inOutbox = (id: string, text: string, change: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id,
  command: { name: "post_message", chat: "a.1", text },
  createdAtMs: 0,
  ...change,
});

/** One word a row, so that a test reads like the transcript. */
const brief = (list: ReturnType<typeof transcriptRows>) =>
  list.map((row) => {
    if (row.type === "message") return `${row.side}${row.state ? ` ${row.state}` : ""}: ${row.text}`;
    if (row.type === "line") return `— ${row.text}`;
    if (row.type === "note") return `note ${row.name}: ${row.text}`;
    return row.type;
  });

describe("rows", () => {
  test("tell who said what and what the customer has seen", () => {
    expect(
      brief(rows([customer(1, "Hi"), mine(2, "Hello"), mine(3, "There")], { seenByCustomer: 2 })),
    ).toEqual(["day", "customer: Hi", "me seen: Hello", "me sent: There"]);
  });

  test("have each message once: on its way, then said", () => {
    const outbox = [inOutbox("c1", "One"), inOutbox("c2", "Two")];
    expect(brief(rows([], { outbox }))).toEqual(["me sending: One", "me sending: Two"]);
    const said = [mine(5, "One", { command: "c1" })];
    expect(brief(rows(said, { outbox }))).toEqual(["day", "me sent: One", "me sending: Two"]);
  });

  test("show what was refused, with why", () => {
    const problem = { code: "too_long", status: 413, detail: "text is too long", retry: false };
    const [row] = rows([], { outbox: [inOutbox("c1", "One", { problem })] });
    expect(row).toMatchObject({ state: "failed", refused: { id: "c1", why: "text is too long" } });
  });

  test("divide earlier chats of the conversation from this one", () => {
    const events = [
      event(1, "chat_created", "a", { continues: null }),
      customer(2, "Hi"),
      event(3, "chat_concluded", "a", { disconnect_reason: "AgentSessionLost", continued_as: "a.2" }),
      event(4, "chat_created", "a", { continues: "a.1" }, { chat: "a.2" }),
    ];
    expect(brief(rows(events, { chat: "a.2" }))).toEqual([
      "previous",
      "day",
      "— Chat requested",
      "customer: Hi",
      "— Chat ended: the agent's connection was lost",
      "current",
    ]);
  });

  test("leave out what would not stay on top while there are earlier events", () => {
    expect(brief(rows([customer(2, "Hi")], { more: true }))).toEqual(["customer: Hi"]);
  });

  test("begin a day where it begins", () => {
    const later = customer(3, "Again");
    later.at = "2026-11-22T09:00:00.000Z";
    expect(brief(rows([customer(2, "Hi"), later]))).toEqual([
      "day",
      "customer: Hi",
      "day",
      "customer: Again",
    ]);
  });

  test("join a person's messages into runs, but not over time or state", () => {
    const late = customer(9, "Later");
    late.at = new Date(Date.parse(late.at) + 600_000).toISOString();
    const list = rows([customer(1, "a"), customer(2, "b"), late]).filter((row) => row.type === "message");
    expect(list.map((row) => [row.first, row.last])).toEqual([
      [true, false],
      [false, true],
      [true, true],
    ]);
  });

  test("show notes and what happened to people", () => {
    const events = [
      event(1, "engagement_participant_entered", "a", { participant: agent("sam"), how: "accepted" }),
      event(2, "side_note_added", "a", { text: "Twice this month" }, { actor: agent("sam") }),
      event(3, "end_user_absent", "a"),
      event(4, "idle_alert", "a"),
    ];
    expect(brief(rows(events)).slice(1)).toEqual([
      "— Sam joined",
      "note Sam: Twice this month",
      "— Ada: connection interrupted",
      "— Nobody has written for a while; the customer was asked",
    ]);
  });
});

describe("rows of a transcript that goes on", () => {
  const said = [customer(1, "Hi"), mine(2, "Hello"), mine(3, "There"), customer(4, "So"), mine(5, "Yes")];

  test("are the same as if they were made at once, whatever changes", () => {
    const kept = new TranscriptRows();
    const later = mine(9, "Later");
    later.at = new Date(Date.parse(later.at) + 86_400_000).toISOString();
    const steps: RowsInput[] = [
      inputOf([]),
      inputOf(said.slice(0, 2)),
      inputOf(said.slice(0, 3)),
      inputOf(said.slice(0, 3), { seenByCustomer: 2 }),
      inputOf(said, { seenByCustomer: 2, outbox: [inOutbox("c9", "Later")] }),
      inputOf(said, { seenByCustomer: 5, outbox: [inOutbox("c9", "Later")] }),
      inputOf([...said, { ...later, command: "c9" }], {
        seenByCustomer: 5,
        outbox: [inOutbox("c9", "Later")],
      }),
      // Seen was told before the event came.
      inputOf([...said, later, mine(10, "Seen already")], { seenByCustomer: 12 }),
      inputOf([...said, later], { names: { ...names, customer: "Ada Lovelace" } }),
      inputOf([event(0, "chat_created", "a", { continues: null }), ...said, later]),
      inputOf([...said, later], { chat: "a.2" }),
      inputOf(said, { chat: "a.2", more: true }),
      inputOf([customer(1, "Hi")]),
    ];
    for (const step of steps) expect(kept.of(step)).toEqual(transcriptRows(step));
  });

  test("are the same objects where nothing changed", () => {
    const kept = new TranscriptRows();
    const before = kept.of(inputOf(said.slice(0, 4)));
    const after = kept.of(inputOf(said, { seenByCustomer: 2 }));
    expect(brief(after)).toEqual([
      "day",
      "customer: Hi",
      "me seen: Hello",
      "me sent: There",
      "customer: So",
      "me sent: Yes",
    ]);
    expect(after.map((row, index) => row === before[index])).toEqual([true, true, false, true, true, false]);
    // Those that were handed out are as they were.
    expect(brief(before)[2]).toBe("me sent: Hello");
  });
});

describe("files, links and internal messages", () => {
  test("are rows of their own, by who they are from", () => {
    const list = rows([
      event(
        1,
        "file_attachment_received",
        "a",
        { file: "h1", name: "lamp.jpg", bytes: 2_048, media_type: "image/jpeg" },
        { actor: { type: "customer", id: "u-a" } },
      ),
      event(2, "agent_file_sent", "a", { file: "h2", name: "form.pdf" }, { actor: agent("me") }),
      event(3, "agent_pushed_url", "a", { url: "https://x.org", title: "X" }, { actor: agent("sam") }),
      event(4, "internal_post", "a", { text: "Careful", visibility: "int" }, { actor: agent("sam") }),
      event(5, "internal_post", "a", { text: "Watch", visibility: "vip" }, { actor: agent("me") }),
    ]);
    expect(list.slice(1)).toMatchObject([
      { type: "file", side: "customer", fileName: "lamp.jpg", file: "h1", chat: "a.1", bytes: 2_048 },
      { type: "file", side: "me", fileName: "form.pdf" },
      { type: "link", side: "colleague", title: "X", url: "https://x.org" },
      { type: "note", to: "colleagues", name: "Sam", text: "Careful" },
      { type: "note", to: "supervisors", name: "You", text: "Watch" },
    ]);
  });
});

describe("words", () => {
  test("every kind of the catalogue has its sentence", () => {
    expect(kindsInWords).toHaveLength(96);
    for (const kind of kindsInWords)
      expect(eventWords(event(1, kind, "a"), names)).not.toMatch(/undefined|_/);
  });

  test("say you for me, and the name for others", () => {
    const by = (id: string) => event(1, "agent_engagement_declined", "a", { participant: agent(id) });
    expect(eventWords(by("me"), names)).toBe("You declined the offer");
    expect(eventWords(by("sam"), names)).toBe("Sam declined the offer");
    const did = (kind: string) => eventWords(event(1, kind, "a", { participant: agent("me") }), names);
    expect(did("agent_engagement_invitation")).toBe("You were offered the chat");
    expect(did("agent_present")).toBe("You are back");
    expect(did("agent_absent")).toBe("You have not been heard for a while");
    expect(did("lead_session_start")).toBe("You lead the chat");
    expect(did("lead_session_end")).toBe("You no longer lead the chat");
  });

  test("name a kind that is not known by its slug", () => {
    expect(eventWords(event(1, "tea_served", "a"), names)).toBe("Tea served");
  });
});
