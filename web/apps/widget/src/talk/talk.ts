// A customer's conversation without a screen: the session, its state folded from frames, and the commands a person can give.

import {
  type Clock,
  type Command,
  type ConnectionState,
  createUuidMaker,
  type KeyValueStorage,
  type OutboxStore,
  type Outcome,
  type Problem,
  type ServerFrame,
  Session,
  type TakeInHand,
  type Timer,
  type Transport,
  type UploadStore,
} from "@holdfast/client";
import {
  applyFrame,
  applyHistory,
  applyInterruption,
  emptyWidgetState,
  isOfOtherSide,
  type Rating,
  ratingOf,
  type TranscriptItem,
  transcriptOf,
  unreadAfter,
  type WidgetState,
} from "@holdfast/client/widget";
import type { FromRecorder, ToRecorder } from "../../../loader/src/cobrowse";
import type { Api } from "../api";
import type { Language } from "../languages";
import { storageKeys, type TalkSetup } from "../model";
import { Cobrowse, type CobrowseView } from "./cobrowse/cobrowse";
import type { FileApi } from "./files/file-api";
import { Uploads, type UploadView } from "./files/uploads";
import { tellPage } from "./tell-page";
import { TypingTeller } from "./typing";

/** What the server was asked for over HTTP did not come. */
const unreachable: Problem = { code: "unreachable", detail: "no answer", retry: true, status: 503 };

export interface TalkPlatform {
  api: Api;
  files: FileApi;
  clock: Clock;
  random: () => number;
  transport: Transport;
  storage: KeyValueStorage;
  outboxStore: OutboxStore;
  uploadStore: UploadStore;
  takeInHand: TakeInHand;
  /** Of this tab, outliving its pages. */
  tab: KeyValueStorage;
  /** To the recorder of the page; null: no page is around. */
  recorder: ((message: ToRecorder) => void) | null;
  language: Language;
}

export interface TalkView {
  state: WidgetState;
  items: TranscriptItem[];
  /** Files on their way. */
  uploads: readonly UploadView[];
  connection: ConnectionState["name"];
  /** Whether unsent messages outlive the page. */
  durable: boolean;
  /** A chat is being asked for. */
  asking: boolean;
  /** Why the last wish was refused. */
  problem: Problem | null;
  loadingEarlier: boolean;
  unread: number;
  cobrowse: CobrowseView;
  /** What the customer thinks of the conversation, if it said so. */
  rating: Rating | null;
}

/** How long a customer has been on a page before its agents are told. */
const pageAfterMs = 800;
/** A rating that is being given, as far as it has come. */
export interface RatingDraft {
  rating: number | null;
  comment: string;
  /** The customer does not want to say. */
  skipped: boolean;
}

const noRating: RatingDraft = { rating: null, comment: "", skipped: false };
const ratingKey = "holdfast.rating";

export class Talk {
  private readonly session: Session;
  private readonly typing: TypingTeller;
  private readonly uploads: Uploads;
  readonly cobrowse: Cobrowse;
  private state = emptyWidgetState;
  private shown = false;
  private problem: Problem | null = null;
  private loadingEarlier = false;
  private attributes: Readonly<Record<string, string>> = {};
  private attributesTold = "";
  private page: string | null;
  private pageTold = "";
  private pageTimer: Timer | null = null;
  /** Everything up to here was on the customer's screen. */
  private seenSeq: number;

  constructor(
    private readonly platform: TalkPlatform,
    private readonly setup: TalkSetup,
  ) {
    this.page = setup.page;
    this.seenSeq = Number(platform.storage.getItem(storageKeys.seen) ?? 0);
    this.session = new Session({
      transport: platform.transport,
      clock: platform.clock,
      random: platform.random,
      outboxStore: platform.outboxStore,
      token: setup.token,
      // One customer, one order: the chat is asked for before anything is said in it.
      lane: () => "customer",
      onFrame: (frame) => this.onFrame(frame),
    });
    this.typing = new TypingTeller(platform.clock, (text) => {
      if (this.state.conversation && this.state.phase !== "closed")
        this.session.typing(this.state.conversation, text);
    });
    this.uploads = new Uploads({
      api: platform.files,
      clock: platform.clock,
      newId: createUuidMaker(() => platform.clock.now()),
      chat: () => this.openChat,
      position: () => this.state.position,
      store: platform.uploadStore,
      takeInHand: platform.takeInHand,
      changed: () => this.refresh(),
    });
    this.cobrowse = new Cobrowse(
      {
        clock: platform.clock,
        tab: platform.tab,
        page: platform.recorder,
        send: (chat, data) => this.session.cobrowse(chat, data),
        buffered: () => this.session.buffered(),
        submit: (command) => void this.session.submit(command),
        changed: () => this.refresh(),
      },
      platform.language,
    );
    this.session.state.subscribe(() => this.onConnection());
    this.session.outbox.entries.subscribe(() => this.refresh());
    this.session.outbox.durable.subscribe(() => this.refresh());
    void this.session.start();
  }

