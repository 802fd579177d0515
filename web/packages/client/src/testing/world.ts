// For tests: time moved by hand, and a socket whose other end is the test.

import type { Clock, Timer } from "../clock";
import type { ClientFrame, ServerFrame } from "../generated/protocol";
import type { SocketEvents, Transport } from "../transport";

interface Waiting {
  atMs: number;
  order: number;
  run: () => void;
}

export class VirtualClock implements Clock {
  private waiting = new Set<Waiting>();
  private order = 0;

  constructor(private nowMs = Date.parse("2026-11-21T09:00:00.000Z")) {}

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, run: () => void): Timer {
    this.order += 1;
    const waiting = { atMs: this.nowMs + delayMs, order: this.order, run };
    this.waiting.add(waiting);
    return waiting;
  }

  cancel(timer: Timer): void {
    this.waiting.delete(timer as Waiting);
  }

  /** Runs everything that is due until then, in order, letting promises settle between. */
  async advance(byMs: number): Promise<void> {
    const until = this.nowMs + byMs;
    for (;;) {
      await settle();
      const next = [...this.waiting]
        .filter((one) => one.atMs <= until)
        .sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
      if (!next) break;
      this.waiting.delete(next);
      this.nowMs = next.atMs;
      next.run();
    }
    this.nowMs = until;
    await settle();
  }
}

/** Lets everything that only waits for promises happen; IndexedDB's stand-in needs a few turns of the event loop. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export class FakeSocket {
  readonly sent: ClientFrame[] = [];
  open = true;

  constructor(private readonly events: SocketEvents) {}

  opens(): void {
    this.events.opened();
  }

  says(frame: ServerFrame): void {
    if (this.open) this.events.text(JSON.stringify(frame));
  }

  saysText(text: string): void {
    this.events.text(text);
  }

  breaks(): void {
    this.open = false;
    this.events.closed();
  }

  /** Commands sent so far, as `name text`. */
  commands(): string[] {
    return this.sent.flatMap((frame) =>
      frame.type === "command"
        ? [`${frame.command.name} ${"text" in frame.command ? frame.command.text : ""}`.trim()]
        : [],
    );
  }

  lastCommandId(): string {
    const ids = this.sent.flatMap((frame) => (frame.type === "command" ? [frame.id] : []));
    return ids.at(-1) ?? "";
  }
}

export class FakeNetwork implements Transport {
  readonly sockets: FakeSocket[] = [];

  open(events: SocketEvents) {
    const socket = new FakeSocket(events);
    this.sockets.push(socket);
    return {
      send: (text: string) => void socket.sent.push(JSON.parse(text) as ClientFrame),
      close: () => {
        socket.open = false;
      },
    };
  }

  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  }

  /** Answers the newest socket's hello. */
  welcome(
    options: { journal?: string; resumed?: boolean; heartbeatMs?: number; now?: string } = {},
  ): FakeSocket {
    this.last.opens();
    this.last.says({
      type: "welcome",
      protocol: 1,
      journal: options.journal ?? "j1",
      now: options.now ?? "2026-11-21T09:00:00.000Z",
      heartbeat_ms: options.heartbeatMs ?? 10_000,
      resumed: options.resumed ?? false,
    });
    return this.last;
  }
}
