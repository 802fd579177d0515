import { describe, expect, it } from "vitest";
import { DraftSaver, type KeyValueStorage } from "./drafts";
import type { ClientFrame } from "./generated/protocol";
import { VirtualClock } from "./testing/world";

function setup(storage?: KeyValueStorage) {
  const clock = new VirtualClock();
  const sent: ClientFrame[] = [];
  const link = { up: true };
  const problems: string[] = [];
  let ids = 0;
  const saver = new DraftSaver({
    clock,
    random: () => 1,
    serverNowMs: () => clock.now(),
    newId: () => {
      ids += 1;
      return `d${ids}`;
    },
    send: (frame) => {
      if (link.up) sent.push(frame);
      return link.up;
    },
    ...(storage ? { storage: { storage, key: "drafts" } } : {}),
    onProblem: (draft, problem) => problems.push(`${draft.field} ${problem.code}`),
  });
  const saved = () =>
    sent.flatMap((frame) => (frame.type === "save_draft" ? [`${frame.id} ${frame.draft.text}`] : []));
  return { clock, link, sent, saver, saved, problems };
}

function memoryStorage(): KeyValueStorage & { values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

describe("drafts", () => {
  it("saves the newest text half a second after the first key, and goes on while typing goes on", async () => {
    const { clock, saver, saved } = setup();
    for (const text of ["H", "He", "Hel", "Hell"]) {
      saver.write("c1", "reply", text);
      await clock.advance(200);
    }
    expect(saved()).toEqual(["d1 Hel"]);
    await clock.advance(500);
    expect(saved()).toEqual(["d1 Hel", "d2 Hell"]);
  });

  it("is saving until the newest is acknowledged", async () => {
    const { clock, saver } = setup();
    saver.write("c1", "note", "a");
    await clock.advance(500);
    saver.write("c1", "note", "ab");
    saver.onFrame({ type: "ack", id: "d1", seq: 0 });
    expect(saver.saving.get()).toBe(true);
    await clock.advance(500);
    saver.onFrame({ type: "ack", id: "d2", seq: 0 });
    expect(saver.saving.get()).toBe(false);
  });

  it("sends again after a welcome what was not acknowledged, and nothing else", async () => {
    const { clock, link, saver, saved } = setup();
    saver.write("c1", "reply", "kept");
    saver.write("c2", "reply", "lost on the way");
    await clock.advance(500);
    saver.onFrame({ type: "ack", id: "d1", seq: 0 });
    link.up = false;
    saver.write("c1", "reply", "typed offline");
    await clock.advance(5_000);
    link.up = true;
    saver.welcomed();
    expect(saved().slice(2)).toEqual(["d4 lost on the way", "d5 typed offline"]);
  });

  it("never brings back a text that was sent as a reply", async () => {
    const { clock, saver, saved } = setup();
    saver.write("c1", "reply", "hello");
    saver.discard("c1", "reply");
    await clock.advance(5_000);
    saver.welcomed();
    expect(saved()).toEqual([]);
    expect(saver.saving.get()).toBe(false);
  });

  it("orders two writes of one millisecond", () => {
    const { saver } = setup();
    saver.write("c1", "reply", "a");
    const first = saver.pending("c1", "reply")?.written_at_ms ?? 0;
    saver.write("c1", "reply", "b");
    expect(saver.pending("c1", "reply")?.written_at_ms).toBe(first + 1);
  });

  it("keeps what the server does not have for the next page", async () => {
    const storage = memoryStorage();
    const first = setup(storage);
    first.link.up = false;
    first.saver.write("c1", "wrap_up.summary", "half a sen");
    await first.clock.advance(1_000);

    const second = setup(storage);
    expect(second.saver.pending("c1", "wrap_up.summary")?.text).toBe("half a sen");
    second.saver.welcomed();
    expect(second.saved()).toEqual(["d1 half a sen"]);
    second.saver.onFrame({ type: "ack", id: "d1", seq: 0 });
    expect(storage.values.size).toBe(0);
  });

  it("tries again what may pass and reports what may not", async () => {
    const { clock, saver, saved, problems } = setup();
    saver.write("c1", "reply", "a");
    await clock.advance(500);
    const busy = { code: "busy", status: 503, detail: "later", retry: true };
    saver.onFrame({ type: "refused", id: "d1", problem: busy });
    await clock.advance(1_000);
    expect(saved()).toEqual(["d1 a", "d2 a"]);
    saver.onFrame({ type: "refused", id: "d2", problem: { ...busy, code: "too_long", retry: false } });
    expect(problems).toEqual(["reply too_long"]);
    expect(saver.saving.get()).toBe(false);
  });
});
