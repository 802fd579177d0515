// The story of showing a page, without a page: who is told what, and what is given up when the line is.

import type { Command } from "@holdfast/client";
import { settle, VirtualClock } from "@holdfast/client/testing";
import { emptyWidgetState, type WidgetState } from "@holdfast/client/widget";
import { describe, expect, it } from "vitest";
import type { ToRecorder } from "../../../../loader/src/cobrowse";
import { Cobrowse } from "./cobrowse";

const dana = {
  agent: "a1",
  name: "Dana",
  role: "lead",
  entered_at: "",
  presence: "present",
  lost_at: null,
} as const;

/** What is packed or loaded takes as long as it takes. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await settle();
}

function talk(stage: string | null, recorded = false): WidgetState {
  return {
    ...emptyWidgetState,
    known: true,
    chat: "c.1",
    phase: "engaged",
    participants: [dana],
    cobrowse: stage === null ? null : { agent: "a1", stage, recorded },
  };
}

function setup(kept: Record<string, string> = {}) {
  const clock = new VirtualClock();
  const store = new Map(Object.entries(kept));
  const told: ToRecorder[] = [];
  const sent: string[] = [];
  const commands: Command[] = [];
  const line = { up: true, buffered: 0, looks: 0 };
  const cobrowse = new Cobrowse(
    {
      clock,
      tab: {
        getItem: (key) => store.get(key) ?? null,
        setItem: (key, value) => void store.set(key, value),
        removeItem: (key) => void store.delete(key),
      },
      page: (message) => void told.push(message),
      send: (_, data) => line.up && sent.push(data) > 0,
      buffered: () => {
        line.looks += 1;
        return line.buffered;
      },
      submit: (command) => void commands.push(command),
      changed: () => undefined,
    },
    "en",
  );
  const whats = () => told.splice(0).map((one) => one.what);
  const names = () => commands.splice(0).map((one) => one.name);
  const batch = (n: number, events = "[]") =>
    cobrowse.heard({ what: "events", stream: "abc", batch: n, events });
  return { clock, store, told, sent, line, cobrowse, whats, names, batch };
}

async function sharing(kept?: Record<string, string>) {
  const made = setup(kept);
  made.cobrowse.follow(talk("invited"), true);
  made.cobrowse.accept();
  made.cobrowse.follow(talk("accepted"), true);
  await until(() => made.told.length > 0);
  return made;
}

describe("showing a page", () => {
  it("begins when the customer has agreed and the server has it, and ends at once", async () => {
    const { cobrowse, whats, told, names, store } = setup();
    cobrowse.follow(talk("invited", true), true);
    expect(cobrowse.view).toEqual({ asked: { recorded: true }, possible: true, shared: null, agent: "Dana" });
    cobrowse.accept();
    await settle();
    expect([cobrowse.view.asked, whats(), names()]).toEqual([null, [], ["accept_cobrowse"]]);
    cobrowse.follow(talk("accepted"), true);
    await until(() => told.length > 0);
    expect(told[0]).toMatchObject({ texts: { sharing: "Your page is being shared with Dana" } });
    expect([whats(), cobrowse.view.shared]).toEqual([["start"], "here"]);
    cobrowse.heard({ what: "stopped" });
    expect([whats(), names(), store.size]).toEqual([["stop"], ["stop_cobrowse"], 0]);
  });

  it("is refused without the page hearing of it", async () => {
    const { cobrowse, whats, names } = setup();
    cobrowse.follow(talk("invited"), true);
    cobrowse.decline();
    cobrowse.decline();
    cobrowse.follow(talk(null), true);
    await settle();
    expect([whats(), names()]).toEqual([[], ["decline_cobrowse"]]);
  });

  it("goes on in the tab in which it began, and in no other", async () => {
    const here = setup({ "holdfast.cobrowse": "c.1" });
    here.cobrowse.follow(talk("running"), true);
    await until(() => here.told.length > 0);
    expect(here.whats()).toEqual(["start"]);
    const other = setup({ "holdfast.cobrowse": "b.7" });
    other.cobrowse.follow(talk("running"), true);
    await settle();
    expect([other.whats(), other.cobrowse.view.shared]).toEqual([[], "elsewhere"]);
    other.cobrowse.end();
    expect(other.names()).toEqual(["stop_cobrowse"]);
  });

  it("asks for more when a batch is on its way, and not before", async () => {
    const { batch, sent, whats, told, line, clock } = await sharing();
    whats();
    batch(0);
    await until(() => told.length > 0);
    expect([sent.length, whats()]).toEqual([1, ["more"]]);
    line.buffered = 1_000_000;
    const looks = line.looks;
    batch(1);
    await until(() => line.looks > looks);
    await clock.advance(500);
    expect([sent.length, whats()]).toEqual([1, []]);
    line.buffered = 0;
    await clock.advance(100);
    expect([sent.length, whats()]).toEqual([2, ["more"]]);
  });

  it("is no faster than the server takes it", async () => {
    const { batch, sent, clock } = await sharing();
    for (let n = 0; n < 150; n += 1) batch(n);
    await until(() => sent.length >= 100);
    expect(sent.length).toBe(100);
    await clock.advance(1_000);
    expect(sent.length).toBeLessThanOrEqual(119);
  });

  it("begins with a new picture after the line was lost, when the agent asks, and when a piece was refused", async () => {
    const { cobrowse, batch, sent, whats, line, clock } = await sharing();
    whats();
    line.up = false;
    cobrowse.follow(talk("running"), false);
    batch(0);
    await until(() => line.looks > 0);
    expect([sent.length, whats()]).toEqual([0, []]);
    line.up = true;
    cobrowse.follow(talk("running"), true);
    expect(whats()).toEqual(["snapshot"]);
    // Not more often than it can be made.
    const ask = () => cobrowse.pointed("c.1", JSON.stringify({ type: "snapshot" }));
    ask();
    ask();
    expect(whats()).toEqual([]);
    await clock.advance(1_500);
    expect(whats()).toEqual(["snapshot"]);
    cobrowse.refused({ code: "too_fast", status: 429, detail: "", field: "cobrowse", retry: true });
    await clock.advance(1_500);
    expect(whats()).toEqual(["snapshot"]);
    cobrowse.pointed("c.1", JSON.stringify({ type: "pointer", x: 1, y: 2 }));
    cobrowse.pointed("other.1", JSON.stringify({ type: "pointer", x: 1, y: 2 }));
    cobrowse.pointed("c.1", "what?");
    expect(whats()).toEqual(["point"]);
  });

  it("fails in plain words when the page does not answer or cannot", async () => {
    const silent = await sharing();
    silent.names();
    await silent.clock.advance(15_000);
    expect(silent.names()).toEqual(["fail_cobrowse"]);
    const refusing = await sharing();
    refusing.names();
    refusing.cobrowse.heard({ what: "failed", detail: "the page does not let the recorder be loaded" });
    expect([refusing.names(), refusing.whats()]).toEqual([["fail_cobrowse"], ["start", "stop"]]);
  });
});
