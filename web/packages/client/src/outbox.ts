// Commands on their way: kept until the server acknowledged or refused them, sent again with the same id after each welcome.
//
// Order: within a lane (a chat) one command is under way at a time, the oldest; a refusal that may pass holds up its lane only.
// Several tabs may share one store: each sends everything in the store in its order, so the first arrival of a command at the
// server is never before the first arrival of an older one, and the ids make the second arrivals nothing.

import { backoffDelayMs, refusedBackoff } from "./backoff";
import type { Clock, Random, Timer } from "./clock";
import type { ClientFrame, Command, Event, Problem, ServerFrame } from "./generated/protocol";
import { Cell, type Observable } from "./observable";
import { MemoryOutboxStore, type OutboxEntry, type OutboxStore } from "./outbox-store";

export type Outcome = { done: true; seq: number } | { done: false; problem: Problem };

export interface Submitted {
  id: string;
  /** What the server said at last; stays open for ever if the page is gone before. */
  outcome: Promise<Outcome>;
}

export interface OutboxOptions {
  store: OutboxStore;
  clock: Clock;
  random: Random;
  newId: () => string;
  /** Sends if connected; false when not. */
  send: (frame: ClientFrame) => boolean;
  /** Commands of one lane keep their order; by default a chat or a conversation is one. */
  lane?: (command: Command) => string;
  /** Whether a command that was refused for good stays, with its problem, until someone dismisses it; by default messages do. */
  keepRefused?: (command: Command) => boolean;
}

