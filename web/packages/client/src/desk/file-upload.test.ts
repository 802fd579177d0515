// Uploads over a port that drops, refuses and remembers.

import { describe, expect, test } from "vitest";
import type { Problem } from "../generated/protocol";
import { uploadPieceBytes } from "../upload-store";
import { FileUpload, type FileUploadOptions, type UploadPort } from "./file-upload";
import { ProblemError } from "./http";

const size = uploadPieceBytes * 2 + 100;

class Server implements UploadPort<[number, number]> {
  received = 0;
  begun = 0;
  completed: string[] = [];
  removed = 0;
  /** The numbers of requests that break off after their bytes arrived. */
  drops = new Set<number>();
  refuses: Problem | null = null;
  /** The upload is not there any more when it is asked for. */
  hasGivenUp = false;
  private requests = 0;

  private request(): void {
    this.requests += 1;
    if (this.drops.has(this.requests)) throw new TypeError("network");
    if (this.refuses) throw new ProblemError(this.refuses);
  }
  async begin() {
    this.request();
    this.begun += 1;
    return { upload: "u1", received: 0 };
  }
  async put(_: string, offset: number, [from, until]: [number, number]) {
    expect(offset).toBe(this.received);
    expect(from).toBe(offset);
    this.received = until;
    this.request();
    return { received: this.received };
  }
  async get() {
    this.request();
    if (this.hasGivenUp) {
      this.hasGivenUp = false;
      this.received = 0;
      throw new ProblemError({ code: "not_found", status: 404, detail: "no such upload", retry: false });
    }
    return { received: this.received };
  }
  async complete(_: string, id: string) {
    this.completed.push(id);
    this.request();
  }
  async remove() {
    this.removed += 1;
  }
}

const upload = (server: Server, more: Partial<FileUploadOptions<[number, number]>> = {}) =>
  new FileUpload<[number, number]>({
    id: "c1",
    chat: "a.1",
    source: { name: "lamp.jpg", size, slice: (from, until) => [from, until] },
    port: server,
    wait: async () => undefined,
    ...more,
  });

describe("an upload", () => {
  test("sends every byte once, then the file", async () => {
    const server = new Server();
    const file = upload(server);
    const seen: number[] = [];
    file.state.subscribe(() => {
      const state = file.state.get();
      if (state.name === "sending") seen.push(state.sent);
    });
    await file.run();
    expect(file.state.get()).toEqual({ name: "done" });
    expect(server.received).toBe(size);
    expect(server.completed).toEqual([file.id]);
    expect(seen).toEqual([0, uploadPieceBytes, uploadPieceBytes * 2, size]);
  });

  test.each([1, 2, 3, 4, 5])("goes on when request %i breaks off, with the same id", async (number) => {
    const server = new Server();
    server.drops = new Set([number, number + 1]);
    const file = upload(server);
    await file.run();
    expect(file.state.get()).toEqual({ name: "done" });
    expect(server.received).toBe(size);
    expect(new Set(server.completed)).toEqual(new Set([file.id]));
  });

  test("ends with why it was refused", async () => {
    const server = new Server();
    server.refuses = { code: "too_long", status: 413, detail: "too large", retry: false };
    const file = upload(server);
    await file.run();
    expect(file.state.get()).toMatchObject({ name: "failed", problem: { code: "too_long" } });
  });

  test("that is given up is removed", async () => {
    const server = new Server();
    const file = upload(server);
    file.state.subscribe(() => file.cancel());
    await file.run();
    expect(server.removed).toBeGreaterThan(0);
    expect(server.completed).toEqual([]);
  });

  test("goes on in the next page where the one before was, with the same id", async () => {
    const server = new Server();
    const places: string[] = [];
    const before = upload(server, { begun: (place) => places.push(place) });
    before.state.subscribe(() => {
      const state = before.state.get();
      if (state.name === "sending" && state.sent === uploadPieceBytes) before.leave();
    });
    await before.run();
    expect([places, server.received, server.removed]).toEqual([["u1"], uploadPieceBytes, 0]);
    const next = upload(server, { place: "u1" });
    await next.run();
    expect(next.state.get()).toEqual({ name: "done" });
    expect([server.begun, server.received, server.completed]).toEqual([1, size, ["c1"]]);
  });

  test("begins again under the same id when the server has given it up", async () => {
    const server = new Server();
    server.received = uploadPieceBytes;
    server.hasGivenUp = true;
    const file = upload(server, { place: "u0" });
    await file.run();
    expect([server.begun, server.received, server.completed]).toEqual([1, size, ["c1"]]);
  });

  test("that an earlier page could not send is only shown", async () => {
    const server = new Server();
    const problem: Problem = { code: "chat_over", status: 409, detail: "over", retry: false };
    const file = upload(server, { problem });
    await file.run();
    expect([file.state.get(), server.begun]).toEqual([{ name: "failed", problem }, 0]);
  });

  test("goes on at once when it is nudged", async () => {
    const server = new Server();
    server.drops = new Set([2]);
    const file = upload(server, { wait: () => new Promise(() => undefined) });
    file.state.subscribe(() => {
      const state = file.state.get();
      if (state.name === "sending" && state.interrupted) setTimeout(() => file.nudge());
    });
    await file.run();
    expect(server.completed).toEqual([file.id]);
  });
});
