// One desk at work: the session's frames folded into the state, histories read when a chat becomes mine, offers confirmed when shown,
// commands sent with their refusals told. No DOM.

import type { ConnectionState } from "../connection";
import type { KeyValueStorage } from "../drafts";
import type { Command, Draft, Problem, ServerFrame, Visibility } from "../generated/protocol";
import { Cell, type Observable } from "../observable";
import type { Outcome } from "../outbox";
import type { OutboxEntry, OutboxStore } from "../outbox-store";
import { Session } from "../session";
import type { Transport } from "../transport";
import { DraftTexts } from "./draft-texts";
import { type DeskHttp, ProblemError } from "./http";
import { reduceFrame, reduceHistory, rememberMine, withSeen } from "./reduce";
import { isForMe } from "./selectors";
import { type DeskState, emptyDeskState, type LostChat } from "./state";

export type HistoryState = "loading" | "ready" | "failed";

export interface DeskClientOptions {
  transport: Transport;
  outboxStore: OutboxStore;
  draftStorage?: { storage: KeyValueStorage; key: string };
  http: DeskHttp;
  /** A command or a draft was refused for good. */
  onProblem: (problem: Problem, what: Command | Draft) => void;
  now?: () => number;
}

/** Typing without a change is told again after this, and fades at the other side after twice of it. */
export const typingRepeatMs = 4_000;
/** A history that could not be read is read again after this. */
const historyRetryMs = 3_000;

export class DeskClient {
  readonly session: Session;
  readonly drafts: DraftTexts;
  private readonly cell = new Cell<DeskState>(emptyDeskState);
  private readonly historyCell = new Cell<Readonly<Record<string, HistoryState>>>({});
  private readonly confirmed = new Set<string>();
  private readonly lastTyping = new Map<string, number>();
  private readonly now: () => number;
  /** Counts snapshots: a page of history asked for before one does not join what comes after it. */
  private generation = 0;
  private ended = false;
  /** Who shows the page of a chat's customer. */
  private readonly mirrors = new Map<string, Set<(data: string) => void>>();

  constructor(private readonly options: DeskClientOptions) {
    this.now = options.now ?? Date.now;
    this.session = new Session({
      transport: options.transport,
      outboxStore: options.outboxStore,
      ...(options.draftStorage ? { draftStorage: options.draftStorage } : {}),
      keepRefused: keepsText,
      onDraftProblem: (draft, problem) => options.onProblem(problem, draft),
      onFrame: (frame) => this.onFrame(frame),
    });
    this.drafts = new DraftTexts(this.session.drafts, this.now);
    this.cell.update((state) => ({ ...state, remembered: this.readRemembered() }));
  }

  get state(): Observable<DeskState> {
    return this.cell;
  }

  get histories(): Observable<Readonly<Record<string, HistoryState>>> {
    return this.historyCell;
  }

  get connection(): Observable<ConnectionState> {
    return this.session.state;
  }

  get outbox(): Observable<readonly OutboxEntry[]> {
    return this.session.outbox.entries;
  }

  start(): Promise<void> {
    return this.session.start();
  }

  end(): void {
    this.ended = true;
    this.session.drafts.flush();
    this.session.end();
  }

  /** Asks for something; what is refused is told to `onProblem`. */
  async command(command: Command): Promise<Outcome> {
    const outcome = await this.session.submit(command).outcome;
    if (!outcome.done) this.options.onProblem(outcome.problem, command);
    return outcome;
  }

  /** Sends the reply that was typed; whether there was one. */
  sendReply(conversation: string): boolean {
    const chat = this.cell.get().desk?.conversations[conversation]?.chat;
    const text = this.drafts.text(conversation, "reply").get().text.trim();
    if (!chat || !text) return false;
    this.stopTyping(conversation);
    void this.session.submit({ name: "post_message", chat, text });
    this.drafts.sent(conversation, "reply");
    return true;
  }

  /** Says the reply that was typed to colleagues only; whether there was one. */
  sendInternal(conversation: string, visibility: Visibility): boolean {
    const chat = this.cell.get().desk?.conversations[conversation]?.chat;
    const text = this.drafts.text(conversation, "reply").get().text.trim();
    if (!chat || !text) return false;
    void this.session.submit({ name: "post_internal", chat, text, visibility });
    this.drafts.clear(conversation, "reply");
    return true;
  }

  /** Adds the note that was typed; whether there was one. */
  addNote(conversation: string): boolean {
    const chat = this.cell.get().desk?.conversations[conversation]?.chat;
    const text = this.drafts.text(conversation, "note").get().text.trim();
    if (!chat || !text) return false;
    void this.session.submit({ name: "add_side_note", chat, text });
    // The server does not know that the note was this text: the draft is emptied by hand.
    this.drafts.clear(conversation, "note");
    return true;
  }

  /** Pieces of a customer's page, until the returned function is called; what comes while nobody listens is lost. */
  onCobrowse(chat: string, listener: (data: string) => void): () => void {
    const listeners = this.mirrors.get(chat) ?? new Set();
    this.mirrors.set(chat, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.mirrors.delete(chat);
    };
  }

  /** Where I point; lost when not connected. */
  sendCobrowse(chat: string, data: string): void {
    this.session.cobrowse(chat, data);
  }

  /** Notes what is typed as a reply, and lets the customer see that someone types. */
  writeReply(conversation: string, text: string): void {
    this.drafts.write(conversation, "reply", text);
    if (text.trim() === "") {
      this.stopTyping(conversation);
      return;
    }
    const now = this.now();
    if (now - (this.lastTyping.get(conversation) ?? 0) < typingRepeatMs) return;
    this.lastTyping.set(conversation, now);
    this.session.typing(conversation, "");
  }

