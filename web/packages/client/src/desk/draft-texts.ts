// The texts being typed, one for each conversation and field: shown at once, saved by the draft saver, taken up from the server when it
// has a newer one of mine (after a reload, from another tab or machine).

import type { DraftSaver } from "../drafts";
import type { Draft } from "../generated/protocol";
import { Cell, type Observable } from "../observable";
import type { OutboxEntry } from "../outbox-store";

export interface DraftText {
  text: string;
  /** When it was written, as the draft says; 0: never. */
  writtenAtMs: number;
  /** Whether it is what somebody typed, an emptied field too; not after it was sent or when there never was anything. */
  typed: boolean;
}

const nothing: DraftText = { text: "", writtenAtMs: 0, typed: false };

export class DraftTexts {
  private readonly cells = new Map<string, Cell<DraftText>>();

  constructor(
    private readonly saver: DraftSaver,
    private readonly now: () => number,
  ) {}

  /** The text of a field. */
  text(conversation: string, field: string): Observable<DraftText> {
    return this.cell(conversation, field);
  }

  /** Notes the whole text as it is now. */
  write(conversation: string, field: string, text: string): void {
    this.cell(conversation, field).set({ text, writtenAtMs: this.now(), typed: true });
    this.saver.write(conversation, field, text);
  }

  /** The text was sent: the server removes its copy with the message. */
  sent(conversation: string, field: string): void {
    this.cell(conversation, field).set({ text: "", writtenAtMs: this.now(), typed: false });
    this.saver.discard(conversation, field);
  }

  /** The text was put to use in a way that the server does not know of: the draft is removed there too. */
  clear(conversation: string, field: string): void {
    this.cell(conversation, field).set({ text: "", writtenAtMs: this.now(), typed: false });
    this.saver.write(conversation, field, "");
  }

  /**
   * Takes up my drafts as the server has them. One that was typed here later stays; one that is already on its way as a message (the
   * page died between sending and the server's word) is not shown a second time.
   */
  adopt(drafts: readonly Draft[], me: string, outbox: readonly OutboxEntry[]): void {
    for (const draft of drafts) {
      if (draft.agent != null && draft.agent !== me) continue;
      this.saver.follow(draft.written_at_ms);
      const cell = this.cell(draft.conversation, draft.field);
      if (draft.written_at_ms <= cell.get().writtenAtMs) continue;
      const onItsWay = draft.field === "reply" && outbox.some((entry) => says(entry, draft.text));
      const text = onItsWay ? "" : draft.text;
      cell.set({ text, writtenAtMs: draft.written_at_ms, typed: text !== "" });
    }
  }

  /** Whether the server has the text as it is. */
  saved(conversation: string, field: string): boolean {
    return this.saver.pending(conversation, field) === undefined;
  }

  private cell(conversation: string, field: string): Cell<DraftText> {
    const key = `${conversation} ${field}`;
    let cell = this.cells.get(key);
    if (!cell) {
      const pending = this.saver.pending(conversation, field);
      cell = new Cell(
        pending
          ? { text: pending.text, writtenAtMs: pending.written_at_ms, typed: pending.text !== "" }
          : nothing,
      );
      this.cells.set(key, cell);
    }
    return cell;
  }
}

function says(entry: OutboxEntry, text: string): boolean {
  return entry.command.name === "post_message" && !entry.problem && entry.command.text === text.trim();
}
