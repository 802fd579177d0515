// Files on their way: one after the other, in pieces. After a drop each goes on where the server says that it stands, and the last step
// has the same id at every try, so that a file is sent once.

import type { Clock } from "@holdfast/client";
import type { Upload as Place, Problem } from "@holdfast/client/protocol";
import type { Answer, FileApi } from "./file-api";

const pieceBytes = 256 * 1024;
const waitMs = { first: 500, longest: 10_000 };

export interface UploadView {
  /** The id of the command that sends it. */
  id: string;
  name: string;
  bytes: number;
  /** How many have arrived. */
  sent: number;
  status: "sending" | "waiting" | "failed";
  /** Why it failed; null when the file itself cannot be. */
  problem: Problem | null;
  atMs: number;
}

interface Upload extends UploadView {
  file: Blob;
  place: string | null;
  stop: AbortController;
}

export interface UploadOptions {
  api: FileApi;
  clock: Clock;
  newId: () => string;
  /** The chat that files go into; null when there is none. */
  chat: () => string | null;
  changed: () => void;
}

/** The work on one upload ends here: the server says no, or the person does. */
class Ended extends Error {
  constructor(readonly problem: Problem | null) {
    super(problem?.detail ?? "cancelled");
  }
}

export class Uploads {
  private uploads: Upload[] = [];
  private working = false;
  private wake: (() => void) | null = null;

  constructor(private readonly options: UploadOptions) {}

  get view(): readonly UploadView[] {
    return this.uploads;
  }

  add(files: readonly { file: Blob; name: string }[], bytesMax: number): void {
    for (const { file, name } of files) {
      const bytes = file.size;
      this.uploads.push({
        id: this.options.newId(),
        name,
        file,
        bytes,
        sent: 0,
        status: bytes === 0 || bytes > bytesMax ? "failed" : "sending",
        problem: null,
        atMs: this.options.clock.now(),
        place: null,
        stop: new AbortController(),
      });
    }
    this.options.changed();
    void this.work();
  }

  /** Not to be sent, or seen that it could not be. */
  remove(id: string): void {
    const upload = this.uploads.find((one) => one.id === id);
    if (!upload) return;
    this.uploads = this.uploads.filter((one) => one !== upload);
    upload.stop.abort();
    this.nudge();
    // Left alone the server gives it up by itself.
    if (upload.place) void this.options.api.remove(upload.place).catch(() => undefined);
    this.options.changed();
  }

  /** Its event has come: it is in the conversation. */
  arrived(id: string): void {
    this.uploads = this.uploads.filter((one) => one.id !== id);
  }

  /** The network may be back. */
  nudge(): void {
    this.wake?.();
  }

  end(): void {
    for (const upload of this.uploads) upload.stop.abort();
    this.uploads = [];
    this.nudge();
  }

  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    for (;;) {
      const next = this.uploads.find((one) => one.status !== "failed" && one.sent < one.bytes);
      if (!next) break;
      try {
        await this.send(next);
      } catch (problem) {
        if (!(problem instanceof Ended)) throw problem;
        next.status = "failed";
        next.problem = problem.problem;
      }
      this.options.changed();
    }
    this.working = false;
  }

  private async send(upload: Upload): Promise<void> {
    const { api } = this.options;
    // The last piece is not counted before the file is in the conversation: 100 % means that it is.
    for (;;) {
      let place = upload.place
        ? await this.insist(upload, () => api.get(upload.place ?? ""))
        : await this.begin(upload);
      while (place && place.received < upload.bytes) place = await this.piece(upload, place);
      if (!place) {
        // Given up by the server meanwhile: from the beginning.
        upload.place = null;
        continue;
      }
      const { upload: id } = place;
      const done = await this.insist(upload, () => api.complete(id, upload.id));
      if (done) {
        upload.sent = upload.bytes;
        upload.status = "sending";
        return;
      }
      upload.place = null;
    }
  }

  private async begin(upload: Upload): Promise<Place | null> {
    const { api, chat } = this.options;
    const into = chat();
    if (into === null) throw new Ended(null);
    const { name, bytes } = upload;
    const place = await this.insist(upload, () => api.begin(into, { name, bytes }));
    if (place === null) throw new Ended(null);
    upload.place = place.upload;
    return place;
  }

  /** Sends the next piece; where the upload stands then, null when it is not there any more. */
  private async piece(upload: Upload, place: Place): Promise<Place | null> {
    const { api } = this.options;
    const { signal } = upload.stop;
    const bytes = upload.file.slice(place.received, place.received + pieceBytes);
    let lost = false;
    const next = await this.insist(upload, () => {
      // Whether a piece that broke off has arrived, only the server knows.
      if (lost) return api.get(place.upload);
      lost = true;
      return api.put(place.upload, place.received, bytes, signal);
    });
    if (next) {
      upload.sent = Math.min(next.received, upload.bytes - 1);
      upload.status = "sending";
      this.options.changed();
    }
    return next;
  }

  /** Tries until there is an answer that counts; null when the server does not know the upload. */
  private async insist<T>(upload: Upload, run: () => Promise<Answer<T>>): Promise<T | null> {
    for (let wait = waitMs.first; ; wait = Math.min(wait * 2, waitMs.longest)) {
      if (!this.uploads.includes(upload)) throw new Ended(null);
      try {
        const answer = await run();
        if (answer.ok) return answer.value;
        const { problem } = answer;
        if (problem.status === 404 && upload.place) return null;
        // Another place than was thought, a piece that broke off, a server that is busy: asked again.
        const passes = problem.retry || problem.status === 408 || problem.status === 429;
        if (!passes && problem.status !== 400 && problem.field !== "offset") throw new Ended(problem);
      } catch (problem) {
        if (problem instanceof Ended) throw problem;
        upload.status = "waiting";
        this.options.changed();
      }
      await this.pause(wait);
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.options.clock.after(ms, () => this.wake?.());
      this.wake = () => {
        this.options.clock.cancel(timer);
        this.wake = null;
        resolve();
      };
    });
  }
}
