// Words of the notes panel.

import type { OutboxEntry } from "@holdfast/client";

export { capital, partyName } from "@holdfast/client/desk";

/** Where a note that is not yet in the conversation stands. */
export function problemTextOf(entry: OutboxEntry): string {
  return entry.problem ? `Not added: ${entry.problem.detail}` : "Saving…";
}