export class Outbox {
  private readonly cell = new Cell<readonly OutboxEntry[]>([]);
  private readonly durableCell: Cell<boolean>;
  private store: OutboxStore;
  private connected = false;
  private underWay = new Set<string>();
  private finished = new Set<string>();
  private adding = new Set<string>();
  private waiting = new Map<string, { attempt: number; timer: Timer | null }>();
  private outcomes = new Map<string, (outcome: Outcome) => void>();
  private flushing = false;
  private flushAgain = false;
  /** Uses of the store come one after the other: what one read is not changed before it is used. */
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly options: OutboxOptions) {
    this.store = options.store;
    this.durableCell = new Cell(options.store.durable);
    this.store.onOtherTab(() => void this.flush());
  }

  /** What is on its way and what was refused for good, oldest first. */
  get entries(): Observable<readonly OutboxEntry[]> {
    return this.cell;
  }

  /** Whether what is on its way outlives the page; if not, people must be told. */
  get durable(): Observable<boolean> {
    return this.durableCell;
  }

  /** Reads what an earlier page left. */
  async start(): Promise<void> {
    await this.flush();
  }

  /** Keeps a command, then sends it as soon as its turn comes. */
  submit(command: Command): Submitted {
    const entry: OutboxEntry = { id: this.options.newId(), command, createdAtMs: this.options.clock.now() };
    const outcome = new Promise<Outcome>((resolve) => this.outcomes.set(entry.id, resolve));
    this.adding.add(entry.id);
    // Begun before anyone can see it as being sent, whatever else waits for the store: the tab may be closed the next moment.
    const begunIn = this.store;
    const added = begunIn.add(entry);
    added.catch(() => {});
    this.cell.update((entries) => [...entries, entry]);
    void this.change(
      (store) => (store === begunIn ? added : store.add(entry)),
      () => this.adding.delete(entry.id),
    ).then(() => this.flush());
    return { id: entry.id, outcome };
  }

  /** Sends a refused command anew, under a new id, perhaps changed. */
  resubmit(id: string, command?: Command): Submitted | null {
    const entry = this.find(id);
    if (!entry?.problem) return null;
    this.dismiss(id);
    return this.submit(command ?? entry.command);
  }

  /** Forgets a refused command. */
  dismiss(id: string): void {
    if (this.find(id)?.problem) this.forget(id);
  }

  /** Forgets everything, e.g. when the session that it belongs to is no more. */
  clear(): void {
    for (const entry of this.cell.get()) this.forget(entry.id);
  }

  /** After a welcome: everything is sent again, oldest first. */
  welcomed(): void {
    this.connected = true;
    this.underWay.clear();
    for (const waiting of this.waiting.values()) this.options.clock.cancel(waiting.timer);
    this.waiting.clear();
    void this.flush();
  }

  interrupted(): void {
    this.connected = false;
    this.underWay.clear();
  }

  /** Takes note of acks, refusals and own messages. */
  onFrame(frame: ServerFrame): void {
    switch (frame.type) {
      case "ack":
        this.complete(frame.id, { done: true, seq: frame.seq });
        return;
      case "refused":
        if (frame.id) this.refused(frame.id, frame.problem);
        return;
      case "event":
        this.onEvent(frame.event);
        return;
      case "widget_snapshot":
        for (const event of frame.state.events) this.onEvent(event);
        return;
      default:
    }
  }

  private onEvent(event: Event): void {
    const id = event.command;
    if (id && this.find(id)?.command.name === "post_message")
      this.complete(id, { done: true, seq: event.seq });
  }

  private refused(id: string, problem: Problem): void {
    const entry = this.find(id);
    if (!entry || !this.underWay.has(id)) return;
    if (problem.retry) {
      this.underWay.delete(id);
      this.waitInLane(this.laneOf(entry.command));
      return;
    }
    const keep = this.options.keepRefused ?? ((command: Command) => command.name === "post_message");
    if (!keep(entry.command)) {
      this.complete(id, { done: false, problem });
      return;
    }
    const marked = { ...entry, problem };
    this.underWay.delete(id);
    this.waiting.delete(this.laneOf(entry.command));
    this.cell.update((entries) => entries.map((kept) => (kept.id === id ? marked : kept)));
    this.settle(id, { done: false, problem });
    void this.change((store) => store.replace(marked)).then(() => this.flush());
  }

  private waitInLane(lane: string): void {
    const attempt = this.waiting.get(lane)?.attempt ?? 0;
    const delay = backoffDelayMs(refusedBackoff, attempt, this.options.random);
    const timer = this.options.clock.after(delay, () => {
      this.waiting.set(lane, { attempt: attempt + 1, timer: null });
      void this.flush();
    });
    this.waiting.set(lane, { attempt, timer });
  }

  private complete(id: string, outcome: Outcome): void {
    const entry = this.find(id);
    if (!entry) return;
    this.waiting.delete(this.laneOf(entry.command));
    this.forget(id);
    this.settle(id, outcome);
    void this.flush();
  }

  private forget(id: string): void {
    this.underWay.delete(id);
    this.finished.add(id);
    this.cell.update((entries) => entries.filter((kept) => kept.id !== id));
    void this.change(
      (store) => store.remove(id),
      () => this.finished.delete(id),
    );
  }

  private settle(id: string, outcome: Outcome): void {
    this.outcomes.get(id)?.(outcome);
    this.outcomes.delete(id);
  }

  private find(id: string): OutboxEntry | undefined {
    return this.cell.get().find((entry) => entry.id === id);
  }

  private async flush(): Promise<void> {
    if (this.flushing) {
      this.flushAgain = true;
      return;
    }
    this.flushing = true;
    do {
      this.flushAgain = false;
      await this.reload();
      this.sendReady();
    } while (this.flushAgain);
    this.flushing = false;
  }

  /** The store is the truth, also about what other tabs added; what is still being added here comes after it. */
  private reload(): Promise<void> {
    let kept: OutboxEntry[] = [];
    return this.change(
      async (store) => {
        kept = await store.all();
      },
      () => this.merge(kept),
    );
  }

  private merge(kept: OutboxEntry[]): void {
    const ids = new Set(kept.map((entry) => entry.id));
    // A refusal is known here before it is written down.
    const refused = new Map(this.cell.get().flatMap((entry) => (entry.problem ? [[entry.id, entry]] : [])));
    const merged = [
      ...kept.flatMap((entry) => (this.finished.has(entry.id) ? [] : [refused.get(entry.id) ?? entry])),
      ...this.cell.get().filter((entry) => !ids.has(entry.id) && this.adding.has(entry.id)),
    ];
    for (const id of this.underWay) if (!ids.has(id)) this.underWay.delete(id);
    const before = this.cell.get();
    const same =
      merged.length === before.length &&
      merged.every(
        (entry, index) => entry.id === before[index]?.id && !entry.problem === !before[index]?.problem,
      );
    if (!same) this.cell.set(merged);
  }

  private sendReady(): void {
    if (!this.connected) return;
    const busy = new Set<string>();
    for (const entry of this.cell.get()) {
      if (entry.problem) continue;
      const lane = this.laneOf(entry.command);
      if (busy.has(lane)) continue;
      busy.add(lane);
      if (this.adding.has(entry.id) || this.underWay.has(entry.id) || this.waiting.get(lane)?.timer) continue;
      if (this.options.send({ type: "command", id: entry.id, command: entry.command }))
        this.underWay.add(entry.id);
    }
  }

  /** Uses the store in turn; one that fails is left for memory, with everything that is known. */
  private change(use: (store: OutboxStore) => Promise<void>, then: () => void = () => {}): Promise<void> {
    this.turn = this.turn.then(async () => {
      try {
        await use(this.store);
      } catch {
        const memory = new MemoryOutboxStore();
        for (const entry of this.cell.get()) await memory.add(entry);
        this.store = memory;
        this.durableCell.set(false);
        await use(memory);
      }
      then();
    });
    return this.turn;
  }

  private laneOf(command: Command): string {
    if (this.options.lane) return this.options.lane(command);
    if ("chat" in command) return command.chat;
    if ("conversation" in command) return command.conversation;
    return "";
  }
}
