// The folds of transfer, conference, watching, hold, bots, attributes and co-browsing; each event twice changes nothing.

import { describe, expect, test } from "vitest";
import type { Event } from "../generated/protocol";
import {
  invitationsToMe,
  isForMe,
  matchingTexts,
  myChats,
  myRole,
  openChats,
  pendingTransfers,
  slotsTaken,
  waitingChats,
  watchedChats,
} from "./selectors";
import type { DeskState } from "./state";
import { after, agent, at, desk, deskOf, event, mine, waiting } from "./testing";

const ids = (list: readonly { conversation: string }[]) => list.map((one) => one.conversation);

/** The state after events, each of which came twice. */
function twice(state: DeskState, ...events: Event[]): DeskState {
  return events.reduce((folded, one) => {
    const once = after(folded, one);
    expect(after(once, one)).toBe(once);
    return once;
  }, state);
}

const one = (state: DeskState) => deskOf(state).conversations.a;

/** A chat that Sam leads, in a queue of mine. */
const sams = () =>
  waiting("a", {
    phase: "engaged",
    participants: [{ agent: "sam", name: "Sam", role: "lead", entered_at: at(0), presence: "present" }],
  });

describe("a transfer by me", () => {
  const asked = twice(
    desk([mine("a"), mine("b")]),
    event(11, "agent_transfer_invitation", "a", { participant: agent("sam") }),
  );

  test("leaves My chats and is pending, for as long as the setting says", () => {
    expect(ids(myChats(deskOf(asked)))).toEqual(["b"]);
    expect(ids(pendingTransfers(deskOf(asked)))).toEqual(["a"]);
    expect(ids(openChats(deskOf(asked)))).toEqual(["b", "a"]);
    expect(one(asked)?.invitation).toEqual({
      agent: "sam",
      conference: false,
      invited_at: at(11),
      expires_at: at(11 + 60),
    });
    expect(slotsTaken(deskOf(asked))).toBe(2);
  });

  test.each(["agent_transfer_declined", "agent_transfer_canceled", "agent_transfer_unavailable"])(
    "comes back after %s",
    (kind) => {
      const back = twice(asked, event(12, kind, "a", { participant: agent("sam") }));
      expect(ids(myChats(deskOf(back)))).toEqual(["a", "b"]);
      expect(pendingTransfers(deskOf(back))).toEqual([]);
      expect(one(back)?.invitation).toBeNull();
    },
  );

  test("is gone when it is accepted; its transcript is not kept", () => {
    const gone = twice(
      asked,
      event(12, "agent_transfer_accepted", "a", { participant: agent("sam") }),
      event(13, "engagement_participant_entered", "a", {
        participant: agent("sam"),
        role: "lead",
        how: "transferred",
      }),
      event(14, "lead_session_end", "a", { participant: agent("me") }),
      event(15, "lead_session_start", "a", { participant: agent("sam") }),
      event(16, "engagement_participant_left", "a", { participant: agent("me"), reason: "transferred" }),
    );
    expect(one(gone)?.participants.map((part) => [part.agent, part.role])).toEqual([["sam", "lead"]]);
    expect(isForMe(deskOf(gone).conversations.a as never, "me")).toBe(false);
    expect(gone.transcripts.a).toBeUndefined();
  });
});

describe("an invitation to me", () => {
  const asked = twice(
    desk([sams()]),
    event(11, "agent_transfer_invitation", "a", { participant: agent("me") }),
  );

  test("is listed, and what is said meanwhile is mine to read", () => {
    expect(ids(invitationsToMe(deskOf(asked)))).toEqual(["a"]);
    const said = twice(asked, event(12, "end_user_post", "a", { text: "Hello?" }));
    expect(said.transcripts.a?.events.map((each) => each.seq)).toEqual([11, 12]);
    expect(myChats(deskOf(said))).toEqual([]);
  });

  test("that I decline leaves nothing but what moves the chat", () => {
    const declined = twice(asked, event(12, "agent_transfer_declined", "a", { participant: agent("me") }));
    expect(invitationsToMe(deskOf(declined))).toEqual([]);
    expect(declined.transcripts.a).toBeUndefined();
    expect(one(declined)?.phase).toBe("engaged");
  });

  test("of a queue that I do not serve leaves nothing at all", () => {
    const asked = twice(
      desk([{ ...sams(), queue: "billing" }]),
      event(11, "agent_conference_invitation", "a", { participant: agent("me") }),
      event(12, "agent_conference_canceled", "a", { participant: agent("me") }),
    );
    expect(one(asked)).toBeUndefined();
  });

  test("to a conference that I accept makes me support, without a slot", () => {
    const joined = twice(
      desk([sams()]),
      event(11, "agent_conference_invitation", "a", { participant: agent("me") }),
      event(12, "agent_conference_accepted", "a", { participant: agent("me") }),
      event(13, "engagement_participant_entered", "a", {
        participant: agent("me"),
        role: "supporting",
        how: "conferenced",
      }),
    );
    expect(ids(myChats(deskOf(joined)))).toEqual(["a"]);
    expect(slotsTaken(deskOf(joined))).toBe(0);
    const led = twice(
      joined,
      event(14, "agent_role_change", "a", { lead: agent("me"), supporting: agent("sam") }),
    );
    expect(one(led)?.participants.map((part) => [part.agent, part.role])).toEqual([
      ["sam", "supporting"],
      ["me", "lead"],
    ]);
    expect(slotsTaken(deskOf(led))).toBe(1);
  });
});