  /** The chat that is open, if one is. */
  get openChat(): string | null {
    return this.state.phase === null || this.state.phase === "closed" ? null : this.state.chat;
  }

  look(): TalkView {
    const entries = this.session.outbox.entries.get();
    const here = new Set(
      this.state.participants.filter((one) => one.presence === "present").map((one) => one.agent),
    );
    const typing = Object.fromEntries(Object.entries(this.state.typing).filter(([party]) => here.has(party)));
    return {
      state: { ...this.state, typing },
      items: transcriptOf(this.state, entries),
      uploads: [...this.uploads.view],
      connection: this.session.state.get().name,
      durable: this.session.outbox.durable.get(),
      asking: entries.some((entry) => entry.command.name === "start_chat"),
      problem: this.problem,
      loadingEarlier: this.loadingEarlier,
      unread: unreadAfter(this.state, this.seenSeq),
      cobrowse: this.cobrowse.view,
      rating: ratingOf(this.state, entries),
    };
  }

  setShown(shown: boolean): void {
    this.shown = shown;
    this.noteSeen();
  }

  /** What the page knows of the matter, for the agents. */
  setAttributes(attributes: Readonly<Record<string, string>>): void {
    this.attributes = attributes;
    this.tellAttributes();
  }

  /** The customer is on this page of the site now. */
  setPage(page: string): void {
    this.page = page;
    this.tellPage();
  }

  nudge(): void {
    this.session.nudge();
    this.uploads.nudge();
  }

  sendFiles(files: Iterable<File>, bytesMax: number): void {
    if (this.openChat === null) return;
    const named = [...files].map((file) => ({ file, name: file.name || "file" }));
    this.uploads.add(named, bytesMax);
  }

  removeUpload(id: string): void {
    this.uploads.remove(id);
  }

  /** Where a file can be fetched for some minutes; null when that cannot be had now. */
  async fileAddress(hash: string): Promise<string | null> {
    if (!this.state.chat) return null;
    try {
      const answer = await this.platform.files.link(this.state.chat, hash);
      return answer.ok ? answer.value.url : null;
    } catch {
      return null;
    }
  }

  /** Asks for a chat; says what came of it. */
  ask(command: Command): Promise<Outcome> {
    return this.session.submit(command).outcome;
  }

  send(text: string): void {
    if (!this.state.chat || text.trim() === "") return;
    this.typing.input("");
    this.keepDraft("");
    this.session.submit({ name: "post_message", chat: this.state.chat, text: text.trim() });
  }

  /** Sends a message that was refused once more, into the chat of now. */
  sendAgain(id: string): void {
    const entry = this.session.outbox.entries.get().find((one) => one.id === id);
    if (entry?.command.name !== "post_message" || !this.state.chat) return;
    this.session.outbox.resubmit(id, { ...entry.command, chat: this.state.chat });
  }

  remove(id: string): void {
    this.session.outbox.dismiss(id);
  }

  typed(text: string): void {
    this.keepDraft(text);
    this.typing.input(text);
  }

  draft(): string {
    return this.platform.storage.getItem(storageKeys.draft) ?? "";
  }

  /** Says what the customer thinks of the conversation; why not, when that was refused. */
  async rate(rating: number, comment: string): Promise<Problem | null> {
    const { chat } = this.state;
    if (!chat) return null;
    this.platform.storage.removeItem(ratingKey);
    const about = comment === "" ? {} : { comment };
    const answer = await this.session.submit({ name: "rate_chat", chat, rating, ...about }).outcome;
    if (answer.done) return null;
    this.setup.tell("error", { code: answer.problem.code, detail: answer.problem.detail });
    for (const entry of this.session.outbox.entries.get())
      if (entry.command.name === "rate_chat" && entry.problem) this.remove(entry.id);
    return answer.problem;
  }

  /** Resolves after a while. */
  until(ms: number): Promise<null> {
    return new Promise((resolve) => {
      this.platform.clock.after(ms, () => resolve(null));
    });
  }

  /** The time of now. */
  nowMs(): number {
    return this.platform.clock.now();
  }

  /** The rating of this chat that is being given. */
  ratingDraft(): RatingDraft {
    try {
      const kept = JSON.parse(this.platform.storage.getItem(ratingKey) ?? "{}");
      return kept.chat === this.state.chat ? { ...noRating, ...kept.draft } : noRating;
    } catch {
      return noRating;
    }
  }

  keepRatingDraft(draft: RatingDraft): void {
    this.platform.storage.setItem(ratingKey, JSON.stringify({ chat: this.state.chat, draft }));
  }

  async leave(): Promise<void> {
    if (this.state.chat) await this.wish({ name: "leave_chat", chat: this.state.chat });
  }

  /** A new chat in the same conversation; messages that came too late for the one before go into it. */
  async resume(): Promise<void> {
    if (!(await this.wish({ name: "continue_conversation" }))) return;
    for (const entry of this.session.outbox.entries.get()) if (entry.problem) this.sendAgain(entry.id);
  }