  stopTyping(conversation: string): void {
    if (this.lastTyping.delete(conversation)) this.session.typing(conversation, null);
  }

  /** The agent looks at the end of a conversation: what is there has been seen. */
  read(conversation: string): void {
    const state = this.cell.get();
    const seq = state.transcripts[conversation]?.events.at(-1)?.seq;
    if (seq === undefined || (state.seen[conversation]?.agent ?? 0) >= seq) return;
    if (!this.session.seen(conversation, seq)) return;
    this.cell.set(withSeen(state, conversation, "agent", seq));
  }

  /** Reads the page before the earliest event. */
  async readEarlier(conversation: string): Promise<void> {
    const transcript = this.cell.get().transcripts[conversation];
    const first = transcript?.events[0];
    if (!first || !transcript.more || this.historyCell.get()[conversation] !== "ready") return;
    await this.readPage(conversation, first.seq);
  }

  /** Reads again the page that could not be read: the newest one, or the one before the earliest event. */
  async readAgain(conversation: string): Promise<void> {
    const transcript = this.cell.get().transcripts[conversation];
    await this.readPage(conversation, transcript?.loaded ? (transcript.events[0]?.seq ?? null) : null);
  }

  /** The person has read what became of its chats. */
  dismissLost(): void {
    this.cell.update((state) => ({ ...state, lost: null }));
  }

  private onFrame(frame: ServerFrame): void {
    if (frame.type === "cobrowse") {
      for (const listener of this.mirrors.get(frame.chat) ?? []) listener(frame.data);
      return;
    }
    const before = this.cell.get();
    const after = rememberMine(reduceFrame(before, frame, this.now()));
    if (after.remembered !== before.remembered) this.keepRemembered(after);
    if (frame.type === "desk_snapshot") {
      this.generation += 1;
      this.historyCell.set({});
    }
    if (frame.type === "draft" && after.desk) {
      this.drafts.adopt([frame.draft], after.desk.me.id, this.outbox.get());
    }
    this.cell.set(after);
    if (after.desk !== before.desk) this.follow(after);
  }

  /** Does what the state asks for: confirms offers, reads histories. */
  private follow(state: DeskState): void {
    const { desk } = state;
    if (!desk) return;
    const histories = this.historyCell.get();
    for (const id of Object.keys(histories)) if (!state.transcripts[id]) this.forgetHistory(id);
    for (const conversation of Object.values(desk.conversations)) {
      const { offer } = conversation;
      if (offer?.agent === desk.me.id) {
        const key = `${conversation.chat} ${offer.offered_at}`;
        if (this.confirmed.has(key)) continue;
        this.confirmed.add(key);
        void this.session.submit({ name: "confirm_offer", chat: conversation.chat });
      } else if (
        isForMe(conversation, desk.me.id) &&
        !state.transcripts[conversation.conversation]?.loaded &&
        !this.historyCell.get()[conversation.conversation]
      ) {
        void this.readPage(conversation.conversation, null);
      }
    }
  }

  private async readPage(conversation: string, before: number | null): Promise<void> {
    const { generation } = this;
    this.historyCell.update((all) => ({ ...all, [conversation]: "loading" }));
    try {
      const page = await this.options.http.history(conversation, before);
      const { desk } = this.cell.get();
      const now = desk?.conversations[conversation];
      if (generation !== this.generation) return;
      if (!now || !isForMe(now, desk.me.id)) {
        this.historyCell.update(({ [conversation]: _gone, ...rest }) => rest);
        return;
      }
      const state = reduceHistory(this.cell.get(), conversation, page, before !== null);
      if (before === null && state.desk) this.drafts.adopt(page.drafts, state.desk.me.id, this.outbox.get());
      this.historyCell.update((all) => ({ ...all, [conversation]: "ready" }));
      this.cell.set(state);
    } catch (error) {
      if (generation !== this.generation) return;
      this.historyCell.update((all) => ({ ...all, [conversation]: "failed" }));
      const passes = !(error instanceof ProblemError) || error.problem.retry;
      if (passes) this.readAgainLater(conversation);
    }
  }

  private keepRemembered(state: DeskState): void {
    const place = this.options.draftStorage;
    try {
      place?.storage.setItem(`${place.key}.chats`, JSON.stringify(state.remembered));
    } catch {
      // Blocked or full: what is lost is then told without names after a crash.
    }
  }

  private readRemembered(): Record<string, LostChat> {
    const place = this.options.draftStorage;
    try {
      return JSON.parse(place?.storage.getItem(`${place.key}.chats`) ?? "{}") as Record<string, LostChat>;
    } catch {
      return {};
    }
  }

  private forgetHistory(conversation: string): void {
    const { [conversation]: state, ...rest } = this.historyCell.get();
    // One that is being read first is not in the transcripts yet.
    if (state !== "loading") this.historyCell.set(rest);
  }

  private readAgainLater(conversation: string): void {
    setTimeout(() => {
      const mine = this.cell.get().desk?.conversations[conversation];
      if (this.ended || !mine || this.historyCell.get()[conversation] !== "failed") return;
      void this.readAgain(conversation);
    }, historyRetryMs);
  }
}

/** What a person wrote is kept when it is refused, until that was seen. */
function keepsText(command: Command): boolean {
  return (
    command.name === "post_message" || command.name === "add_side_note" || command.name === "post_internal"
  );
}
