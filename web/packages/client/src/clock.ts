// Time and chance as the client's parts see them: given from outside, so that tests move them by hand.

export type Timer = unknown;

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  after(delayMs: number, run: () => void): Timer;
  cancel(timer: Timer): void;
}

/** A number from 0 to below 1. */
export type Random = () => number;

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, run) => setTimeout(run, delayMs),
  cancel: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};
