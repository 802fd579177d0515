// Uploads over a port that drops, refuses and remembers.

import { describe, expect, test } from "vitest";
import type { Problem } from "../generated/protocol";
import { FileUpload, type UploadPort, uploadPieceBytes } from "./file-upload";
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

const upload = (server: Server) =>
  new FileUpload<[number, number]>(
    "a.1",
    { name: "lamp.jpg", size, slice: (from, until) => [from, until] },
    server,
    async () => undefined,
  );

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
});
