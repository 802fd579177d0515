// One file on its way: begun, sent piece by piece, gone on with from where the server is after a drop, sent into the chat at the end. No
// DOM: bytes come from `slice`, calls go through a port.

import { backoffDelayMs, reconnectBackoff } from "../backoff";
import type { Problem } from "../generated/protocol";
import { Cell, type Observable } from "../observable";
import { isPassing, uploadPieceBytes } from "../upload-store";
import { ProblemError } from "./http";

/** What is uploaded: a `File` of the browser, or a test's. */
export interface UploadSource<Piece> {
  name: string;
  size: number;
  slice: (from: number, until: number) => Piece;
}

/** The calls that an upload needs; what is refused is thrown as `ProblemError`. */
export interface UploadPort<Piece> {
  begin: (chat: string, name: string, bytes: number) => Promise<{ upload: string; received: number }>;
  put: (upload: string, offset: number, piece: Piece) => Promise<{ received: number }>;
  get: (upload: string) => Promise<{ received: number }>;
  complete: (upload: string, id: string) => Promise<unknown>;
  remove: (upload: string) => Promise<void>;
}

export type UploadState =
  | { name: "sending"; sent: number; interrupted: boolean }
  | { name: "done" }
  | { name: "failed"; problem: Problem };

export interface FileUploadOptions<Piece> {
  chat: string;
  source: UploadSource<Piece>;
  port: UploadPort<Piece>;
  /** The id of the command that sends the file. */
  id: string;
  /** The server's upload that an earlier page has begun. */
  place?: string | null;
  /** Why an earlier page could not send it; it is only shown then. */
  problem?: Problem | null;
  /** Told where the upload is on the server, as soon as it is known. */
  begun?: (place: string) => void;
  wait?: (ms: number) => Promise<void>;
}

export class FileUpload<Piece> {
  /** The id of the command that sends the file: the same at every try. */
  readonly id: string;
  readonly chat: string;
  readonly source: UploadSource<Piece>;
  private readonly cell = new Cell<UploadState>({ name: "sending", sent: 0, interrupted: false });
  private readonly port: UploadPort<Piece>;
  private readonly wait: (ms: number) => Promise<void>;
  private place: string | null;
  private ended = false;
  private wake: () => void = () => undefined;

  constructor(private readonly options: FileUploadOptions<Piece>) {
    this.id = options.id;
    this.chat = options.chat;
    this.source = options.source;
    this.port = options.port;
    this.place = options.place ?? null;
    if (options.problem) this.cell.set({ name: "failed", problem: options.problem });
    this.wait = options.wait ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
  }

  get state(): Observable<UploadState> {
    return this.cell;
  }

  /** Runs until the file is sent, refused for good, given up or left. A lost connection is waited for. */
  async run(): Promise<void> {
    let failures = 0;
    let sent = 0;
    // How far an earlier page has come, the server says.
    let asks = this.place !== null;
    while (!this.ended && this.cell.get().name !== "failed") {
      try {
        sent = await this.step(sent, asks);
        failures = 0;
        asks = false;
        if (sent < 0) {
          this.cell.set({ name: "done" });
          return;
        }
        this.cell.set({ name: "sending", sent, interrupted: false });
      } catch (error) {
        const problem = error instanceof ProblemError ? error.problem : null;
        // The server has given it up meanwhile: from the beginning, under the same id.
        const isLost = problem?.status === 404 && this.place !== null;
        if (problem && !isLost && !isPassing(problem) && problem.status < 500) {
          this.cell.set({ name: "failed", problem });
          return;
        }
        if (isLost) {
          this.place = null;
          sent = 0;
        }
        failures += 1;
        asks = this.place !== null;
        this.cell.set({ name: "sending", sent, interrupted: !isLost });
        const nudged = new Promise<void>((done) => {
          this.wake = done;
        });
        await Promise.race([this.wait(backoffDelayMs(reconnectBackoff, failures - 1, Math.random)), nudged]);
      }
    }
  }

  /** The network may be back. */
  nudge(): void {
    this.wake();
  }

  /** Gives it up. */
  cancel(): void {
    this.leave();
    // What cannot be reached now is given up by the server itself after a while.
    if (this.place) void this.port.remove(this.place).catch(() => undefined);
  }

  /** Ends it here; the next page goes on with it. */
  leave(): void {
    this.ended = true;
    this.nudge();
  }

  /** One request; how many bytes are there after it, −1 when the file is sent. */
  private async step(sent: number, asks: boolean): Promise<number> {
    const { name, size } = this.source;
    if (this.place === null) {
      const begun = await this.port.begin(this.chat, name, size);
      this.place = begun.upload;
      // Given up while it was being begun: nobody else knows where it is.
      if (this.ended) void this.port.remove(begun.upload).catch(() => undefined);
      else this.options.begun?.(begun.upload);
      return begun.received;
    }
    const from = asks ? (await this.port.get(this.place)).received : sent;
    if (this.ended) return from;
    if (from >= size) {
      await this.port.complete(this.place, this.id);
      return -1;
    }
    const piece = this.source.slice(from, Math.min(size, from + uploadPieceBytes));
    return (await this.port.put(this.place, from, piece)).received;
  }
}
