// The first view without a screen: the form before a chat, the message left while nobody is there, and the customer's session. What
// a conversation needs (socket, outbox, transcript) is in talk/ and comes with the first session.

import { Cell, type Clock, type KeyValueStorage, type Observable } from "@holdfast/client";
import type { Problem, WidgetConfig } from "@holdfast/client/protocol";
import type { Api } from "./api";
import type { PageEvent } from "./page-event";
import type { Talk, TalkView } from "./talk/talk";

export interface TalkSetup {
  /** The session's token of now. */
  token: () => string;
  /** Who the customer is must be proved anew. */
  expired: () => void;
  /** The page that the customer is on. */
  page: string | null;
  /** Something that is shown has changed. */
  changed: () => void;
  /** The server does not know the session any more. */
  gone: () => void;
  tell: PageEvent["tell"];
}

export interface Platform {
  api: Api;
  clock: Clock;
  storage: KeyValueStorage;
  /** Loads what a conversation needs and begins it. */
  openTalk: (setup: TalkSetup) => Promise<Talk>;
  /** Tells the page around. */
  tell: PageEvent["tell"];
  /** Has the page prove who its visitor is, and gives the session of that one to `take`. */
  prove: () => Promise<void>;
  queue: string | null;
  language: string;
}

export interface StartForm {
  name: string;
  email: string;
  topic: string;
  question: string;
}

export type FieldName = keyof StartForm;
/** What is wrong with a field, as the name of its text. */
export type Lack = "nameMissing" | "emailMissing" | "emailWrong" | "topicMissing" | "questionMissing";
export type Missing = Partial<Record<FieldName, Lack>>;

export type Stage = "form" | "closed" | "left" | "restoring" | "conversation";

export interface View {
  stage: Stage;
  /** Null until the server has told it. */
  config: WidgetConfig | null;
  /** When the closed queue opens again, if that is known; RFC 3339. */
  opensAt: string | null;
  tenantName: string;
  form: StartForm;
  topicWanted: boolean;
  missing: Missing;
  /** A chat is being asked for, or a message left. */
  starting: boolean;
  /** The code of why it could not or cannot be, `unreachable` when nobody said so. */
  problem: string | null;
  unread: number;
  /** Whether there is a conversation to go back to from the form. */
  canReturn: boolean;
  talk: TalkView | null;
}

const keys = {
  token: "holdfast.token",
  seen: "holdfast.seen",
  form: "holdfast.form",
  draft: "holdfast.draft",
  language: "holdfast.language",
  /** Whether the session is that of somebody who proved who it is. */
  proved: "holdfast.proved",
  /** Whether messages and files of a session that has ended are still kept. */
  stale: "holdfast.stale",
};

const emptyForm: StartForm = { name: "", email: "", topic: "", question: "" };

/** What the form needs to know and could not be read is asked for again so soon. */
const configAgainMs = 5_000;
/** The part of the widget that brings a proof is asked for again so soon. */
const proveAgainMs = 5_000;

/** What the page around may say of a person before it asks. */
export type Prefill = Partial<StartForm>;

export class WidgetModel {
  private readonly cell: Cell<View>;
  /** Until it is settled whose the session is, nothing of an earlier one is shown. */
  private proving: Promise<void> | null = null;
  private talkOpened: Talk | null = null;
  private opening: Promise<Talk> | null = null;
  private token: string | null;
  /** There is a session, whose owner has to be proved first. */
  private hidden = false;
  private started = false;
  private config: WidgetConfig | null = null;
  private queue: string | null;
  private language: string;
  private attributes: Record<string, string> = {};
  private page: string | null = null;
  private shown = false;
  private formWanted = false;
  /** The session is an earlier page's: whether it has a conversation is known when the server has told. */
  private returning: boolean;
  private closed = false;
  private left = false;
  private starting = false;
  private problem: View["problem"] = null;
  private missing: Missing = {};
  private form: StartForm;
  private configAsked = 0;

  constructor(private readonly platform: Platform) {
    this.queue = platform.queue;
    this.language = platform.language;
    this.token = platform.storage.getItem(keys.token);
    this.returning = this.token !== null;
    this.form = { ...emptyForm, ...readForm(platform.storage.getItem(keys.form)) };
    this.cell = new Cell(this.look());
  }

  get view(): Observable<View> {
    return this.cell;
  }

  get hasSession(): boolean {
    return this.token !== null || this.hidden;
  }

  /** The conversation, once its part of the widget is there. */
  get talk(): Talk | null {
    return this.talkOpened;
  }