describe("watching", () => {
  test("shows the chat until it ends, and goes over from the one to the other", () => {
    const monitored = twice(
      desk([sams()]),
      event(11, "monitor_begin", "a", { participant: agent("me"), announced: false }),
    );
    expect(ids(watchedChats(deskOf(monitored)))).toEqual(["a"]);
    expect(one(monitored)?.watchers).toEqual([{ agent: "me", name: "Me", coaches: false }]);
    const coached = twice(
      monitored,
      event(12, "monitor_end", "a", { participant: agent("me") }),
      event(13, "coach_begin", "a", { participant: agent("me") }),
    );
    expect(one(coached)?.watchers).toEqual([{ agent: "me", name: "Me", coaches: true }]);
    const ended = twice(coached, event(14, "coach_end", "a", { participant: agent("me") }));
    expect(watchedChats(deskOf(ended))).toEqual([]);
    expect(ended.transcripts.a).toBeUndefined();
  });
});

describe("hold", () => {
  test("takes the chat from me, and the customer wakes it into its queue", () => {
    const held = twice(
      desk([mine("a", { async: true })]),
      event(11, "engagement_participant_left", "a", { participant: agent("me"), reason: "on_hold" }),
      event(12, "async_on_hold", "a", { participant: agent("me") }),
    );
    expect(one(held)?.phase).toBe("on_hold");
    expect(myChats(deskOf(held))).toEqual([]);
    expect(waitingChats(deskOf(held))).toEqual([]);
    const awake = twice(held, event(13, "async_customer_activity", "a"));
    expect(ids(waitingChats(deskOf(awake)))).toEqual(["a"]);
  });

  test("is not undone by a late activity of a chat that an agent has", () => {
    const state = twice(desk([mine("a", { async: true })]), event(11, "async_customer_activity", "a"));
    expect(one(state)?.phase).toBe("engaged");
  });
});

describe("a bot", () => {
  test("takes the chat from the queue, and gives it back", () => {
    const party = { type: "bot" as const, id: "robin" };
    const taken = twice(desk([waiting("a")]), event(11, "bot_entered", "a", { participant: party }));
    expect(waitingChats(deskOf(taken))).toEqual([]);
    expect(one(taken)?.participants.map((part) => part.agent)).toEqual(["robin"]);
    const back = twice(
      taken,
      event(12, "bot_left", "a", { participant: party }),
      event(13, "transferred_to_queue", "a", { queue: "general" }, { actor: party }),
    );
    expect(ids(waitingChats(deskOf(back)))).toEqual(["a"]);
    expect(one(back)?.participants).toEqual([]);
  });
});

describe("a chat that passes to a queue that I do not serve", () => {
  const passed = event(11, "transferred_to_queue", "a", { queue: "billing" });

  test("leaves the desk, since nobody tells me what becomes of it there", () => {
    expect(one(twice(desk([mine("a")]), passed))).toBeUndefined();
  });

  test("stays while I watch it", () => {
    const watchers = [{ agent: "me", name: "Me", coaches: false }];
    expect(one(twice(desk([mine("a", { watchers })]), passed))?.queue).toBe("billing");
  });
});

describe("what is known of the matter", () => {
  test("grows by attributes; an empty value takes one away", () => {
    const state = twice(
      desk([mine("a", { attributes: { order: "88213" } })]),
      event(11, "attributes_changed", "a", { attributes: { size: "L", order: "" } }),
    );
    expect(one(state)?.attributes).toEqual({ size: "L" });
  });

  test("has all fields of the incident", () => {
    const state = twice(
      desk([mine("a")]),
      event(11, "incident_updated", "a", {
        assignee: "sam",
        status: "waiting for the supplier",
        contact: "+44 20",
        ticket: "HD-1",
        ticket_status: "resolved",
        custom: { colour: "oak" },
      }),
      event(12, "incident_updated", "a", { custom: { colour: "" } }),
    );
    expect(one(state)?.incident).toMatchObject({
      assignee: "sam",
      status: "waiting for the supplier",
      contact: "+44 20",
      ticket: "HD-1",
      ticket_status: "resolved",
      custom: {},
    });
  });
});

