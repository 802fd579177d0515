import { describe, expect, it } from "vitest";
import { backoffDelayMs, reconnectBackoff } from "./backoff";
import { Connection } from "./connection";
import type { ServerFrame } from "./generated/protocol";
import { FakeNetwork, VirtualClock } from "./testing/world";

function setup(random = () => 1) {
  const clock = new VirtualClock();
  const network = new FakeNetwork();
  const frames: ServerFrame[] = [];
  const connection = new Connection({
    transport: network,
    clock,
    random,
    client: "tab-1",
    token: () => "secret",
    onFrame: (frame) => frames.push(frame),
  });
  connection.start();
  const state = () => connection.state.get().name;
  return { clock, network, frames, connection, state };
}

function event(seq: number): ServerFrame {
  return {
    type: "event",
    event: {
      seq,
      at: "2026-11-21T09:00:00.000Z",
      conversation: "c1",
      chat: "ch1",
      kind: "agent_post",
      actor: { type: "agent", id: "a1" },
      data: { message: `m${seq}`, text: `text ${seq}` },
    },
  };
}

describe("hello and resume", () => {
  it("says hello with the token and, the first time, no position", () => {
    const { network, state } = setup();
    network.last.opens();
    expect(network.last.sent).toEqual([{ type: "hello", protocol: 1, client: "tab-1", token: "secret" }]);
    expect(state()).toBe("connecting");
    network.welcome();
    expect(state()).toBe("connected");
  });

  it("resumes from the last event it passed on, and passes each on once", async () => {
    const { clock, network, frames } = setup();
    network.welcome();
    network.last.says(event(5));
    network.last.says(event(7));
    network.last.says(event(7));
    network.last.says(event(6));
    network.last.breaks();
    await clock.advance(300);
    network.last.opens();
    expect(network.last.sent[0]).toMatchObject({ type: "hello", position: 7, journal: "j1" });
    network.welcome({ resumed: true });
    network.last.says(event(7));
    network.last.says(event(8));
    expect(frames.map((frame) => (frame.type === "event" ? frame.event.seq : 0))).toEqual([5, 7, 8]);
  });

  it("takes the position of a snapshot, and forgets its own when the server does not resume", async () => {
    const { clock, network, frames } = setup();
    network.welcome();
    network.last.says(event(50));
    network.last.breaks();
    await clock.advance(300);
    network.welcome({ journal: "j2", resumed: false });
    network.last.says({
      type: "widget_snapshot",
      state: {
        position: 3,
        tenant_name: "T",
        participants: [],
        events: [],
        more: false,
        message_chars_max: 10,
        rating_ms: 0,
      },
    });
    network.last.says(event(3));
    network.last.says(event(4));
    expect(frames.map((frame) => frame.type)).toEqual(["event", "widget_snapshot", "event"]);
    network.last.breaks();
    await clock.advance(600);
    network.last.opens();
    expect(network.last.sent[0]).toMatchObject({ position: 4, journal: "j2" });
  });

  it("starts clean after a reset", async () => {
    const { clock, network } = setup();
    network.welcome();
    network.last.says(event(5));
    network.last.says({ type: "reset", chats: ["ch1"] });
    network.last.breaks();
    await clock.advance(300);
    network.last.opens();
    expect(network.last.sent[0]).not.toHaveProperty("position");
  });

  it("tells the server's time", () => {
    const { clock, network, connection } = setup();
    network.welcome({ now: "2026-11-21T09:00:05.000Z" });
    expect(connection.serverNowMs() - clock.now()).toBe(5_000);
  });
});

describe("heartbeat", () => {
  it("pings every interval and lives while it is answered", async () => {
    const { clock, network, state } = setup();
    const socket = network.welcome({ heartbeatMs: 10_000 });
    for (let beat = 1; beat <= 5; beat += 1) {
      await clock.advance(10_000);
      expect(socket.sent.filter((frame) => frame.type === "ping")).toHaveLength(beat);
      socket.says({ type: "pong" });
    }
    expect(state()).toBe("connected");
  });

  it.each([
    [19_999, "connected"],
    [20_000, "interrupted"],
    [20_001, "interrupted"],
  ])("after %i ms of silence is %s", async (ms, expected) => {
    const { clock, network, state } = setup();
    const socket = network.welcome({ heartbeatMs: 10_000 });
    await clock.advance(ms);
    expect(state()).toBe(expected);
    expect(socket.open).toBe(expected === "connected");
  });

  it("counts any frame as being heard", async () => {
    const { clock, network, state } = setup();
    const socket = network.welcome({ heartbeatMs: 10_000 });
    await clock.advance(19_000);
    socket.says(event(1));
    await clock.advance(19_000);
    expect(state()).toBe("connected");
  });

  it("gives up a socket that gets no welcome within ten seconds", async () => {
    const { clock, network, state } = setup();
    network.last.opens();
    await clock.advance(9_999);
    expect(state()).toBe("connecting");
    await clock.advance(1);
    expect(state()).toBe("interrupted");
  });
});