  dismissProblem(): void {
    this.problem = null;
    this.refresh();
  }

  async loadEarlier(): Promise<void> {
    const first = this.state.events[0];
    if (!first || this.loadingEarlier) return;
    this.loadingEarlier = true;
    if (this.problem === unreachable) this.problem = null;
    this.refresh();
    const { conversation } = this.state;
    try {
      const history = await this.platform.api.earlier(this.setup.token(), first.seq);
      if (conversation === this.state.conversation) this.state = applyHistory(this.state, history);
    } catch {
      // The button stays, to be pressed again.
      this.problem = unreachable;
    }
    this.loadingEarlier = false;
    this.refresh();
  }

  /** Reads everything that was said before; false when not all of it can be had. */
  async loadAll(): Promise<boolean> {
    while (this.state.more) {
      const first = this.state.events[0]?.seq;
      await this.loadEarlier();
      if (this.state.events[0]?.seq === first) return false;
    }
    return true;
  }

  /** Ends it here; what is unsent stays for the next page. */
  end(): void {
    this.uploads.end();
    this.session.end();
  }

  /** What the recorder of the page says. */
  recorded(message: FromRecorder): void {
    this.cobrowse.heard(message);
  }

  /** Ends it here with all that was unsent: it belongs to nobody any more. */
  forget(): void {
    this.cobrowse.leave();
    this.uploads.clear();
    this.session.outbox.clear();
    this.session.end();
  }

  private async wish(command: Command): Promise<boolean> {
    this.problem = null;
    const answer = await this.session.submit(command).outcome;
    if (!answer.done) {
      this.problem = answer.problem;
      this.setup.tell("error", { code: answer.problem.code, detail: answer.problem.detail });
    }
    this.refresh();
    return answer.done;
  }

  private onConnection(): void {
    const connection = this.session.state.get();
    if (connection.name === "connected") this.uploads.nudge();
    if (connection.name === "interrupted") this.state = applyInterruption(this.state);
    if (connection.name === "closed" && connection.reason === "signed_out") this.setup.gone();
    this.cobrowse.follow(this.state, connection.name === "connected");
    // Nothing of it gets anywhere any more.
    if (connection.name === "closed") this.cobrowse.leave();
    this.refresh();
  }

  private onFrame(frame: ServerFrame): void {
    // The server does not know the token any more: what it belonged to is over.
    if (frame.type === "refused" && !frame.id && frame.problem.code === "not_signed_in") {
      this.setup.gone();
      return;
    }
    if (frame.type === "cobrowse") {
      this.cobrowse.pointed(frame.chat, frame.data);
      return;
    }
    if (frame.type === "refused" && !frame.id) this.cobrowse.refused(frame.problem);
    // The proof of who the customer is has had its time: the socket comes again with a new one, and everything is as before.
    if (frame.type === "refused" && !frame.id && frame.problem.code === "identity_expired") {
      this.setup.expired();
      return;
    }
    const before = this.state;
    this.state = applyFrame(before, frame);
    this.cobrowse.follow(this.state, this.session.state.get().name === "connected");
    if (frame.type === "event" && frame.event.command) this.uploads.arrived(frame.event.command);
    // Only now is it known whether there is a chat that files go into.
    if (frame.type === "widget_snapshot") void this.uploads.restore();
    if (this.openChat !== null) {
      this.tellAttributes();
      this.tellPage();
    }
    tellPage(before, this.state, frame, this.setup.tell);
    this.refresh();
  }

  /** Each chat is told once, and again when something changed. */
  private tellAttributes(): void {
    const chat = this.openChat;
    const text = JSON.stringify(this.attributes);
    if (chat === null || text === "{}" || this.attributesTold === chat + text) return;
    this.attributesTold = chat + text;
    this.session.submit({ name: "set_attributes", chat, attributes: { ...this.attributes } });
  }

  /** Each page is told once to a chat; who goes on at once is told of only where it stays. */
  private tellPage(): void {
    const told = () => `${this.openChat} ${this.page}`;
    if (this.pageTimer || this.page === null || this.openChat === null || this.pageTold === told()) return;
    this.pageTimer = this.platform.clock.after(pageAfterMs, () => {
      this.pageTimer = null;
      const { openChat: chat, page } = this;
      if (chat === null || page === null) return;
      this.pageTold = told();
      this.session.submit({ name: "tell_page", chat, page });
    });
  }

  private keepDraft(text: string): void {
    if (text === "") this.platform.storage.removeItem(storageKeys.draft);
    else this.platform.storage.setItem(storageKeys.draft, text);
  }

  private noteSeen(): void {
    const newest = this.state.events.findLast(isOfOtherSide);
    if (!this.shown || !newest || !this.state.conversation || newest.seq <= this.seenSeq) return;
    if (!this.session.seen(this.state.conversation, newest.seq)) return;
    this.seenSeq = newest.seq;
    this.platform.storage.setItem(storageKeys.seen, String(newest.seq));
  }

  private refresh(): void {
    this.noteSeen();
    this.setup.changed();
  }
}
