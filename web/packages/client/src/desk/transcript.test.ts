import { expect, test } from "vitest";
import { event } from "./testing";
import { emptyTranscript, withEarlierPage, withEvent, withNewestPage } from "./transcript";

const said = (...seqs: number[]) => seqs.map((seq) => event(seq, "end_user_post", "a"));
const page = (more: boolean, ...seqs: number[]) => ({ events: said(...seqs), more, drafts: [] });
const seqs = (transcript: { events: readonly { seq: number }[] }) => transcript.events.map((one) => one.seq);

test("events are put in order, each once", () => {
  let events = withEvent(said(1, 3), event(5, "end_user_post", "a"));
  events = withEvent(events, event(2, "end_user_post", "a"));
  const same = withEvent(events, event(3, "end_user_post", "a"));
  expect(same).toBe(events);
  expect(seqs({ events })).toEqual([1, 2, 3, 5]);
});

test("the newest page joins what came over the socket meanwhile", () => {
  const live = { ...emptyTranscript, events: said(8, 9) };
  const read = withNewestPage(live, page(true, 5, 6, 8));
  expect(seqs(read)).toEqual([5, 6, 8, 9]);
  expect(read).toMatchObject({ loaded: true, more: true });
});

test("earlier pages go before, until there are none", () => {
  const newest = withNewestPage(emptyTranscript, page(true, 5, 6));
  const earlier = withEarlierPage(newest, page(false, 1, 2));
  expect(seqs(earlier)).toEqual([1, 2, 5, 6]);
  expect(earlier.more).toBe(false);
});

test("read again after a snapshot, the page does not hide a gap", () => {
  const before = { events: said(1, 2, 3), loaded: false, more: false };
  const read = withNewestPage(before, page(true, 50, 51));
  expect(seqs(read)).toEqual([50, 51]);
  expect(read.more).toBe(true);
});

test("read again after a snapshot, a page that has everything replaces nothing", () => {
  const before = { events: said(1, 2, 3), loaded: false, more: false };
  expect(seqs(withNewestPage(before, page(false, 1, 2, 3, 4)))).toEqual([1, 2, 3, 4]);
});

test("read again after a snapshot, a page that begins within what is known keeps what is before it", () => {
  const before = { events: said(1, 2, 3), loaded: false, more: true };
  const read = withNewestPage(before, page(true, 3, 4));
  expect(seqs(read)).toEqual([1, 2, 3, 4]);
  expect(read.more).toBe(true);
});
