import { type KeptUpload, uploadPieceBytes as pieceBytes, type UploadStore } from "@holdfast/client";
import { settle, VirtualClock } from "@holdfast/client/testing";
import { describe, expect, it } from "vitest";
import type { Answer, FileApi } from "./file-api";
import { Uploads } from "./uploads";

/** What a browser keeps beyond its pages. */
function browser() {
  const kept = new Map<string, { upload: KeptUpload; file: Blob }>();
  const store: UploadStore = {
    all: async () => [...kept.values()].map(({ upload }) => upload),
    file: async (id) => kept.get(id)?.file ?? null,
    add: async (upload, file) => void kept.set(upload.id, { upload, file }),
    replace: async (upload) => {
      const known = kept.get(upload.id);
      if (known) known.upload = upload;
    },
    remove: async (id) => void kept.delete(id),
    clear: async () => kept.clear(),
  };
  /** One after the other for each file, as the browser's locks are. */
  const turns = new Map<string, Promise<void>>();
  const takeInHand = (id: string, hold: () => Promise<void>) => {
    turns.set(id, (turns.get(id) ?? Promise.resolve()).then(hold));
  };
  return { kept, store, takeInHand };
}

/** A server that keeps what it gets, and a line that can be cut. */
function setup() {
  const clock = new VirtualClock();
  const { kept: stored, store, takeInHand } = browser();
  let position = 0;
  const calls: string[] = [];
  const kept = new Map<string, { bytes: number; received: number; sent: string | null }>();
  const line = { cut: false, cutAfterPut: false, refuse: "" };
  let ids = 0;
  const reach = () => {
    if (line.cut) throw new Error("the line is cut");
  };
  const no = (code: string, status: number): Answer<never> => ({
    ok: false,
    problem: { code, status, detail: code, retry: false },
  });
  const place = (upload: string) => {
    const one = kept.get(upload);
    if (!one) return no("not_found", 404);
    const { received, bytes } = one;
    return { ok: true as const, value: { upload, received, bytes, expires_at: "" } };
  };
  const api: FileApi = {
    begin: async (_, file) => {
      reach();
      calls.push(`begin ${file.name}`);
      if (line.refuse) return no(line.refuse, 413);
      const upload = `u${kept.size + 1}`;
      kept.set(upload, { bytes: file.bytes, received: 0, sent: null });
      return place(upload);
    },
    put: async (upload, offset, bytes) => {
      reach();
      calls.push(`put ${upload} ${offset}`);
      const one = kept.get(upload);
      if (one) one.received = offset + bytes.size;
      if (line.cutAfterPut) {
        line.cut = true;
        throw new Error("the line is cut");
      }
      return place(upload);
    },
    get: async (upload) => {
      reach();
      calls.push(`get ${upload}`);
      return place(upload);
    },
    complete: async (upload, id) => {
      reach();
      calls.push(`complete ${upload} ${id}`);
      return kept.has(upload) ? ({ ok: true, value: { seq: 9 } } as never) : no("not_found", 404);
    },
    remove: async (upload) => {
      calls.push(`remove ${upload}`);
    },
    link: async () => no("not_found", 404),
  };
  const newPage = () =>
    new Uploads({
      api,
      clock,
      newId: () => {
        ids += 1;
        return `c${ids}`;
      },
      chat: () => "ch1",
      position: () => position,
      store,
      takeInHand,
      changed: () => {},
    });
  const uploads = newPage();
  const look = (page = uploads) =>
    page.view.map((one) => `${one.name} ${one.status} ${one.sent}/${one.bytes}`);
  const heardUpTo = (seq: number) => {
    position = seq;
  };
  const add = (name: string, bytes: number) =>
    uploads.add([{ name, file: new Blob([new Uint8Array(bytes)]) }], 10 * pieceBytes);
  const later = async () => {
    for (let turn = 0; turn < 20; turn += 1) await settle();
  };
  return { clock, calls, kept, line, uploads, newPage, stored, heardUpTo, add, look, later };
}