describe("co-browsing", () => {
  const stages = (...events: Event[]) => one(twice(desk([mine("a")]), ...events))?.cobrowse?.stage;
  const sent = event(11, "cobrowse_invitation_sent", "a", { participant: agent("me") });
  const accepted = event(12, "cobrowse_invitation_accepted", "a");
  const started = event(13, "cobrowse_session_started", "a", { participant: agent("me") });

  test("goes through its stages", () => {
    expect(stages(sent)).toBe("invited");
    expect(stages(sent, accepted)).toBe("accepted");
    expect(stages(sent, accepted, started)).toBe("running");
    expect(stages(sent, event(12, "cobrowse_invitation_declined", "a"))).toBeUndefined();
    expect(stages(sent, accepted, started, event(14, "cobrowse_session_stopped", "a"))).toBeUndefined();
    expect(stages(sent, accepted, event(13, "cobrowse_session_error", "a"))).toBeUndefined();
  });
});

describe("what hangs on a chat", () => {
  test("is gone when it ends, or goes to a queue", () => {
    const hanging = twice(
      desk([mine("a")]),
      event(11, "agent_transfer_invitation", "a", { participant: agent("sam") }),
      event(12, "cobrowse_invitation_sent", "a", { participant: agent("me") }),
    );
    for (const last of [
      event(13, "chat_concluded", "a", { disconnect_reason: "CustomerLeft" }),
      event(13, "transferred_to_queue", "a", { queue: "general" }),
    ]) {
      const state = twice(hanging, last);
      expect(one(state)).toMatchObject({ invitation: null, cobrowse: null, offer: null });
    }
  });
});

describe("standard texts", () => {
  const text = (id: string, name: string, shortcut: string, words = "") => ({
    id,
    name,
    shortcut,
    text: words,
    url: "",
    language: "",
  });
  const state = after(
    desk(),
    event(11, "standard_text_changed", null, { standard_text: text("a", "Apology", "sorry") }),
    event(12, "standard_text_changed", null, { standard_text: text("b", "Sorting", "s") }),
    event(13, "standard_text_changed", null, { standard_text: text("c", "Photo", "photo", "so sorry") }),
  );
  const found = (search: string) => matchingTexts(deskOf(state).standardTexts, search).map((each) => each.id);

  test("are found by shortcut first, then by name, then by what they say", () => {
    expect(found("so")).toEqual(["a", "b", "c"]);
    expect(found("s")).toEqual(["b", "a", "c"]);
    expect(found("PHOTO")).toEqual(["c"]);
    expect(found("nothing")).toEqual([]);
    expect(found("")).toHaveLength(3);
  });
});

describe("my part in a chat", () => {
  const role = (state: DeskState) => myRole(deskOf(state).conversations.a as never, "me");

  test("is the strongest that I have", () => {
    expect(role(desk([mine("a")]))).toBe("lead");
    expect(role(desk([sams()]))).toBe("none");
    const coached = after(desk([sams()]), event(11, "coach_begin", "a", { participant: agent("me") }));
    expect(role(coached)).toBe("coach");
    const asked = after(coached, event(12, "agent_transfer_invitation", "a", { participant: agent("me") }));
    expect(role(asked)).toBe("invited");
  });
});

describe("the library", () => {
  test("follows topics and standard texts, and says when articles and prompts are to be read again", () => {
    const text = { id: "hello", name: "Hello", text: "Good day", shortcut: "hi", url: "", language: "" };
    const topic = { id: "refund", name: "Refund", queue: "billing", enabled: true };
    const state = twice(
      desk(),
      event(11, "topic_changed", null, { topic }),
      event(12, "standard_text_changed", null, { standard_text: text }),
      event(13, "article_changed", null, { article: {} }),
    );
    expect(deskOf(state)).toMatchObject({
      topics: { refund: topic },
      standardTexts: { hello: text },
      libraryPosition: 13,
    });
    const fewer = twice(
      state,
      event(14, "topic_removed", null, { topic: "refund" }),
      event(15, "standard_text_removed", null, { standard_text: "hello" }),
      event(16, "prompt_changed", null, { prompt: "welcome" }),
    );
    expect(deskOf(fewer)).toMatchObject({ topics: {}, standardTexts: {}, libraryPosition: 16 });
  });
});

describe("messages that were left", () => {
  test("are read again when one of them changes, and for nothing else", () => {
    const left = (seq: number, kind: string) => ({ ...event(seq, kind, "m1", {}), chat: null });
    const state = desk([mine("a")]);
    expect(deskOf(state).leftPosition).toBe(10);
    const opened = twice(state, left(11, "incident_opened"));
    expect(deskOf(opened)).toMatchObject({ leftPosition: 11, conversations: deskOf(state).conversations });
    const other = twice(opened, event(12, "incident_updated", "a", { status: "Waiting" }));
    expect(deskOf(other).leftPosition).toBe(11);
    expect(deskOf(twice(other, left(13, "incident_closed"))).leftPosition).toBe(13);
  });
});