  /** All that the page had to say at first has been said. */
  async start(): Promise<void> {
    this.started = true;
    if (this.token && !this.proving) void this.openTalk().catch(() => this.tryTalkLater());
    await this.readConfig();
  }

  setPage(address: string): void {
    this.page = address;
    this.talkOpened?.setPage(address);
  }

  /** The page can prove who its visitor is, or has to once more. */
  prove(): void {
    const proving = this.platform.prove().catch(() => {
      // The part of the widget that does it could not be had.
      this.platform.tell("error", { code: "unreachable" });
      if (this.platform.storage.getItem(keys.proved) && !this.talkOpened) this.hide();
      this.platform.clock.after(proveAgainMs, () => {
        if (!this.proving) this.prove();
      });
    });
    this.proving = proving;
    void proving.then(() => {
      if (this.proving !== proving) return;
      this.proving = null;
      this.nudge();
      this.refresh();
    });
    this.refresh();
  }

  /** Who proved who it is has a session; null: as before. */
  take(token: string | null, known: Prefill): void {
    const own = token ?? (this.hidden ? this.platform.storage.getItem(keys.token) : null);
    if (own) {
      this.token = own;
      this.platform.storage.setItem(keys.token, own);
      // A form that somebody may be typing in stays until it is known that there is a conversation.
      this.returning ||= !this.shown;
    }
    this.hidden = false;
    this.platform.storage.setItem(keys.proved, "1");
    this.prefill(known);
  }

  setQueue(queue: string | null): void {
    if (queue === this.queue) return;
    this.queue = queue;
    this.closed = false;
    this.refresh();
    void this.readConfig();
  }

  setLanguage(language: string): void {
    if (language === this.language) return;
    this.language = language;
    void this.readConfig();
  }

  setShown(shown: boolean): void {
    // A widget that comes back to the screen after hours shows what holds now.
    if (shown && !this.shown && this.configAsked > 0 && !this.token) void this.readConfig();
    this.shown = shown;
    this.talkOpened?.setShown(shown);
    this.refresh();
  }

  /** The network came or went, or the page is visible again. */
  nudge(): void {
    // Before the page has had its say it is open whose session this is.
    if (!this.started) return;
    this.talkOpened?.nudge();
    if (this.token && !this.talkOpened && !this.proving)
      void this.openTalk().catch(() => this.tryTalkLater());
    if (!this.config) void this.readConfig();
  }

  /** Another tab of this customer has made or ended a session. */
  tokenChanged(token: string | null): void {
    if (token === this.token) return;
    if (token === null) this.dropSession();
    else {
      this.token = token;
      this.returning = true;
      void this.openTalk().catch(() => this.tryTalkLater());
    }
    this.refresh();
  }

  /** A person fills a field of the form. */
  fill(name: FieldName, value: string): void {
    this.form = { ...this.form, [name]: value };
    const { [name]: _mended, ...missing } = this.missing;
    this.missing = missing;
    if (name === "topic") {
      this.closed = false;
      this.problem = null;
    }
    this.refresh();
  }

  /** Sends the form; the first field that is not right when it cannot be sent. */
  async submit(): Promise<FieldName | null> {
    if (this.starting) return null;
    let lacks = this.lacks();
    if ((lacks.name || lacks.email) && this.proving) {
      // The page may be about to tell who this is: nobody is asked for what is on its way.
      this.missing = {};
      this.starting = true;
      this.refresh();
      await this.proving;
      this.starting = false;
      lacks = this.lacks();
    }
    this.missing = lacks;
    this.refresh();
    const [first] = Object.keys(lacks) as FieldName[];
    if (first) return first;
    void (this.isClosed() ? this.leaveMessage() : this.startChat());
    return null;
  }

  /** The page around knows something of the person; what the person typed itself stays. */
  prefill(known: Prefill): void {
    const before = this.form;
    this.form = { ...this.form };
    this.missing = { ...this.missing };
    for (const name of ["name", "email", "topic", "question"] as const) {
      const value = known[name];
      if (value === undefined || (before[name] !== "" && name !== "topic")) continue;
      this.form[name] = value;
      delete this.missing[name];
    }
    this.refresh();
  }

  /** What the page knows of the matter; told with a chat that is open or opens. */
  setAttributes(attributes: Record<string, string>): void {
    this.attributes = { ...this.attributes, ...attributes };
    this.talkOpened?.setAttributes(this.attributes);
  }

