// One signed-in client: socket, outbox and drafts working together. Desk and widget each make one and give it their reducer.

import { type Clock, type Random, systemClock } from "./clock";
import { Connection, type ConnectionState } from "./connection";
import { DraftSaver, type DraftSaverOptions } from "./drafts";
import type { ClientFrame, Command, ServerFrame } from "./generated/protocol";
import type { Observable } from "./observable";
import { Outbox, type OutboxOptions, type Submitted } from "./outbox";
import type { OutboxStore } from "./outbox-store";
import type { Transport } from "./transport";
import { createUuidMaker } from "./uuid";

export interface SessionOptions {
  transport: Transport;
  outboxStore: OutboxStore;
  /** Gets each frame after outbox and drafts; events once each and in order. */
  onFrame: (frame: ServerFrame) => void;
  /** A customer's session token. */
  token?: () => string | null;
  lane?: OutboxOptions["lane"];
  keepRefused?: OutboxOptions["keepRefused"];
  draftStorage?: DraftSaverOptions["storage"];
  onDraftProblem?: DraftSaverOptions["onProblem"];
  clock?: Clock;
  random?: Random;
  newId?: () => string;
}

export class Session {
  readonly outbox: Outbox;
  readonly drafts: DraftSaver;
  private readonly connection: Connection;

  constructor(options: SessionOptions) {
    const clock = options.clock ?? systemClock;
    const random = options.random ?? Math.random;
    const newId = options.newId ?? createUuidMaker(() => clock.now());
    const send = (frame: ClientFrame) => this.connection.send(frame);
    const shared = { clock, random, newId, send };
    this.outbox = new Outbox({
      ...shared,
      store: options.outboxStore,
      ...(options.lane ? { lane: options.lane } : {}),
      ...(options.keepRefused ? { keepRefused: options.keepRefused } : {}),
    });
    this.drafts = new DraftSaver({
      ...shared,
      serverNowMs: () => this.serverNowMs(),
      ...(options.draftStorage ? { storage: options.draftStorage } : {}),
      ...(options.onDraftProblem ? { onProblem: options.onDraftProblem } : {}),
    });
    this.connection = new Connection({
      transport: options.transport,
      clock,
      random,
      client: newId(),
      ...(options.token ? { token: options.token } : {}),
      onWelcome: () => {
        // Drafts first: a reply that is posted after its last draft was saved removes that draft, not the other way round.
        this.drafts.welcomed();
        this.outbox.welcomed();
      },
      onFrame: (frame) => {
        this.outbox.onFrame(frame);
        this.drafts.onFrame(frame);
        options.onFrame(frame);
      },
    });
    this.connection.state.subscribe(() => {
      if (this.connection.state.get().name !== "connected") this.outbox.interrupted();
    });
  }

  get state(): Observable<ConnectionState> {
    return this.connection.state;
  }

  async start(): Promise<void> {
    await this.outbox.start();
    this.connection.start();
  }

  /** Asks for something to be done; it stays in the outbox until the server answered. */
  submit(command: Command): Submitted {
    return this.outbox.submit(command);
  }

  /** Tells others that this side is typing; `null` when it stopped. Lost when not connected, as it may be. */
  typing(conversation: string, text: string | null): void {
    this.connection.send({ type: "typing", conversation, text });
  }

  /** Tells others that this side has seen everything up to `seq`. */
  seen(conversation: string, seq: number): boolean {
    return this.connection.send({ type: "seen", conversation, seq });
  }

  /** Co-browsing: passed on to the other side; false when not connected. */
  cobrowse(chat: string, data: string): boolean {
    return this.connection.send({ type: "cobrowse", chat, data });
  }

  /** What was sent and has not left yet. */
  buffered(): number {
    return this.connection.buffered();
  }

  /** The network or the page's visibility changed. */
  nudge(): void {
    this.connection.nudge();
  }

  serverNowMs(): number {
    return this.connection.serverNowMs();
  }

  end(): void {
    this.connection.end();
  }
}
