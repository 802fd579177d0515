// The same files are read by the server's tests (crates/protocol/tests): what one side writes, the other reads.

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Connection } from "./connection";
import type { ClientFrame, ServerFrame } from "./generated/protocol";
import { FakeNetwork, VirtualClock } from "./testing/world";
import { applyFrame, emptyWidgetState } from "./widget";

const folder = new URL("../../../../crates/protocol/fixtures/frames/", import.meta.url);

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as T;
}

const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ""));

// Every type of frame, by name: a new one does not compile until it stands here, and fails until it has a fixture.
const clientTypes: Record<ClientFrame["type"], true> = {
  hello: true,
  command: true,
  save_draft: true,
  typing: true,
  seen: true,
  cobrowse: true,
  ping: true,
};
const serverTypes: Record<ServerFrame["type"], true> = {
  welcome: true,
  desk_snapshot: true,
  widget_snapshot: true,
  event: true,
  conversation: true,
  ack: true,
  refused: true,
  presence: true,
  typing: true,
  seen: true,
  place: true,
  draft: true,
  cobrowse: true,
  reset: true,
  pong: true,
  closing: true,
};

describe("frame fixtures", () => {
  it("has one of each type", () => {
    const typesOf = (side: string) =>
      new Set(
        names.filter((name) => name.startsWith(`${side}_`)).map((name) => read<{ type: string }>(name).type),
      );
    expect(typesOf("client")).toEqual(new Set(Object.keys(clientTypes)));
    expect(typesOf("server")).toEqual(new Set(Object.keys(serverTypes)));
  });

  it("says hello as the fixtures do", () => {
    for (const [name, token] of [
      ["client_hello", null],
      ["client_hello_resume", "u3XbL0c9"],
    ] as const) {
      const fixture = read<Extract<ClientFrame, { type: "hello" }>>(name);
      const network = new FakeNetwork();
      const clock = new VirtualClock();
      const { client } = fixture;
      const connection = new Connection({
        transport: network,
        clock,
        random: () => 1,
        client,
        token: () => token,
        onFrame: () => {},
      });
      connection.start();
      if (fixture.position) {
        network.welcome({ journal: fixture.journal ?? "" });
        network.last.says({
          type: "widget_snapshot",
          state: {
            ...(read<{ state: never }>("server_widget_snapshot").state as object),
            position: fixture.position,
          } as never,
        });
        connection.nudge();
        network.last.breaks();
        connection.nudge();
      }
      network.last.opens();
      expect(network.last.sent).toEqual([fixture]);
    }
  });

  it("folds the widget's frames", () => {
    const state = applyFrame(emptyWidgetState, read("server_widget_snapshot"));
    expect([state.phase, state.participants[0]?.name, state.events.length]).toEqual(["engaged", "Dana", 4]);
    expect(applyFrame(state, read("server_presence")).participants[0]?.presence).toBe("absent");
    expect(applyFrame(state, read("server_typing")).typing).toEqual({ dana: "Dana" });
    expect(applyFrame(state, read("server_event_participant_entered"))).toBe(state);
    expect(applyFrame(emptyWidgetState, read("server_widget_snapshot_empty"))).toMatchObject({
      known: true,
      phase: null,
    });
  });
});