  async startChat(): Promise<void> {
    if (this.starting) return;
    const { form } = this;
    const talk = await this.withTalk();
    if (!talk) return;
    const outcome = talk.ask({
      name: "start_chat",
      ...this.aboutForm(),
      question: form.question.trim(),
      language: this.language,
    });
    this.formWanted = false;
    this.refresh();
    const answer = await outcome;
    this.starting = false;
    if (answer.done) this.form = { ...form, question: "" };
    else if (answer.problem.code !== "already_open") this.refused(answer.problem);
    this.refresh();
  }

  /** Leaves a message while nobody is there. */
  async leaveMessage(): Promise<void> {
    if (this.starting) return;
    this.begin();
    const { form } = this;
    try {
      await this.proving;
      const token = this.token ?? (await this.makeSession());
      const text = form.question.trim();
      const problem = await this.platform.api.command(token, {
        name: "leave_message",
        ...this.aboutForm(),
        text,
      });
      if (problem) this.refused(problem);
      else {
        this.left = true;
        this.form = { ...form, question: "" };
      }
    } catch {
      this.problem = "unreachable";
    }
    this.starting = false;
    this.refresh();
  }

  /** To an empty message after one was left. */
  another(): void {
    this.left = false;
    void this.readConfig();
    this.refresh();
  }

  /** To the form, for a conversation of its own. */
  anew(): void {
    this.formWanted = true;
    void this.readConfig();
    this.refresh();
  }

  back(): void {
    this.formWanted = false;
    this.refresh();
  }

  /** Forgets who this is and all of its conversation, on this browser; its session ends, and with it the chat. */
  logout(): void {
    const token = this.token ?? this.platform.storage.getItem(keys.token);
    this.forget();
    // Not reached: then the server finds that the customer is gone, as it does for anyone.
    if (token) this.platform.api.end(token).catch(() => {});
  }

  /** Forgets who this is, here. */
  forget(): void {
    this.proving = null;
    this.dropSession();
    for (const key of [keys.form, keys.draft, keys.proved]) this.platform.storage.removeItem(key);
    this.form = emptyForm;
    this.attributes = {};
    this.refresh();
  }

  /** Whose session this is could not be proved now: it is kept for when it can, and nothing of it is shown. */
  hide(): void {
    this.hidden = true;
    this.token = null;
    this.returning = false;
    this.form = emptyForm;
    this.refresh();
  }

  private isClosed(): boolean {
    return this.cell.get().stage === "closed";
  }

  /** What is not right in the form. */
  private lacks(): Missing {
    const closed = this.isClosed();
    const { name, email, topic, question } = this.form;
    const topics = this.config?.topics ?? [];
    return {
      ...(name.trim() ? {} : { name: "nameMissing" }),
      ...(closed && !email.trim() ? { email: "emailMissing" } : {}),
      ...(email.trim() && !/^\S+@\S+$/.test(email.trim()) ? { email: "emailWrong" } : {}),
      ...(this.topicWanted() && !topics.some((one) => one.id === topic) ? { topic: "topicMissing" } : {}),
      ...(question.trim() ? {} : { question: "questionMissing" }),
    };
  }

  private aboutForm() {
    const { form, config } = this;
    // A page may name a topic that is not there any more.
    const topic = !config || config.topics.some((one) => one.id === form.topic) ? form.topic : "";
    return {
      ...(this.queue && !topic ? { queue: this.queue } : {}),
      ...(topic ? { topic } : {}),
      customer_name: form.name.trim(),
      ...(form.email.trim() ? { email: form.email.trim() } : {}),
      ...(this.page ? { page: this.page } : {}),
    };
  }

  private begin(): void {
    const { name, email } = this.form;
    this.starting = true;
    this.problem = null;
    this.platform.storage.setItem(keys.form, JSON.stringify({ name, email }));
    this.refresh();
  }

  private async withTalk(): Promise<Talk | null> {
    this.begin();
    try {
      await this.proving;
      if (!this.token) await this.makeSession();
      return await this.openTalk();
    } catch {
      this.starting = false;
      this.problem = "unreachable";
      this.platform.tell("error", { code: "unreachable" });
      this.refresh();
      return null;
    }
  }

  private refused(problem: Problem): void {
    this.formWanted = true;
    this.closed = problem.code === "queue_closed";
    // Being closed is a state with a form of its own and not a failure.
    this.problem = this.closed ? null : problem.code;
    this.platform.tell("error", { code: problem.code, detail: problem.detail });
    void this.readConfig();
  }

  private async makeSession(): Promise<string> {
    const { token } = await this.platform.api.newSession();
    // A session that nobody proved any more makes room for that of a stranger.
    if (this.hidden) {
      this.dropSession();
      this.starting = true;
    }
    this.token = token;
    this.platform.storage.setItem(keys.token, token);
    return token;
  }

