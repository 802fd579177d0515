// Transcripts: events merged by `seq`, whichever way they came, socket or page of history.

import type { ConversationHistory, Event } from "../generated/protocol";
import type { Transcript } from "./state";

export const emptyTranscript: Transcript = { events: [], loaded: false, more: false };

/** One event more; the same list when it is there already. */
export function withEvent(events: readonly Event[], event: Event): readonly Event[] {
  const last = events.at(-1);
  if (!last || last.seq < event.seq) return [...events, event];
  return merge(events, [event]);
}

/** The newest page was read. What is known from before it stays only when nothing can be missing between the two. */
export function withNewestPage(transcript: Transcript, page: ConversationHistory): Transcript {
  const first = page.events[0]?.seq ?? 0;
  const joins = !page.more || transcript.events.some((event) => event.seq === first);
  const kept = joins ? transcript.events : transcript.events.filter((event) => event.seq > first);
  const reachesBack = joins && page.more && (transcript.events[0]?.seq ?? first) < first;
  return {
    events: merge(kept, page.events),
    loaded: true,
    more: reachesBack ? transcript.more : page.more,
  };
}

/** A page before the earliest event was read. */
export function withEarlierPage(transcript: Transcript, page: ConversationHistory): Transcript {
  return { events: merge(page.events, transcript.events), loaded: transcript.loaded, more: page.more };
}

/** Two lists in order made one in order, each event once. */
function merge(a: readonly Event[], b: readonly Event[]): readonly Event[] {
  const known = new Set(a.map((event) => event.seq));
  const added = b.filter((event) => !known.has(event.seq));
  if (added.length === 0) return a;
  return [...a, ...added].sort((one, other) => one.seq - other.seq);
}

/** The customer's messages and files after a position. */
export function customerPostsAfter(events: readonly Event[], seq: number): number {
  let count = 0;
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const event = events[index];
    if (!event || event.seq <= seq) break;
    if (event.kind === "end_user_post" || event.kind === "file_attachment_received") count += 1;
  }
  return count;
}
