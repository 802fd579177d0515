// The life of the socket: hello and welcome, resuming from a position, heartbeats, reconnecting. It knows which event was the last and
// passes each on once; what the frames mean is for its listener. Commands and drafts that must survive are the outbox's matter.

import { backoffDelayMs, reconnectBackoff } from "./backoff";
import type { Clock, Random, Timer } from "./clock";
import type { ClientFrame, ServerFrame } from "./generated/protocol";
import { Cell, type Observable } from "./observable";
import type { Socket, Transport } from "./transport";

export const protocolVersion = 1;

/** How long a socket may take from its opening to the welcome. */
const welcomeWithinMs = 10_000;
/** How long a connection must have held before the next failure starts again at the shortest wait. */
const steadyAfterMs = 5_000;
/** After a hint that the network changed: how long the other side may take to be heard. */
const probeWithinMs = 3_000;

export type ConnectionState =
  | { name: "connecting" }
  | { name: "connected"; resumed: boolean }
  /** It was connected, or tried to be, and will try again by itself at `retryAtMs`. */
  | { name: "interrupted"; retryAtMs: number }
  /** For good, with the server's reason, or `ended` when this side ended it. */
  | { name: "closed"; reason: string };

export interface ConnectionOptions {
  transport: Transport;
  clock: Clock;
  random: Random;
  /** Made once per tab. */
  client: string;
  /** A customer's session token; staff have none. */
  token?: () => string | null;
  /** Gets every frame after the welcome, events once each and in order. */
  onFrame: (frame: ServerFrame) => void;
  /** After the welcome, before what was missed. */
  onWelcome?: (frame: Extract<ServerFrame, { type: "welcome" }>) => void;
}

export class Connection {
  private readonly cell = new Cell<ConnectionState>({ name: "connecting" });
  private socket: Socket | null = null;
  /** Sockets are told apart by this, so that a late word of an old one is not heard. */
  private generation = 0;
  private attempt = 0;
  private attemptStartedMs = 0;
  private welcomedMs: number | null = null;
  private lastHeardMs = 0;
  private heartbeatMs = 0;
  private pingedMs = 0;
  private retryTimer: Timer | null = null;
  private pingTimer: Timer | null = null;
  private silenceTimer: Timer | null = null;
  private journal: string | null = null;
  private position: number | null = null;
  /** The server's clock less ours, for countdowns. */
  private serverAheadMs = 0;

  constructor(private readonly options: ConnectionOptions) {}

  get state(): Observable<ConnectionState> {
    return this.cell;
  }

  /** The server's time now, as far as the last welcome tells. */
  serverNowMs(): number {
    return this.options.clock.now() + this.serverAheadMs;
  }

  start(): void {
    if (this.socket || this.cell.get().name === "closed") return;
    this.open();
  }

  /** Ends it for good. */
  end(reason = "ended"): void {
    if (this.cell.get().name === "closed") return;
    this.drop();
    this.cell.set({ name: "closed", reason });
  }

