// The outbox in IndexedDB. Keys are counted up by the database, so that commands of several tabs have one order; a unique index on
// the id makes a second add of the same command nothing.

import { openDatabase } from "./database";
import { MemoryOutboxStore, type OutboxEntry, type OutboxStore } from "./outbox-store";

const storeName = "outbox";

export interface IndexedDbOptions {
  /** One database for each user of the outbox, e.g. `holdfast-widget`. */
  name: string;
  factory: IDBFactory | undefined;
  /** Tells other tabs; left out where the browser has none. */
  channel?: BroadcastChannel | undefined;
}

/** Opens the outbox; in memory when the browser gives no database. */
export async function openOutboxStore(options: IndexedDbOptions): Promise<OutboxStore> {
  try {
    if (!options.factory) return new MemoryOutboxStore();
    const database = await openDatabase(options.factory, options.name, (made) => {
      const store = made.createObjectStore(storeName, { autoIncrement: true });
      store.createIndex("id", "id", { unique: true });
    });
    return new IndexedDbOutboxStore(database, options.channel);
  } catch {
    return new MemoryOutboxStore();
  }
}

class IndexedDbOutboxStore implements OutboxStore {
  readonly durable = true;

  constructor(
    private readonly database: IDBDatabase,
    private readonly channel: BroadcastChannel | undefined,
  ) {}

  async all(): Promise<OutboxEntry[]> {
    const transaction = this.database.transaction(storeName, "readonly");
    return answer(transaction.objectStore(storeName).getAll() as IDBRequest<OutboxEntry[]>);
  }

  /** One request and its commit at once, with no answer between them: the browser does both even if the page is closed now. */
  async add(entry: OutboxEntry): Promise<void> {
    const { transaction, done } = this.begin();
    transaction.objectStore(storeName).add(entry);
    // Where it is not known the browser commits by itself, a moment later.
    if ("commit" in transaction) transaction.commit();
    try {
      await done;
    } catch (why) {
      // It is there already.
      if ((why as DOMException | null)?.name !== "ConstraintError") throw why;
    }
    this.channel?.postMessage("changed");
  }

  replace(entry: OutboxEntry): Promise<void> {
    return this.change(async (store) => {
      const key = await answer(store.index("id").getKey(entry.id));
      if (key !== undefined) store.put(entry, key);
    });
  }

  remove(id: string): Promise<void> {
    return this.change(async (store) => {
      const key = await answer(store.index("id").getKey(id));
      if (key !== undefined) store.delete(key);
    });
  }

  onOtherTab(listener: () => void): void {
    if (this.channel) this.channel.onmessage = () => listener();
  }

  private async change(run: (store: IDBObjectStore) => Promise<void>): Promise<void> {
    const { transaction, done } = this.begin();
    await Promise.all([run(transaction.objectStore(storeName)), done]);
    this.channel?.postMessage("changed");
  }

  private begin(): { transaction: IDBTransaction; done: Promise<void> } {
    // Strict: on the disk before it counts as kept, for a phone can die the next second.
    const transaction = this.database.transaction(storeName, "readwrite", { durability: "strict" });
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      // The transaction has no error of its own yet when a request fails.
      transaction.onerror = (event) =>
        reject((event.target as IDBRequest | null)?.error ?? transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
    return { transaction, done };
  }
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