describe("an upload", () => {
  it("goes in pieces, one file after the other, and is in the conversation when its event comes", async () => {
    const { calls, uploads, add, look, later } = setup();
    add("a.png", pieceBytes + 5);
    add("b.png", 3);
    await later();
    expect(calls).toEqual([
      "begin a.png",
      "put u1 0",
      `put u1 ${pieceBytes}`,
      "complete u1 c1",
      "begin b.png",
      "put u2 0",
      "complete u2 c2",
    ]);
    uploads.arrived("c1");
    uploads.arrived("c2");
    expect(look()).toEqual([]);
  });

  it("goes on where the server stands after the line was cut", async () => {
    const { clock, calls, line, add, look, later } = setup();
    line.cutAfterPut = true;
    add("a.png", 2 * pieceBytes);
    await later();
    expect(look()).toEqual([`a.png waiting 0/${2 * pieceBytes}`]);
    line.cut = false;
    line.cutAfterPut = false;
    clock.advance(500);
    await later();
    expect(calls.slice(2)).toEqual(["get u1", `put u1 ${pieceBytes}`, "complete u1 c1"]);
    expect(look()).toEqual([`a.png sending ${2 * pieceBytes}/${2 * pieceBytes}`]);
  });

  it("goes on at once when the network is said to be back", async () => {
    const { calls, line, uploads, add, later } = setup();
    line.cut = true;
    add("a.png", 3);
    await later();
    line.cut = false;
    uploads.nudge();
    await later();
    expect(calls).toEqual(["begin a.png", "put u1 0", "complete u1 c1"]);
  });

  it("begins again when the server has given it up, under the same id", async () => {
    const { clock, calls, kept, line, add, later } = setup();
    line.cutAfterPut = true;
    add("a.png", 3);
    await later();
    kept.clear();
    kept.set("other", { bytes: 0, received: 0, sent: null });
    line.cut = false;
    line.cutAfterPut = false;
    clock.advance(500);
    await later();
    expect(calls.slice(2)).toEqual(["get u1", "begin a.png", "put u2 0", "complete u2 c1"]);
  });

  it("that is refused, empty or too large fails, and does not hold up the next", async () => {
    const { calls, line, uploads, add, look, later } = setup();
    line.refuse = "too_long";
    add("a.png", 3);
    await later();
    line.refuse = "";
    add("empty", 0);
    add("large", 11 * pieceBytes);
    add("b.png", 3);
    await later();
    expect(look()).toEqual([
      "a.png failed 0/3",
      "empty failed 0/0",
      `large failed 0/${11 * pieceBytes}`,
      "b.png sending 3/3",
    ]);
    uploads.remove("c1");
    expect(calls.at(-1)).toBe("complete u1 c4");
  });

  it("can be taken back", async () => {
    const { calls, line, uploads, add, look, later } = setup();
    line.cutAfterPut = true;
    add("a.png", 2 * pieceBytes);
    await later();
    uploads.remove("c1");
    await later();
    expect([look(), calls.at(-1)]).toEqual([[], "remove u1"]);
  });

  it("goes on in the next page where the one before was, and is forgotten when it has arrived", async () => {
    const { calls, line, uploads, newPage, stored, add, look, later } = setup();
    line.cutAfterPut = true;
    add("a.png", 3 * pieceBytes);
    await later();
    uploads.end();
    line.cut = false;
    line.cutAfterPut = false;
    const next = newPage();
    await next.restore();
    await later();
    expect(calls.slice(2)).toEqual([
      "get u1",
      `put u1 ${pieceBytes}`,
      `put u1 ${2 * pieceBytes}`,
      "complete u1 c1",
    ]);
    expect(look(next)).toEqual([`a.png sending ${3 * pieceBytes}/${3 * pieceBytes}`]);
    next.arrived("c1");
    await later();
    expect([look(next), stored.size]).toEqual([[], 0]);
  });

  it("that had arrived without the page hearing so is asked for once more and is there once", async () => {
    const { calls, uploads, newPage, stored, heardUpTo, add, look, later } = setup();
    add("a.png", 3);
    await later();
    uploads.end();
    // The next page has the event, at 9, in its snapshot.
    heardUpTo(12);
    const next = newPage();
    await next.restore();
    await later();
    expect(calls.slice(3)).toEqual(["get u1", "complete u1 c1"]);
    expect([look(next), stored.size]).toEqual([[], 0]);
  });

  it("is sent by one tab only, and by another when that one is gone", async () => {
    const { calls, line, uploads, newPage, add, look, later } = setup();
    line.cut = true;
    add("a.png", 3);
    await later();
    const other = newPage();
    await other.restore();
    await later();
    expect([look(), look(other)]).toEqual([["a.png waiting 0/3"], []]);
    line.cut = false;
    uploads.end();
    await later();
    expect(look(other)).toEqual(["a.png sending 3/3"]);
    expect(calls).toEqual(["begin a.png", "put u1 0", "complete u1 c1"]);
  });

  it("that was refused is still told as refused by the next page, until it is taken away", async () => {
    const { calls, line, uploads, newPage, stored, add, look, later } = setup();
    line.refuse = "chat_over";
    add("a.png", 3);
    await later();
    uploads.end();
    const next = newPage();
    await next.restore();
    await later();
    expect([look(next), next.view[0]?.problem?.code, calls]).toEqual([
      ["a.png failed 0/3"],
      "chat_over",
      ["begin a.png"],
    ]);
    next.remove("c1");
    await later();
    expect(stored.size).toBe(0);
  });

  it("is nobody's any more when its session ends", async () => {
    const { line, uploads, newPage, stored, add, look, later } = setup();
    line.cut = true;
    add("a.png", 3);
    await later();
    uploads.clear();
    await later();
    const next = newPage();
    await next.restore();
    await later();
    expect([stored.size, look(next)]).toEqual([0, []]);
  });
});
