// Files on their way: one after the other, in pieces. After a drop, or a reload of the page, each goes on where the server says that it
// stands, and the last step has the same id at every try, so that a file is sent once.

import {
  type Clock,
  isPassing,
  type KeptUpload,
  type TakeInHand,
  type UploadStore,
  uploadPieceBytes,
} from "@holdfast/client";
import type { Upload as Place, Problem } from "@holdfast/client/protocol";
import type { Answer, FileApi } from "./file-api";

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
  /** Lets another tab have it; nothing of it is left then, or this page is done with it. */
  over: () => void;
}

export interface UploadOptions {
  api: FileApi;
  clock: Clock;
  newId: () => string;
  /** The chat that files go into; null when there is none. */
  chat: () => string | null;
  /** Everything up to here has been heard. */
  position: () => number;
  store: UploadStore;
  takeInHand: TakeInHand;
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
  private ended = false;
  private restored = false;
  private wake: (() => void) | null = null;

  constructor(private readonly options: UploadOptions) {}

  get view(): readonly UploadView[] {
    return this.uploads;
  }

  add(files: readonly { file: Blob; name: string }[], bytesMax: number): void {
    for (const { file, name } of files) {
      const bytes = file.size;
      const possible = bytes > 0 && bytes <= bytesMax;
      const upload = this.taken({
        id: this.options.newId(),
        name,
        file,
        bytes,
        sent: 0,
        status: possible ? "sending" : "failed",
        problem: null,
        atMs: this.options.clock.now(),
        place: null,
      });
      if (possible) void this.options.store.add(asKept(upload), file);
      this.options.takeInHand(upload.id, () => upload.done);
    }
    this.options.changed();
    void this.work();
  }

  /** Goes on with what earlier pages have left; what another tab is busy with when that one is done or gone. */
  async restore(): Promise<void> {
    const { store, takeInHand } = this.options;
    if (this.restored) return;
    this.restored = true;
    const left = await store.all().catch(() => []);
    for (const { id } of left) {
      if (this.uploads.some((one) => one.id === id)) continue;
      takeInHand(id, async () => {
        // As it is now: the other tab may have got further, or have sent it.
        const kept = (await store.all().catch(() => [])).find((one) => one.id === id);
        const file = kept ? await store.file(id).catch(() => null) : null;
        if (!kept || !file || this.ended || this.uploads.some((one) => one.id === id)) return;
        const { problem } = kept;
        const { done } = this.taken({ ...kept, file, sent: 0, status: problem ? "failed" : "waiting" });
        this.options.changed();
        void this.work();
        await done;
      });
    }
  }

  private taken(upload: Omit<Upload, "stop" | "over">): Upload & { done: Promise<void> } {
    let over = () => {};
    const done = new Promise<void>((resolve) => {
      over = resolve;
    });
    const taken = { ...upload, stop: new AbortController(), over, done };
    this.uploads.push(taken);
    return taken;
  }

  /** Not to be sent, or seen that it could not be. */
  remove(id: string): void {
    const upload = this.uploads.find((one) => one.id === id);
    if (!upload) return;
    upload.stop.abort();
    this.forget(upload);
    this.nudge();
    // Left alone the server gives it up by itself.
    if (upload.place) void this.options.api.remove(upload.place).catch(() => undefined);
    this.options.changed();
  }

  /** Its event has come: it is in the conversation. */
  arrived(id: string): void {
    const upload = this.uploads.find((one) => one.id === id);
    if (upload) this.forget(upload);
  }

  private forget(upload: Upload): void {
    this.uploads = this.uploads.filter((one) => one !== upload);
    void this.options.store.remove(upload.id).then(upload.over);
  }

  /** The network may be back. */
  nudge(): void {
    this.wake?.();
  }

  /** Ends it here; what is on its way is left for the next page. */
  end(): void {
    this.ended = true;
    for (const upload of this.uploads) {
      upload.stop.abort();
      upload.over();
    }
    this.uploads = [];
    this.nudge();
  }

  /** Ends it here with all that was on its way: it belongs to nobody any more. */
  clear(): void {
    void this.options.store.clear();
    this.end();
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
        if (problem.problem) await this.options.store.replace(asKept(next));
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
      if (place) this.reached(upload, place);
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
        // An earlier page had sent it and did not hear so: its event has come already.
        if (done.seq <= this.options.position()) this.arrived(upload.id);
        return;
      }
      upload.place = null;
    }
  }

  private async begin(upload: Upload): Promise<Place | null> {
    const { api, chat } = this.options;
    const into = chat();
    if (into === null)
      throw new Ended({ code: "chat_over", status: 409, detail: "the chat is over", retry: false });
    const { name, bytes } = upload;
    const place = await this.insist(upload, () => api.begin(into, { name, bytes }));
    if (place === null) throw new Ended(null);
    upload.place = place.upload;
    // From here on the next page can go on where this one was.
    void this.options.store.replace(asKept(upload));
    return place;
  }

  /** Sends the next piece; where the upload stands then, null when it is not there any more. */
  private async piece(upload: Upload, place: Place): Promise<Place | null> {
    const { api } = this.options;
    const { signal } = upload.stop;
    const bytes = upload.file.slice(place.received, place.received + uploadPieceBytes);
    let lost = false;
    const next = await this.insist(upload, () => {
      // Whether a piece that broke off has arrived, only the server knows.
      if (lost) return api.get(place.upload);
      lost = true;
      return api.put(place.upload, place.received, bytes, signal);
    });
    if (next) this.reached(upload, next);
    return next;
  }

  private reached(upload: Upload, place: Place): void {
    upload.sent = Math.min(place.received, upload.bytes - 1);
    upload.status = "sending";
    this.options.changed();
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
        if (!isPassing(problem)) throw new Ended(problem);
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

function asKept({ id, name, bytes, atMs, place, problem }: Upload): KeptUpload {
  return { id, name, bytes, atMs, place, problem };
}
