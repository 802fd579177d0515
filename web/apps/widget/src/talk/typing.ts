// Tells the agents that the customer is typing, with the text so far, at most once a second.

import type { Clock, Timer } from "@holdfast/client";

const everyMs = 1_000;
/** After this long without a key the customer no longer types. */
const stopsAfterMs = 10_000;
const previewCharsMax = 1_000;

export class TypingTeller {
  private text: string | null = null;
  private told: string | null = null;
  private next: Timer | null = null;
  private stop: Timer | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly tell: (text: string | null) => void,
  ) {}

  input(text: string): void {
    this.text = text === "" ? null : text.slice(0, previewCharsMax);
    this.clock.cancel(this.stop);
    this.stop = this.text === null ? null : this.clock.after(stopsAfterMs, () => this.input(""));
    // Stopping is told at once: the message that follows it should not find the dots still there.
    if (this.text === null || this.next === null) this.say();
  }

  private say(): void {
    this.clock.cancel(this.next);
    this.next = null;
    if (this.text === this.told) return;
    this.told = this.text;
    this.tell(this.text);
    if (this.text !== null) {
      this.next = this.clock.after(everyMs, () => {
        this.next = null;
        this.say();
      });
    }
  }
}