describe("reconnecting", () => {
  it("waits longer each time, up to 30 s, and starts again after a steady connection", async () => {
    const { clock, network, connection } = setup();
    const waits: number[] = [];
    for (let failure = 0; failure < 9; failure += 1) {
      network.last.breaks();
      const state = connection.state.get();
      if (state.name !== "interrupted") throw new Error(state.name);
      waits.push(state.retryAtMs - clock.now());
      await clock.advance(state.retryAtMs - clock.now());
    }
    expect(waits).toEqual([300, 600, 1_200, 2_400, 4_800, 9_600, 19_200, 30_000, 30_000]);
    network.welcome();
    await clock.advance(5_000);
    network.last.breaks();
    await clock.advance(300);
    expect(network.sockets).toHaveLength(11);
  });

  it("takes a random part between half and all of the wait", () => {
    expect(backoffDelayMs(reconnectBackoff, 0, () => 0)).toBe(150);
    expect(backoffDelayMs(reconnectBackoff, 0, () => 0.999)).toBe(300);
    expect(backoffDelayMs(reconnectBackoff, 50, () => 0)).toBe(15_000);
  });

  it("tries at once when nudged while waiting", async () => {
    const { clock, network, connection, state } = setup();
    for (let failure = 0; failure < 6; failure += 1) {
      network.last.breaks();
      if (failure < 5) await clock.advance(30_000);
    }
    const before = network.sockets.length;
    connection.nudge();
    expect(network.sockets).toHaveLength(before + 1);
    network.welcome();
    expect(state()).toBe("connected");
  });

  it("finds a dead socket within 3 s of a nudge", async () => {
    const { clock, network, connection, state } = setup();
    network.welcome({ heartbeatMs: 10_000 });
    connection.nudge();
    expect(network.last.sent.at(-1)).toEqual({ type: "ping" });
    await clock.advance(2_999);
    expect(state()).toBe("connected");
    await clock.advance(1);
    expect(state()).toBe("interrupted");
  });

  it("keeps a living socket when nudged", async () => {
    const { clock, network, connection, state } = setup();
    network.welcome({ heartbeatMs: 10_000 });
    connection.nudge();
    network.last.says({ type: "pong" });
    await clock.advance(5_000);
    expect(state()).toBe("connected");
    expect(network.sockets).toHaveLength(1);
  });

  it("does not listen to a socket that it left", async () => {
    const { clock, network, frames, state } = setup();
    const first = network.welcome();
    first.breaks();
    await clock.advance(300);
    network.welcome();
    first.breaks();
    first.saysText(JSON.stringify(event(9)));
    expect(state()).toBe("connected");
    expect(frames).toEqual([]);
  });

  it("does not come back after a close that says so", async () => {
    const { clock, network, connection } = setup();
    network.welcome();
    network.last.says({ type: "closing", reason: "signed_out", reconnect: false });
    expect(connection.state.get()).toEqual({ name: "closed", reason: "signed_out" });
    await clock.advance(120_000);
    connection.nudge();
    expect(network.sockets).toHaveLength(1);
  });

  it("comes back after a close that says so", async () => {
    const { clock, network, state } = setup();
    network.welcome();
    network.last.says({ type: "closing", reason: "shutting_down", reconnect: true });
    expect(state()).toBe("interrupted");
    await clock.advance(300);
    expect(network.sockets).toHaveLength(2);
  });

  it("drops a connection that talks nonsense", () => {
    const { network, state } = setup();
    network.welcome();
    network.last.saysText("{");
    expect(state()).toBe("interrupted");
  });
});
