// How long to wait before trying again.

import type { Random } from "./clock";

export interface Backoff {
  firstMs: number;
  mostMs: number;
}

/** docs/protocol.md, Heartbeat: from 0.3 s doubling to 30 s. */
export const reconnectBackoff: Backoff = { firstMs: 300, mostMs: 30_000 };

/** For commands that were refused with `retry`: the server is there, but busy. */
export const refusedBackoff: Backoff = { firstMs: 1_000, mostMs: 30_000 };

/** The wait before attempt `attempt` (from 0): a random part between half and all of the doubled base. */
export function backoffDelayMs(backoff: Backoff, attempt: number, random: Random): number {
  const whole = Math.min(backoff.mostMs, backoff.firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(whole * (0.5 + 0.5 * random()));
}
