// Saves what an agent typed and did not send: at most half a second after it was typed, again after each welcome until the server
// has it, and until then also in the browser's own storage, for a page that dies while the network is away.

import { backoffDelayMs, refusedBackoff } from "./backoff";
import type { Clock, Random, Timer } from "./clock";
import type { ClientFrame, Draft, Problem, ServerFrame } from "./generated/protocol";
import { Cell, type Observable } from "./observable";

/** The rule is one second; this leaves time for the way and the disk. */
export const saveWithinMs = 500;

/** The part of `localStorage` that is needed. */
export interface KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface DraftSaverOptions {
  clock: Clock;
  random: Random;
  /** The server's time: an agent's machines with wrong clocks still agree on which text is newer. */
  serverNowMs: () => number;
  newId: () => string;
  send: (frame: ClientFrame) => boolean;
  /** Holds what the server does not have yet; one key for each person. */
  storage?: { storage: KeyValueStorage; key: string };
  /** The server will not take it, e.g. it is too long. */
  onProblem?: (draft: Draft, problem: Problem) => void;
}

interface Unsaved {
  draft: Draft;
  /** The id under which it was sent on this connection. */
  sentAs: string | null;
}

export class DraftSaver {
  private readonly unsaved = new Map<string, Unsaved>();
  private readonly savingCell = new Cell(false);
  private timer: Timer | null = null;
  private refusals = 0;
  private lastWrittenAtMs = 0;

  constructor(private readonly options: DraftSaverOptions) {
    for (const draft of this.readStorage()) this.unsaved.set(keyOf(draft), { draft, sentAs: null });
    this.savingCell.set(this.unsaved.size > 0);
  }

  /** Whether something typed is not yet durable. */
  get saving(): Observable<boolean> {
    return this.savingCell;
  }

  /** What the server does not have yet, newer than what it sends. */
  pending(conversation: string, field: string): Draft | undefined {
    return this.unsaved.get(keyOf({ conversation, field }))?.draft;
  }

  /** What is typed from now on is newer than a text that another machine saved. */
  follow(writtenAtMs: number): void {
    this.lastWrittenAtMs = Math.max(this.lastWrittenAtMs, writtenAtMs);
  }

  /** Notes the whole text of a field as it is now; empty removes the draft. */
  write(conversation: string, field: string, text: string): void {
    // Strictly increasing, so that two writes of one millisecond keep their order at the server.
    this.lastWrittenAtMs = Math.max(this.options.serverNowMs(), this.lastWrittenAtMs + 1);
    const draft: Draft = { conversation, field, text, written_at_ms: this.lastWrittenAtMs };
    this.unsaved.set(keyOf(draft), { draft, sentAs: null });
    this.changed();
    this.timer ??= this.options.clock.after(saveWithinMs, () => this.flush());
  }

  /** The text was sent or given up: nothing of it may be saved any more. The server removes its copy itself when a reply is posted. */
  discard(conversation: string, field: string): void {
    if (this.unsaved.delete(keyOf({ conversation, field }))) this.changed();
  }

  /** Sends now what waits; also when the page is being hidden. */
  flush(): void {
    this.options.clock.cancel(this.timer);
    this.timer = null;
    for (const unsaved of this.unsaved.values()) {
      if (unsaved.sentAs) continue;
      const id = this.options.newId();
      if (this.options.send({ type: "save_draft", id, draft: unsaved.draft })) unsaved.sentAs = id;
    }
  }

  welcomed(): void {
    for (const unsaved of this.unsaved.values()) unsaved.sentAs = null;
    this.flush();
  }

  onFrame(frame: ServerFrame): void {
    if (frame.type === "ack") {
      for (const [key, unsaved] of this.unsaved) {
        if (unsaved.sentAs !== frame.id) continue;
        this.unsaved.delete(key);
        this.refusals = 0;
        this.changed();
      }
    } else if (frame.type === "refused" && frame.id) {
      for (const [key, unsaved] of this.unsaved) {
        if (unsaved.sentAs === frame.id) this.refused(key, unsaved, frame.problem);
      }
    }
  }

  private refused(key: string, unsaved: Unsaved, problem: Problem): void {
    if (problem.retry) {
      unsaved.sentAs = null;
      const delay = backoffDelayMs(refusedBackoff, this.refusals, this.options.random);
      this.refusals += 1;
      this.timer ??= this.options.clock.after(delay, () => this.flush());
      return;
    }
    this.unsaved.delete(key);
    this.changed();
    this.options.onProblem?.(unsaved.draft, problem);
  }

  private changed(): void {
    this.savingCell.set(this.unsaved.size > 0);
    const place = this.options.storage;
    if (!place) return;
    try {
      if (this.unsaved.size === 0) place.storage.removeItem(place.key);
      else
        place.storage.setItem(place.key, JSON.stringify([...this.unsaved.values()].map((one) => one.draft)));
    } catch {
      // Storage blocked or full: the server's copy is then the only one.
    }
  }

  private readStorage(): Draft[] {
    const place = this.options.storage;
    if (!place) return [];
    try {
      const kept: unknown = JSON.parse(place.storage.getItem(place.key) ?? "[]");
      return Array.isArray(kept) ? (kept as Draft[]) : [];
    } catch {
      return [];
    }
  }
}

function keyOf(draft: { conversation: string; field: string }): string {
  return `${draft.conversation} ${draft.field}`;
}
