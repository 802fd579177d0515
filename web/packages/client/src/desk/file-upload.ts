// One file on its way: begun, sent piece by piece, gone on with from where the server is after a drop, sent into the chat at the end. No
// DOM: bytes come from `slice`, calls go through a port.

import { backoffDelayMs, reconnectBackoff } from "../backoff";
import type { Problem } from "../generated/protocol";
import { Cell, type Observable } from "../observable";
import { createUuidMaker } from "../uuid";
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

/** How many bytes a request carries: small enough for a bar that moves, large enough not to wait for answers. */
export const uploadPieceBytes = 256 * 1024;

const makeId = createUuidMaker(Date.now);

export class FileUpload<Piece> {
  /** The id of the command that sends the file: the same at every try. */
  readonly id = makeId();
  private readonly cell = new Cell<UploadState>({ name: "sending", sent: 0, interrupted: false });
  private upload: string | null = null;
  private canceled = false;

  constructor(
    readonly chat: string,
    readonly source: UploadSource<Piece>,
    private readonly port: UploadPort<Piece>,
    private readonly wait: (ms: number) => Promise<void> = (ms) =>
      new Promise((done) => setTimeout(done, ms)),
  ) {}

  get state(): Observable<UploadState> {
    return this.cell;
  }

  /** Runs until the file is sent, refused for good or given up. A lost connection is waited for. */
  async run(): Promise<void> {
    let failures = 0;
    let sent = 0;
    while (!this.canceled) {
      try {
        sent = await this.step(sent, failures > 0);
        failures = 0;
        if (sent < 0) {
          this.cell.set({ name: "done" });
          return;
        }
        this.cell.set({ name: "sending", sent, interrupted: false });
      } catch (error) {
        if (error instanceof ProblemError && !error.problem.retry && error.problem.status < 500) {
          this.cell.set({ name: "failed", problem: error.problem });
          return;
        }
        failures += 1;
        this.cell.set({ name: "sending", sent, interrupted: true });
        await this.wait(backoffDelayMs(reconnectBackoff, failures - 1, Math.random));
      }
    }
  }

  /** Gives it up. */
  cancel(): void {
    this.canceled = true;
    // What cannot be reached now is given up by the server itself after a while.
    if (this.upload) void this.port.remove(this.upload).catch(() => undefined);
  }

  /** One request; how many bytes are there after it, −1 when the file is sent. */
  private async step(sent: number, resumes: boolean): Promise<number> {
    const { name, size } = this.source;
    if (this.upload === null) {
      const begun = await this.port.begin(this.chat, name, size);
      this.upload = begun.upload;
      return begun.received;
    }
    const from = resumes ? (await this.port.get(this.upload)).received : sent;
    if (from >= size) {
      await this.port.complete(this.upload, this.id);
      return -1;
    }
    const piece = this.source.slice(from, Math.min(size, from + uploadPieceBytes));
    return (await this.port.put(this.upload, from, piece)).received;
  }
}
