// What the desk and the mirror in its frame say to each other. Both are of one origin and look at it exactly.

import type { FromAgent } from "@holdfast/client/cobrowse";

export type ToMirror = { holdfast: 1 } /** A piece of the page, as it came from the customer. */ & (
  | { type: "piece"; data: string }
  /** Whether the agent's pointer is shown to the customer. */
  | { type: "pointing"; on: boolean }
  | { type: "clear" }
  /** A recording, as it is stored. */
  | { type: "recording"; text: string }
);

export type FromMirror = { holdfast: 1 } & (
  | { type: "ready" }
  /** The page is on the screen. */
  | { type: "shown"; page: string }
  /** For the customer's client. */
  | { type: "say"; said: FromAgent }
  | { type: "failed"; detail: string }
);
