// Files on their way, kept in the browser so that a reload in the middle of one loses nothing. The bytes are written once; how far the
// file is stands beside them.

import { openDatabase } from "./database";
import type { Problem } from "./generated/protocol";

/** A file as it is kept. */
export interface KeptUpload {
  /** The id of the command that sends it. */
  id: string;
  name: string;
  bytes: number;
  atMs: number;
  /** The server's upload; null: none was begun. */
  place: string | null;
  /** Why it could not be sent, for a person to see; null: it is on its way. */
  problem: Problem | null;
}

export interface UploadStore<Kept extends KeptUpload = KeptUpload> {
  /** All of them, oldest first. */
  all(): Promise<Kept[]>;
  /** A file's bytes; null when it is not there any more. */
  file(id: string): Promise<Blob | null>;
  /** Keeps a new one. */
  add(upload: Kept, file: Blob): Promise<void>;
  /** Changes one that is still there. */
  replace(upload: Kept): Promise<void>;
  remove(id: string): Promise<void>;
  clear(): Promise<void>;
}

/** For browsers that store nothing: a file lasts as long as its page, which has it in memory anyway. */
export const noUploadStore: UploadStore<never> = {
  all: async () => [],
  file: async () => null,
  add: async () => undefined,
  replace: async () => undefined,
  remove: async () => undefined,
  clear: async () => undefined,
};

const uploads = "uploads";
const files = "files";

/** Opens the store; one that keeps nothing when the browser gives no database. */
export async function openUploadStore<Kept extends KeptUpload = KeptUpload>(
  factory: IDBFactory | undefined,
  name: string,
): Promise<UploadStore<Kept>> {
  if (!factory) return noUploadStore;
  try {
    const database = await openDatabase(factory, name, (made) => {
      made.createObjectStore(uploads, { keyPath: "id" });
      made.createObjectStore(files);
    });
    return keptIn<Kept>(database);
  } catch {
    return noUploadStore;
  }
}

function keptIn<Kept extends KeptUpload>(database: IDBDatabase): UploadStore<Kept> {
  /** Both parts are changed together or not at all; a file that is not kept, for want of room say, is sent all the same. */
  const change = (run: (uploads: IDBObjectStore, files: IDBObjectStore) => void): Promise<void> =>
    new Promise((resolve) => {
      try {
        const transaction = database.transaction([uploads, files], "readwrite");
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => resolve();
        run(transaction.objectStore(uploads), transaction.objectStore(files));
      } catch {
        resolve();
      }
    });
  const read = <T>(store: string, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const request = ask(database.transaction(store, "readonly").objectStore(store));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  return {
    // Ids are made in the order of time.
    all: () => read(uploads, (store) => store.getAll() as IDBRequest<Kept[]>),
    file: async (id) => (await read(files, (store) => store.get(id) as IDBRequest<Blob | undefined>)) ?? null,
    add: (upload, file) =>
      change((uploads, files) => {
        uploads.put(upload);
        files.put(file, upload.id);
      }),
    replace: (upload) =>
      change((uploads) => {
        const known = uploads.getKey(upload.id);
        known.onsuccess = () => {
          if (known.result !== undefined) uploads.put(upload);
        };
      }),
    remove: (id) =>
      change((uploads, files) => {
        uploads.delete(id);
        files.delete(id);
      }),
    clear: () =>
      change((uploads, files) => {
        uploads.clear();
        files.clear();
      }),
  };
}

/** Runs `hold` as soon as no other tab has the file in hand, and keeps it from them until what it gives is over, or the page is. */
export type TakeInHand = (id: string, hold: () => Promise<void>) => void;

/** By the browser's locks; where it has none, two tabs may send the same file, which the server takes once. */
export function takeInHandBy(locks: LockManager | undefined): TakeInHand {
  return (id, hold) => {
    if (locks) void locks.request(`holdfast.upload.${id}`, hold).catch(() => undefined);
    else void hold();
  };
}

/** How many bytes a request carries: small enough for a bar that moves, large enough not to wait for answers. */
export const uploadPieceBytes = 256 * 1024;

/** A request that has no answer by then is tried again: a connection may be dead without having said so. */
export const uploadAnswerWithinMs = 20_000;

/** Whether an upload is tried again after a refusal: another place than was thought, a piece that broke off, a server that is busy. */
export function isPassing(problem: Problem): boolean {
  return problem.retry || [400, 408, 429].includes(problem.status) || problem.field === "offset";
}
