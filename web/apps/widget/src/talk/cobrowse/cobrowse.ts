// Showing the page, without a screen: whether this tab is the one that is shown, what the recorder on the page is told, and what of it
// goes to the agent. The tab in which the customer agreed goes on after a reload and on the site's next page; no other tab does.

import type { Clock, Command, KeyValueStorage, Problem } from "@holdfast/client";
import { type FromAgent, readFromAgent } from "@holdfast/client/cobrowse";
import { leadOf, type WidgetState } from "@holdfast/client/widget";
import type { FromRecorder, ToRecorder } from "../../../../loader/src/cobrowse";
import type { Language } from "../../languages";
import { PageSender } from "./sender";

const key = "holdfast.cobrowse";
/** From the start to the first word of the recorder. */
const answersWithinMs = 15_000;
/** The agent's client may ask for a snapshot as often as it likes; one is made no more often than this. */
const snapshotEveryMs = 1_500;

export interface CobrowsePlatform {
  clock: Clock;
  /** Of this tab, outliving its pages. */
  tab: KeyValueStorage;
  /** To the recorder; null: no page is around the widget. */
  page: ((message: ToRecorder) => void) | null;
  send: (chat: string, data: string) => boolean;
  buffered: () => number;
  submit: (command: Command) => void;
  changed: () => void;
}

export interface CobrowseView {
  /** The customer is asked. */
  asked: { recorded: boolean } | null;
  /** Whether there is a page that can be shown. */
  possible: boolean;
  /** Which of the customer's tabs is shown. */
  shared: "here" | "elsewhere" | null;
  agent: string;
}

export class Cobrowse {
  private readonly sender: PageSender;
  private state: WidgetState | null = null;
  private connected = false;
  private sharing = false;
  private language: Language;
  private spoken = "";
  /** Counts starts, so that a late timer is of none. */
  private starts = 0;
  private heardOf = 0;
  private snapshotAtMs = Number.NEGATIVE_INFINITY;
  private snapshotWaits = false;
  private answered: string | null = null;

  constructor(
    private readonly platform: CobrowsePlatform,
    language: Language,
  ) {
    this.language = language;
    const { clock, buffered } = platform;
    const send = (data: string) => this.state?.chat != null && platform.send(this.state.chat, data);
    this.sender = new PageSender(
      clock,
      { send, buffered },
      () => this.tell({ what: "more" }),
      // The line is down: what comes after it is up again begins with a snapshot.
      () => undefined,
    );
  }

  get view(): CobrowseView {
    const cobrowse = this.state?.cobrowse ?? null;
    const stage = cobrowse?.stage ?? null;
    const asked = stage === "invited" && this.answered !== this.state?.chat;
    return {
      asked: asked ? { recorded: cobrowse?.recorded === true } : null,
      possible: this.platform.page !== null,
      shared: stage === null || stage === "invited" ? null : this.sharing ? "here" : "elsewhere",
      agent: this.agent,
    };
  }

  private get agent(): string {
    if (!this.state) return "";
    const agent = this.state.cobrowse?.agent;
    const found = this.state.participants.find((one) => one.agent === agent) ?? leadOf(this.state);
    return found?.name ?? "";
  }

  /** What is known now; called whenever that changes. */
  follow(state: WidgetState, connected: boolean): void {
    const back = connected && !this.connected;
    this.state = state;
    this.connected = connected;
    if (!state.known) return;
    const { cobrowse, chat } = state;
    if (cobrowse === null || cobrowse.stage !== "invited") this.answered = null;
    const mine = chat !== null && this.platform.tab.getItem(key) === chat;
    if (mine && cobrowse === null) this.platform.tab.removeItem(key);
    const shared = mine && cobrowse !== null && cobrowse.stage !== "invited";
    if (shared && !this.sharing) this.start();
    else if (!shared && this.sharing) this.stop();
    else if (shared && back) this.snapshot();
    else if (shared) void this.speak();
  }

  setLanguage(language: Language): void {
    if (language === this.language) return;
    this.language = language;
    if (this.sharing) void this.speak();
  }

