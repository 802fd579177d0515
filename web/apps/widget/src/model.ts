// What the widget shows and does, without a screen: the customer's session, its state and the commands a person can give.

import {
  Cell,
  type Clock,
  type ConnectionState,
  type KeyValueStorage,
  type Observable,
  type OutboxStore,
  type Problem,
  type ServerFrame,
  Session,
  type Transport,
} from "@holdfast/client";
import {
  applyFrame,
  applyHistory,
  applyInterruption,
  emptyWidgetState,
  isOfOtherSide,
  type TranscriptItem,
  transcriptOf,
  unreadAfter,
  type WidgetState,
} from "@holdfast/client/widget";
import type { Api } from "./api";
import { TypingTeller } from "./typing";

export interface Platform {
  api: Api;
  clock: Clock;
  random: () => number;
  transport: Transport;
  storage: KeyValueStorage;
  outboxStore: OutboxStore;
  queue: string | null;
  language: string | null;
}

export interface StartForm {
  name: string;
  email: string;
  question: string;
}

export interface View {
  stage: "form" | "restoring" | "conversation";
  tenantName: string;
  /** Whether a chat can be asked for now; unknown counts as open. */
  open: boolean;
  state: WidgetState;
  items: TranscriptItem[];
  connection: ConnectionState["name"];
  /** Whether unsent messages outlive the page. */
  durable: boolean;
  form: StartForm;
  /** A chat is being asked for. */
  starting: boolean;
  /** Why it could not be, `unreachable` when nobody said so. */
  startProblem: Problem | "unreachable" | null;
  /** Why the last wish was refused. */
  problem: Problem | null;
  loadingEarlier: boolean;
  unread: number;
  /** Whether there is a conversation to go back to from the form. */
  canReturn: boolean;
}

const keys = {
  token: "holdfast.token",
  seen: "holdfast.seen",
  form: "holdfast.form",
  draft: "holdfast.draft",
};

export class WidgetModel {
  private readonly cell: Cell<View>;
  private session: Session | null = null;
  private token: string | null;
  private state = emptyWidgetState;
  private tenantName = "";
  private open = true;
  private page: string | null = null;
  private shown = false;
  private formWanted = false;
  private starting = false;
  private startProblem: View["startProblem"] = null;
  private problem: Problem | null = null;
  private loadingEarlier = false;
  private form: StartForm;
  /** Everything up to here was on the customer's screen. */
  private seenSeq: number;
  private readonly typing: TypingTeller;

  constructor(private readonly platform: Platform) {
    this.token = platform.storage.getItem(keys.token);
    this.seenSeq = Number(platform.storage.getItem(keys.seen) ?? 0);
    this.form = { name: "", email: "", question: "", ...readForm(platform.storage.getItem(keys.form)) };
    this.typing = new TypingTeller(platform.clock, (text) => {
      if (this.state.conversation && this.state.phase !== "closed")
        this.session?.typing(this.state.conversation, text);
    });
    this.cell = new Cell(this.look());
  }

  get view(): Observable<View> {
    return this.cell;
  }

  get hasSession(): boolean {
    return this.token !== null;
  }

  async start(): Promise<void> {
    if (this.token) this.openSession();
    try {
      const config = await this.platform.api.config(this.platform.queue);
      this.tenantName = config.tenant_name;
      this.open = config.open;
    } catch {
      // Without it the form has no name in its title; asking for a chat tells whether one can be had.
    }
    this.refresh();
  }

  setPage(address: string): void {
    this.page = address;
  }

  setShown(shown: boolean): void {
    this.shown = shown;
    this.refresh();
  }

  /** The network came or went, or the page is visible again. */
  nudge(): void {
    this.session?.nudge();
  }

  /** Another tab of this customer has made or ended a session. */
  tokenChanged(token: string | null): void {
    if (token === this.token) return;
    if (token === null) this.dropSession();
    else {
      this.token = token;
      this.openSession();
    }
    this.refresh();
  }

  keepForm(form: StartForm): void {
    this.form = form;
  }

  async startChat(form: StartForm): Promise<void> {
    if (this.starting) return;
    this.form = form;
    this.starting = true;
    this.startProblem = null;
    this.refresh();
    try {
      if (!this.token) await this.makeSession();
    } catch {
      this.starting = false;
      this.startProblem = "unreachable";
      this.refresh();
      return;
    }
    this.platform.storage.setItem(keys.form, JSON.stringify({ name: form.name, email: form.email }));
    const { outcome } = this.openSession().submit({
      name: "start_chat",
      ...(this.platform.queue ? { queue: this.platform.queue } : {}),
      customer_name: form.name.trim(),
      ...(form.email.trim() ? { email: form.email.trim() } : {}),
      question: form.question.trim(),
      ...(this.platform.language ? { language: this.platform.language } : {}),
      ...(this.page ? { page: this.page } : {}),
    });
    this.formWanted = false;
    this.refresh();
    const answer = await outcome;
    this.starting = false;
    if (answer.done) this.form = { ...form, question: "" };
    else if (answer.problem.code !== "already_open") {
      this.startProblem = answer.problem;
      this.formWanted = true;
    }
    this.refresh();
  }

  send(text: string): void {
    if (!this.state.chat || text.trim() === "") return;
    this.typing.input("");
    this.keepDraft("");
    this.session?.submit({ name: "post_message", chat: this.state.chat, text: text.trim() });
  }

  /** Sends a message that was refused once more, into the chat of now. */
  sendAgain(id: string): void {
    const entry = this.session?.outbox.entries.get().find((one) => one.id === id);
    if (entry?.command.name !== "post_message" || !this.state.chat) return;
    this.session?.outbox.resubmit(id, { ...entry.command, chat: this.state.chat });
  }