  /** Sends a frame if connected; false when not. */
  send(frame: ClientFrame): boolean {
    if (this.cell.get().name !== "connected" || !this.socket) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  /** What was given to the socket and has not left yet. */
  buffered(): number {
    return this.socket?.buffered?.() ?? 0;
  }

  /**
   * The browser says that the network or the page's visibility changed. Waiting: tries at once. Connected: makes sure
   * that the other side still answers, for a socket can be dead without having closed.
   */
  nudge(): void {
    const now = this.options.clock.now();
    switch (this.cell.get().name) {
      case "closed":
        return;
      case "connected":
        if (now - this.lastHeardMs >= 2 * this.heartbeatMs) this.interrupt(0);
        else {
          this.ping();
          this.watchSilence(probeWithinMs);
        }
        return;
      case "connecting":
      case "interrupted":
        if (this.socket && now - this.attemptStartedMs < probeWithinMs) return;
        this.open();
        return;
    }
  }

  private open(): void {
    this.drop();
    const generation = this.generation;
    const mine = (run: () => void) => {
      if (generation === this.generation) run();
    };
    this.attemptStartedMs = this.options.clock.now();
    this.silenceTimer = this.options.clock.after(welcomeWithinMs, () => mine(() => this.interrupt()));
    try {
      this.socket = this.options.transport.open({
        opened: () => mine(() => this.hello()),
        text: (text) => mine(() => this.heard(text)),
        closed: () => mine(() => this.interrupt()),
      });
    } catch {
      // The browser refuses to make one, e.g. while the page is being taken down.
      this.interrupt();
    }
  }

  private hello(): void {
    const token = this.options.token?.() ?? null;
    const hello: ClientFrame = {
      type: "hello",
      protocol: protocolVersion,
      client: this.options.client,
      ...(token === null ? {} : { token }),
      ...(this.position === null || this.journal === null
        ? {}
        : { position: this.position, journal: this.journal }),
    };
    this.socket?.send(JSON.stringify(hello));
  }

  private heard(text: string): void {
    this.lastHeardMs = this.options.clock.now();
    let frame: ServerFrame;
    try {
      frame = JSON.parse(text) as ServerFrame;
    } catch {
      this.interrupt();
      return;
    }
    if (this.welcomedMs !== null) this.watchSilence(2 * this.heartbeatMs);
    switch (frame.type) {
      case "welcome":
        this.welcomed(frame);
        return;
      case "pong":
        // Armed from here and not only from the timer before it: browsers slow down timers of a hidden page that were set by
        // timers to one a minute, but not those set when a message arrives.
        this.schedulePing();
        return;
      case "closing":
        if (frame.reconnect) this.interrupt();
        else this.end(frame.reason);
        return;
      case "event":
        if (this.position !== null && frame.event.seq <= this.position) return;
        this.options.onFrame(frame);
        this.position = frame.event.seq;
        return;
      case "desk_snapshot":
      case "widget_snapshot":
        this.options.onFrame(frame);
        this.position = frame.state.position;
        return;
      case "reset":
        this.position = null;
        this.options.onFrame(frame);
        return;
      default:
        this.options.onFrame(frame);
    }
  }

  private welcomed(frame: Extract<ServerFrame, { type: "welcome" }>): void {
    const now = this.options.clock.now();
    this.welcomedMs = now;
    this.heartbeatMs = frame.heartbeat_ms;
    const serverNow = Date.parse(frame.now);
    if (!Number.isNaN(serverNow)) this.serverAheadMs = serverNow - now;
    this.journal = frame.journal;
    if (!frame.resumed) this.position = null;
    this.pingedMs = now;
    this.schedulePing();
    this.watchSilence(2 * this.heartbeatMs);
    this.cell.set({ name: "connected", resumed: frame.resumed });
    this.options.onWelcome?.(frame);
  }

  private schedulePing(): void {
    this.options.clock.cancel(this.pingTimer);
    const delay = Math.max(0, this.pingedMs + this.heartbeatMs - this.options.clock.now());
    this.pingTimer = this.options.clock.after(delay, () => this.ping());
  }

  private ping(): void {
    this.pingedMs = this.options.clock.now();
    this.send({ type: "ping" });
    this.schedulePing();
  }

  private watchSilence(limitMs: number): void {
    this.options.clock.cancel(this.silenceTimer);
    this.silenceTimer = this.options.clock.after(limitMs, () => this.interrupt());
  }

  /** The connection is no more; tries again after a wait, by default one that grows with the failures in a row. */
  private interrupt(delayMs?: number): void {
    const now = this.options.clock.now();
    if (this.welcomedMs !== null && now - this.welcomedMs >= steadyAfterMs) this.attempt = 0;
    this.drop();
    const delay = delayMs ?? backoffDelayMs(reconnectBackoff, this.attempt, this.options.random);
    this.attempt += 1;
    this.cell.set({ name: "interrupted", retryAtMs: now + delay });
    this.retryTimer = this.options.clock.after(delay, () => this.open());
  }

  private drop(): void {
    this.generation += 1;
    for (const timer of [this.retryTimer, this.pingTimer, this.silenceTimer])
      this.options.clock.cancel(timer);
    this.welcomedMs = null;
    const socket = this.socket;
    this.socket = null;
    try {
      socket?.close();
    } catch {
      // Already closed.
    }
  }
}
