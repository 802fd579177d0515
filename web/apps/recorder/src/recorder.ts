// Records the page with rrweb from the customer's consent to its end, and sends what may be seen in batches. A batch is sent when the one
// before is on its way; when too much waits, all of it is dropped and the next begins with a new snapshot, so that nothing piles up.

import { record } from "@rrweb/record";
import type { CobrowseTexts, FromRecorder, ToRecorder } from "../../loader/src/cobrowse";
import { blockSelector } from "./fields";
import { Overlay } from "./overlay";
import { Pictures } from "./pictures";
import { type Event, kind } from "./rrweb";
import { Scrubber } from "./scrub";
import { Secrets } from "./secrets";

const batchMs = 100;
/** A page that changes faster than it can be told is looked at anew after this. */
const calmMs = 1_000;
/** What may wait, as JSON; a snapshot alone may be as large. */
const waitingCharsMax = 6_000_000;
/** As in the loader's styles. */
const smallScreen = "(max-width: 480px), (max-height: 420px)";
const noted = ["input", "change", "focusin"];

export class PageRecorder {
  private readonly secrets = new Secrets();
  private readonly scrubber = new Scrubber((id) => record.mirror.getNode(id), this.secrets);
  private stopRecording: (() => void) | null = null;
  private overlay: Overlay | null = null;
  private pictures: Pictures | null = null;
  private stream = "";
  private batch = 0;
  private waiting: string[] = [];
  private chars = 0;
  private overflown = false;
  /** Whether the batch before is on its way. */
  private free = true;
  private timer = 0;

  constructor(
    private readonly root: ShadowRoot,
    private readonly say: (message: FromRecorder) => void,
  ) {}

  hear(message: ToRecorder): void {
    switch (message.what) {
      case "start":
        this.start(message.texts);
        return;
      case "stop":
        this.stop();
        return;
      case "more":
        this.free = true;
        if (this.overflown) this.snapshot();
        else this.later();
        return;
      case "snapshot":
        if (this.stopRecording) this.snapshot();
        return;
      case "point":
        this.overlay?.point(message.pointing);
        return;
    }
  }

  private start(texts: CobrowseTexts): void {
    if (this.stopRecording) {
      this.overlay?.speak(texts);
      return;
    }
    // Nothing is recorded that the bar does not say.
    this.overlay = new Overlay({
      root: this.root,
      texts,
      onStop: () => {
        this.stop();
        this.say({ what: "stopped" });
      },
      live: (id) => record.mirror.getNode(id),
    });
    this.uncover();
    this.begin();
    for (const name of noted) addEventListener(name, this.note, true);
    try {
      this.secrets.noteAll(document);
      const stop = record({
        emit: (event) => this.take(event as unknown as Event),
        blockSelector,
        maskAllInputs: true,
        inlineStylesheet: true,
        inlineImages: false,
        recordCanvas: false,
        recordCrossOriginIframes: false,
        collectFonts: false,
        slimDOMOptions: "all",
        sampling: { mousemove: 50, mousemoveCallback: 150, scroll: 80, media: 800 },
        recordAfter: "DOMContentLoaded",
        // A fault of ours must not become one of the page.
        errorHandler: () => true,
      });
      if (!stop) throw new Error("rrweb does not record");
      this.stopRecording = stop;
      this.pictures = new Pictures(
        (node) => record.mirror.getId(node),
        (event) => this.push(event),
      );
      this.pictures.begin();
    } catch {
      this.fail("the page cannot be recorded");
    }
  }

  /** On a small screen the widget's panel lies over the page that is to be shown. */
  private uncover(): void {
    const launcher = this.root.querySelector<HTMLElement>('.launcher[aria-expanded="true"]');
    if (matchMedia(smallScreen).matches) launcher?.click();
  }

  private stop(): void {
    this.stopRecording?.();
    this.stopRecording = null;
    this.pictures?.stop();
    this.pictures = null;
    this.overlay?.remove();
    this.overlay = null;
    for (const name of noted) removeEventListener(name, this.note, true);
    this.begin();
  }

  private fail(detail: string): void {
    this.stop();
    this.say({ what: "failed", detail });
  }

  /** Before the page hears of a key: what it makes of it is masked by what is known here. */
  private note = (event: globalThis.Event): void => {
    this.secrets.note(event.composedPath()[0]);
  };

  private begin(): void {
    this.stream = Math.random().toString(36).slice(2, 10).padEnd(8, "0");
    this.batch = 0;
    this.waiting = [];
    this.chars = 0;
    this.overflown = false;
    this.free = true;
    clearTimeout(this.timer);
    this.timer = 0;
  }

  private snapshot(): void {
    this.begin();
    try {
      this.secrets.noteAll(document);
      record.takeFullSnapshot();
      this.pictures?.begin();
    } catch {
      this.fail("the page cannot be recorded");
    }
  }

  private take(event: Event): void {
    const seen = this.scrubber.event(event);
    if (seen) this.push(seen);
  }

  private push(event: Event): void {
    if (this.overflown) return;
    const text = JSON.stringify(event);
    if (event.type === kind.fullSnapshot && text.length > waitingCharsMax) {
      this.fail("the page is too large to be shown");
      return;
    }
    this.waiting.push(text);
    this.chars += text.length;
    if (this.chars <= waitingCharsMax) {
      this.later();
      return;
    }
    this.overflown = true;
    this.waiting = [];
    this.chars = 0;
    // Else the snapshot is taken when the batch before is on its way.
    if (this.free) this.timer = setTimeout(() => this.snapshot(), calmMs);
  }

  private later(): void {
    if (this.timer || !this.free || this.waiting.length === 0) return;
    this.timer = setTimeout(() => this.flush(), batchMs);
  }

  private flush(): void {
    this.timer = 0;
    if (!this.free || this.waiting.length === 0) return;
    const events = `[${this.waiting.join(",")}]`;
    this.waiting = [];
    this.chars = 0;
    this.free = false;
    this.say({ what: "events", stream: this.stream, batch: this.batch, events });
    this.batch += 1;
  }
}