  remove(id: string): void {
    this.session?.outbox.dismiss(id);
  }

  typed(text: string): void {
    this.keepDraft(text);
    this.typing.input(text);
  }

  draft(): string {
    return this.platform.storage.getItem(keys.draft) ?? "";
  }

  async leave(): Promise<void> {
    if (this.state.chat) await this.wish({ name: "leave_chat", chat: this.state.chat });
  }

  /** A new chat in the same conversation; messages that came too late for the one before go into it. */
  async resume(): Promise<void> {
    if (!(await this.wish({ name: "continue_conversation" }))) return;
    for (const entry of this.session?.outbox.entries.get() ?? []) if (entry.problem) this.sendAgain(entry.id);
  }

  /** To the form, for a conversation of its own. */
  anew(): void {
    this.formWanted = true;
    this.refresh();
  }

  back(): void {
    this.formWanted = false;
    this.refresh();
  }

  dismissProblem(): void {
    this.problem = null;
    this.refresh();
  }

  async loadEarlier(): Promise<void> {
    const first = this.state.events[0];
    if (!first || !this.token || this.loadingEarlier) return;
    this.loadingEarlier = true;
    this.refresh();
    const conversation = this.state.conversation;
    try {
      const history = await this.platform.api.earlier(this.token, first.seq);
      if (conversation === this.state.conversation) this.state = applyHistory(this.state, history);
    } catch {
      // The button stays, to be pressed again.
    }
    this.loadingEarlier = false;
    this.refresh();
  }

  serverNowMs(): number {
    return this.session?.serverNowMs() ?? this.platform.clock.now();
  }

  private async wish(command: { name: "leave_chat"; chat: string } | { name: "continue_conversation" }) {
    this.problem = null;
    const answer = await this.session?.submit(command).outcome;
    if (answer && !answer.done) this.problem = answer.problem;
    this.refresh();
    return answer?.done ?? false;
  }

  private async makeSession(): Promise<void> {
    const { token } = await this.platform.api.newSession();
    this.token = token;
    this.platform.storage.setItem(keys.token, token);
  }

  private openSession(): Session {
    if (this.session) return this.session;
    const session = new Session({
      transport: this.platform.transport,
      clock: this.platform.clock,
      random: this.platform.random,
      outboxStore: this.platform.outboxStore,
      token: () => this.token,
      // One customer, one order: the chat is asked for before anything is said in it.
      lane: () => "customer",
      onFrame: (frame) => this.onFrame(frame),
    });
    this.session = session;
    session.state.subscribe(() => this.onConnection(session));
    session.outbox.entries.subscribe(() => this.refresh());
    session.outbox.durable.subscribe(() => this.refresh());
    void session.start();
    return session;
  }

  private onConnection(session: Session): void {
    const connection = session.state.get();
    if (connection.name === "interrupted") this.state = applyInterruption(this.state);
    if (connection.name === "closed" && connection.reason === "signed_out") this.dropSession();
    this.refresh();
  }

  private onFrame(frame: ServerFrame): void {
    // The server does not know the token any more: what it belonged to is over.
    if (frame.type === "refused" && !frame.id && frame.problem.code === "not_signed_in") this.dropSession();
    else this.state = applyFrame(this.state, frame);
    this.refresh();
  }

  private dropSession(): void {
    const session = this.session;
    this.session = null;
    this.token = null;
    this.platform.storage.removeItem(keys.token);
    this.platform.storage.removeItem(keys.seen);
    this.seenSeq = 0;
    this.state = emptyWidgetState;
    this.starting = false;
    session?.outbox.clear();
    session?.end();
  }

  private keepDraft(text: string): void {
    if (text === "") this.platform.storage.removeItem(keys.draft);
    else this.platform.storage.setItem(keys.draft, text);
  }

  private noteSeen(): void {
    const newest = this.state.events.findLast(isOfOtherSide);
    if (!this.shown || !newest || !this.state.conversation || newest.seq <= this.seenSeq) return;
    if (!this.session?.seen(this.state.conversation, newest.seq)) return;
    this.seenSeq = newest.seq;
    this.platform.storage.setItem(keys.seen, String(newest.seq));
  }

  private refresh(): void {
    this.noteSeen();
    this.cell.set(this.look());
  }

  private look(): View {
    const entries = this.session?.outbox.entries.get() ?? [];
    const here = new Set(
      this.state.participants.filter((one) => one.presence === "present").map((one) => one.agent),
    );
    const typing = Object.fromEntries(Object.entries(this.state.typing).filter(([party]) => here.has(party)));
    return {
      stage: this.stage(entries.some((entry) => entry.command.name === "start_chat")),
      tenantName: this.state.tenantName || this.tenantName,
      open: this.open,
      state: { ...this.state, typing },
      items: transcriptOf(this.state, entries),
      connection: this.session?.state.get().name ?? "connecting",
      durable: this.session?.outbox.durable.get() ?? true,
      form: this.form,
      starting: this.starting,
      startProblem: this.startProblem,
      problem: this.problem,
      loadingEarlier: this.loadingEarlier,
      unread: unreadAfter(this.state, this.seenSeq),
      canReturn: this.state.phase !== null,
    };
  }

  private stage(asking: boolean): View["stage"] {
    if (this.formWanted || !this.token) return "form";
    if (asking || this.state.phase !== null) return "conversation";
    return this.state.known ? "form" : "restoring";
  }
}

export { keys as storageKeys };

function readForm(text: string | null): Partial<StartForm> {
  try {
    return JSON.parse(text ?? "{}") as Partial<StartForm>;
  } catch {
    return {};
  }
}