  private openTalk(): Promise<Talk> {
    const { token } = this;
    if (!token) return Promise.reject(new Error("there is no session"));
    if (this.opening) return this.opening;
    const opening: Promise<Talk> = this.platform.openTalk({
      token: () => this.token ?? token,
      page: this.page,
      expired: () => {
        if (this.opening === opening && !this.proving) this.prove();
      },
      changed: () => {
        if (this.opening === opening) this.refresh();
      },
      gone: () => {
        if (this.opening === opening) this.dropSession();
        this.refresh();
      },
      tell: this.platform.tell,
    });
    this.opening = opening;
    opening.then(
      (talk) => {
        // The session may have ended while its part of the widget was on its way.
        if (this.opening !== opening) talk.end();
        else {
          this.talkOpened = talk;
          talk.setShown(this.shown);
          if (this.page) talk.setPage(this.page);
          talk.setAttributes(this.attributes);
        }
        this.refresh();
      },
      () => {
        if (this.opening === opening) this.opening = null;
      },
    );
    return opening;
  }

  private tryTalkLater(): void {
    this.platform.clock.after(5_000, () => {
      if (this.token && !this.talkOpened) void this.openTalk().catch(() => this.tryTalkLater());
    });
  }

  private dropSession(): void {
    const talk = this.talkOpened;
    if (this.hasSession && !talk) this.platform.storage.setItem(keys.stale, "1");
    this.talkOpened = null;
    this.opening = null;
    this.token = null;
    this.hidden = false;
    this.platform.storage.removeItem(keys.token);
    this.platform.storage.removeItem(keys.seen);
    this.platform.storage.removeItem(keys.proved);
    this.starting = false;
    this.returning = false;
    this.left = false;
    talk?.forget();
  }

  private async readConfig(): Promise<void> {
    this.configAsked += 1;
    const asked = this.configAsked;
    const about = { queue: this.queue, language: this.language };
    try {
      const config = await this.platform.api.config(about);
      // Only the newest question's answer counts.
      if (asked !== this.configAsked) return;
      this.config = config;
    } catch {
      // Without it the form has no topics and no hours; asking for a chat tells whether one can be had. Who looks at it has them soon.
      this.platform.clock.after(configAgainMs, () => {
        if (asked === this.configAsked && this.shown) void this.readConfig();
      });
    }
    this.refresh();
  }

  /** Whether where this question goes to is outside its hours, and when it opens. */
  private hours(): { closed: boolean; opensAt: string | null } {
    const { config } = this;
    const topics = config?.topics ?? [];
    const topic = topics.find((one) => one.id === this.form.topic);
    const about = topic ?? config;
    // While none is chosen that must be, any that is open will do.
    const closed = topic || !this.topicWanted() ? about?.closed : topics.every((one) => one.closed);
    return { closed: closed ?? false, opensAt: about?.opens_at ?? null };
  }

  /** Whether a topic must be chosen: not where the page itself says which queue it is. */
  private topicWanted(): boolean {
    return this.queue === null && (this.config?.topics.length ?? 0) > 0;
  }

  /** Whether the queue is known to take no more, which it may again at any moment: the form can be sent all the same. */
  private isFull(): boolean {
    const { config } = this;
    return config !== null && !config.open && !config.closed && !this.topicWanted() && !this.form.topic;
  }

  /** Whether the tenant asks for a proof that this visitor has not given. */
  private isStranger(): boolean {
    const proved = this.proving || this.platform.storage.getItem(keys.proved);
    return !proved && (this.config?.identity_required ?? false);
  }

  private refresh(): void {
    this.cell.set(this.look());
  }

  private look(): View {
    const talk = this.talkOpened?.look() ?? null;
    return {
      stage: this.stage(talk),
      config: this.config,
      opensAt: this.hours().opensAt,
      tenantName: talk?.state.tenantName || this.config?.tenant_name || "",
      form: this.form,
      topicWanted: this.topicWanted(),
      missing: this.missing,
      starting: this.starting,
      problem:
        this.problem ?? (this.isFull() ? "queue_full" : this.isStranger() ? "identity_required" : null),
      unread: talk?.unread ?? 0,
      canReturn: talk !== null && talk.state.phase !== null,
      talk,
    };
  }

  private stage(talk: TalkView | null): Stage {
    const before = this.left ? "left" : this.closed || this.hours().closed ? "closed" : "form";
    if (this.formWanted || !this.token) return before;
    if (this.proving && !talk) return "restoring";
    if (talk && (talk.asking || talk.state.phase !== null)) return "conversation";
    return this.returning && !talk?.state.known ? "restoring" : before;
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
