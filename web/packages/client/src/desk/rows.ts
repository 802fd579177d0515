// A transcript as rows. Those of a long one are kept from one event to the next: only what is new, and what changed, is made.

import type { Event } from "../generated/protocol";
import type { OutboxEntry } from "../outbox-store";
import { eventRow, pendingRow } from "./event-row";
import type { TranscriptRow } from "./row";
import type { Names } from "./words";

export interface RowsInput {
  events: readonly Event[];
  /** Whether there are earlier events: then what would stand above the first row is left out, for it will not stay there. */
  more: boolean;
  /** The conversation's chat now; what is before its start is "previous". */
  chat: string;
  /** This conversation's messages and notes in the outbox. */
  outbox: readonly OutboxEntry[];
  seenByCustomer: number;
  names: Names;
  /** The day that a moment falls on, in the viewer's time zone. */
  dayOf: (atMs: number) => string;
}

/** Messages of one person closer than this make a run. */
const runMs = 3 * 60_000;

/** The rows of a transcript, oldest first. */
export function transcriptRows(input: RowsInput): readonly TranscriptRow[] {
  return new TranscriptRows().of(input);
}

/** Makes the rows of one transcript again and again. A row that is still the same is the same object. */
export class TranscriptRows {
  private before: RowsInput | null = null;
  /** Of the events, without what is on its way. A row is replaced and never changed: somebody may be drawing it. */
  private rows: TranscriptRow[] = [];
  /** The `seq` that each row belongs to. */
  private seqs: number[] = [];
  /** The commands that the events came of. */
  private posted = new Set<string>();
  private day = "";
  private previous = false;

  /** The rows, oldest first. */
  of(input: RowsInput): readonly TranscriptRow[] {
    const { before } = this;
    const known = before && goesOn(before, input) ? before.events.length : 0;
    if (known === 0) this.forget();
    const joined = this.rows.length;
    for (let index = known; index < input.events.length; index += 1) {
      const event = input.events[index];
      if (event) this.add(event, input);
    }
    const seen = this.markSeen(joined, before?.seenByCustomer ?? 0, input.seenByCustomer);
    this.joinRuns(seen);
    this.before = input;
    return this.withPending(input);
  }

  private forget(): void {
    this.rows = [];
    this.seqs = [];
    this.posted = new Set();
    this.day = "";
    this.previous = false;
  }

  private add(event: Event, { more, chat, names, dayOf }: RowsInput): void {
    if (event.command) this.posted.add(event.command);
    const row = eventRow(event, chat, names);
    if (!row) return;
    const top = this.rows.length === 0 && more;
    if (!this.previous && event.chat && event.chat !== chat) {
      this.previous = true;
      if (!top) this.push({ type: "previous", key: "previous" }, event.seq);
    }
    const day = dayOf(row.atMs);
    if (day !== this.day) {
      this.day = day;
      if (!top) this.push({ type: "day", key: `day-${event.seq}`, atMs: row.atMs }, event.seq);
    }
    this.push(row, event.seq);
  }

  private push(row: TranscriptRow, seq: number): void {
    this.rows.push(row);
    this.seqs.push(seq);
  }

  /** Notes what the customer has seen, in the rows from `fresh` on and in those after a position; where the first of them stands. */
  private markSeen(fresh: number, after: number, upTo: number): number {
    const seqOf = (index: number) => this.seqs[index] ?? 0;
    let first = fresh;
    if (upTo > after) while (first > 0 && seqOf(first - 1) > after) first -= 1;
    for (let index = first; index < this.rows.length && seqOf(index) <= upTo; index += 1) {
      const row = this.rows[index];
      if (row?.type === "message" && row.state === "sent") this.rows[index] = { ...row, state: "seen" };
    }
    return first;
  }

  /** Marks where runs of one person's messages begin and end, from a row on. */
  private joinRuns(from: number): void {
    for (let index = Math.max(1, from); index < this.rows.length; index += 1) {
      const row = this.rows[index];
      const before = this.rows[index - 1];
      const run = runOf(before, row);
      if (!run || row?.type !== "message" || before?.type !== "message") continue;
      if (before.last !== run.ends) this.rows[index - 1] = { ...before, last: run.ends };
      if (row.first) this.rows[index] = { ...row, first: false };
    }
  }

  private withPending({ outbox, names }: RowsInput): readonly TranscriptRow[] {
    const rows = [...this.rows];
    for (const entry of outbox) {
      const row = this.posted.has(entry.id) ? null : pendingRow(entry, names);
      if (!row) continue;
      // What is on its way shows a state of its own: the run before it ends all the same, and its own goes on.
      const before = rows.at(-1);
      const run = runOf(before, row);
      if (run && row.type === "message") row.first = false;
      if (run && before?.type === "message" && before.last !== run.ends)
        rows[rows.length - 1] = { ...before, last: run.ends };
      rows.push(row);
    }
    return rows;
  }
}

/** Whether an input is an earlier one with nothing but events added to its end, and perhaps more of it seen. */
function goesOn(before: RowsInput, now: RowsInput): boolean {
  const last = before.events.length - 1;
  return (
    last >= 0 &&
    // In order and each once: with the same first and last event at the same places, nothing came between.
    now.events[0] === before.events[0] &&
    now.events[last] === before.events[last] &&
    now.seenByCustomer >= before.seenByCustomer &&
    now.more === before.more &&
    now.chat === before.chat &&
    now.names === before.names &&
    now.dayOf === before.dayOf
  );
}

/** Whether two rows are of one run, and whether the first of them ends a part of it that shows one state. */
function runOf(before: TranscriptRow | undefined, row: TranscriptRow | undefined): { ends: boolean } | null {
  if (row?.type !== "message" || before?.type !== "message") return null;
  const together = row.side === before.side && row.name === before.name && row.atMs - before.atMs < runMs;
  // "Sent" is never said of what is still on its way.
  return together ? { ends: before.state !== row.state } : null;
}
