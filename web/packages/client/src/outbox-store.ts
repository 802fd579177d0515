// Where the outbox keeps its commands: the port, and the one in memory for when the browser allows no storage.

import type { Command, Problem } from "./generated/protocol";

export interface OutboxEntry {
  /** The command's id, a UUIDv7 made once; also the message's id. */
  id: string;
  command: Command;
  /** When it was asked for, this client's clock, milliseconds since 1970. */
  createdAtMs: number;
  /** Set when it was refused for good and waits for a person to see that. */
  problem?: Problem;
}

/** Keeps entries in the order of `add` over all tabs that share it. */
export interface OutboxStore {
  /** Whether entries outlive the page. */
  readonly durable: boolean;
  /** All entries, oldest first. */
  all(): Promise<OutboxEntry[]>;
  /** Resolves when it is kept. What was asked for when this returns is done even if the page is gone the next moment. */
  add(entry: OutboxEntry): Promise<void>;
  /** Replaces the entry of the same id, if it is still there, in its place. */
  replace(entry: OutboxEntry): Promise<void>;
  /** Removes it; not an error when it is gone. */
  remove(id: string): Promise<void>;
  /** Calls back when another tab changed something. */
  onOtherTab(listener: () => void): void;
}

export class MemoryOutboxStore implements OutboxStore {
  readonly durable = false;
  private entries: OutboxEntry[] = [];

  async all(): Promise<OutboxEntry[]> {
    return [...this.entries];
  }

  async add(entry: OutboxEntry): Promise<void> {
    if (!this.entries.some((kept) => kept.id === entry.id)) this.entries.push(entry);
  }

  async replace(entry: OutboxEntry): Promise<void> {
    this.entries = this.entries.map((kept) => (kept.id === entry.id ? entry : kept));
  }

  async remove(id: string): Promise<void> {
    this.entries = this.entries.filter((kept) => kept.id !== id);
  }

  onOtherTab(): void {}
}