  accept(): void {
    const chat = this.answer();
    if (chat === null) return;
    this.platform.tab.setItem(key, chat);
    this.platform.submit({ name: "accept_cobrowse", chat });
  }

  decline(): void {
    const chat = this.answer();
    if (chat !== null) this.platform.submit({ name: "decline_cobrowse", chat });
  }

  /** At once here; the server hears of it as soon as it can. */
  end(): void {
    const chat = this.state?.chat;
    if (!chat || !this.state?.cobrowse) return;
    this.stop();
    this.platform.tab.removeItem(key);
    this.platform.submit({ name: "stop_cobrowse", chat });
    this.platform.changed();
  }

  /** The widget goes, or the visitor is another one now. */
  leave(): void {
    if (this.sharing) this.stop();
    this.platform.tab.removeItem(key);
  }

  /** What the recorder says. */
  heard(message: FromRecorder): void {
    if (!this.sharing) return;
    switch (message.what) {
      case "events": {
        const { stream, batch, events } = message;
        if (typeof stream !== "string" || typeof batch !== "number" || typeof events !== "string") return;
        this.heardOf = this.starts;
        void this.sender.take(stream, batch, events);
        return;
      }
      case "stopped":
        this.end();
        return;
      case "failed":
        this.fail(String(message.detail));
        return;
    }
  }

  /** What the agent's client says. */
  pointed(chat: string, data: string): void {
    if (!this.sharing || chat !== this.state?.chat) return;
    const said = readFromAgent(data);
    if (said?.type === "snapshot") this.snapshot();
    else if (said)
      this.tell({ what: "point", pointing: said satisfies Exclude<FromAgent, { type: "snapshot" }> });
  }

  /** The server took a piece not. */
  refused(problem: Problem): void {
    if (!this.sharing || (problem.field !== "cobrowse" && problem.field !== "data")) return;
    this.sender.reset();
    this.platform.clock.after(snapshotEveryMs, () => this.snapshot());
  }

  private answer(): string | null {
    const chat = this.state?.chat ?? null;
    if (chat === null || this.answered === chat || this.state?.cobrowse?.stage !== "invited") return null;
    this.answered = chat;
    this.platform.changed();
    return chat;
  }

  private start(): void {
    this.sharing = true;
    this.spoken = "";
    this.starts += 1;
    const { starts } = this;
    void this.speak();
    this.platform.clock.after(answersWithinMs, () => {
      if (this.sharing && starts === this.starts && this.heardOf !== starts)
        this.fail("the page does not answer");
    });
  }

  private stop(): void {
    this.sharing = false;
    this.sender.reset();
    this.platform.page?.({ what: "stop" });
  }

  private fail(detail: string): void {
    const chat = this.state?.chat;
    this.stop();
    this.platform.tab.removeItem(key);
    if (chat) this.platform.submit({ name: "fail_cobrowse", chat, detail: detail.slice(0, 200) });
  }

  private snapshot(): void {
    const { clock } = this.platform;
    const waitMs = this.snapshotAtMs + snapshotEveryMs - clock.now();
    if (!this.sharing) return;
    if (waitMs > 0) {
      if (this.snapshotWaits) return;
      this.snapshotWaits = true;
      clock.after(waitMs, () => {
        this.snapshotWaits = false;
        this.snapshot();
      });
      return;
    }
    this.snapshotAtMs = clock.now();
    this.sender.reset();
    this.tell({ what: "snapshot" });
  }

  /** Starts the recorder, or tells it what the bar says now. */
  private async speak(): Promise<void> {
    const { language, starts } = this;
    const spoken = `${language} ${this.agent}`;
    if (spoken === this.spoken) return;
    this.spoken = spoken;
    const { cobrowseWords } = await import("./texts");
    if (!this.sharing || starts !== this.starts || spoken !== this.spoken) return;
    const words = cobrowseWords[language];
    const direction = language === "ar" ? "rtl" : "ltr";
    const { agent } = this;
    this.tell({
      what: "start",
      texts: { language, direction, agent, sharing: words.sharing(agent), stop: words.stop },
    });
  }

  private tell(message: ToRecorder): void {
    if (this.sharing) this.platform.page?.(message);
  }
}
