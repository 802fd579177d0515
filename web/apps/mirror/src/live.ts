// The customer's page as it is now: pieces put together, drawn as they come. Each stream begins a new drawing, so that nothing of an
// earlier page stays, and a long session is begun anew before it fills the memory.

import { Assembler, type Batch, type FromAgent } from "@holdfast/client/cobrowse";
import { Replayer } from "@rrweb/replay";
import type { eventWithTime } from "@rrweb/types";
import { isDark, isSnapshot, pageOf, readEvents } from "./events";
import type { Stage } from "./stage";

const eventsMax = 20_000;
/** Nothing arrives for so long: a snapshot is asked for again, each time later, for on a slow line asking again begins it anew. */
const againMs = { first: 2_000, longest: 32_000 };

export interface LiveOptions {
  stage: Stage;
  shown: (page: string) => void;
  failed: (detail: string) => void;
  say: (said: FromAgent) => void;
}

export class LivePage {
  replayer: Replayer | null = null;
  private readonly assembler: Assembler;
  private events = 0;
  private page = "";
  private asking = 0;
  private againMs = againMs.first;

  constructor(private readonly options: LiveOptions) {
    this.assembler = new Assembler(
      (batch) => this.take(batch),
      () => this.ask(),
    );
    this.ask();
  }

  piece(data: string): void {
    if (this.asking) this.waitForIt();
    this.assembler.add(data);
  }

  private ask(): void {
    this.options.say({ type: "snapshot" });
    this.waitForIt();
  }

  private waitForIt(): void {
    clearTimeout(this.asking);
    this.asking = setTimeout(() => {
      this.againMs = Math.min(2 * this.againMs, againMs.longest);
      this.ask();
    }, this.againMs);
  }

  private take({ batch, text }: Batch): void {
    let events: eventWithTime[];
    try {
      events = readEvents(text);
    } catch {
      this.options.failed("the customer's browser sent what cannot be shown");
      return;
    }
    if (batch === 0) {
      clearTimeout(this.asking);
      this.asking = 0;
      this.againMs = againMs.first;
      this.begin();
    }
    this.events += events.length;
    for (const event of events) {
      this.page = pageOf(event) ?? this.page;
      const dark = isDark(event);
      if (dark !== null) this.options.stage.dye(dark);
      // The customer's clock is not ours: what has come is shown now.
      event.timestamp = Date.now();
      this.replayer?.addEvent(event);
    }
    if (events.some(isSnapshot)) this.options.shown(this.page);
    if (this.events > eventsMax) {
      this.events = 0;
      this.ask();
    }
  }

  private begin(): void {
    const { stage } = this.options;
    this.replayer?.destroy();
    this.events = 0;
    this.replayer = new Replayer([], {
      root: stage.clear(),
      liveMode: true,
      mouseTail: false,
      triggerFocus: false,
      showWarning: false,
      UNSAFE_replayCanvas: false,
    });
    stage.follow(this.replayer);
    this.replayer.startLive(Date.now());
  }
}
