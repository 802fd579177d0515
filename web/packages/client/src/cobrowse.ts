// How a page that is shown travels: batches of events, deflated, in numbered pieces that fit into frames; and what an agent points at on
// the way back. The server passes `data` on without looking at it.

/** The server's bound of a piece is 49,152 bytes; the head of a piece is part of it. */
const payloadChars = 48_000;
/** A batch that comes out larger is not taken: it was made to fill the memory. */
const batchBytesMax = 48_000_000;

export interface Batch {
  /** A new stream begins with a snapshot, as batch 0. */
  stream: string;
  batch: number;
  /** Events as JSON. */
  text: string;
}

/** Cuts a batch into pieces, to be sent in order. */
export async function cutPieces({ stream, batch, text }: Batch): Promise<string[]> {
  const plain = new TextEncoder().encode(text);
  const deflates = "CompressionStream" in globalThis;
  const bytes = deflates ? await through(plain, new CompressionStream("deflate-raw")) : plain;
  const payload = toBase64(bytes);
  const count = Math.max(1, Math.ceil(payload.length / payloadChars));
  return Array.from({ length: count }, (_, index) => {
    const part = payload.slice(index * payloadChars, (index + 1) * payloadChars);
    return `${stream}.${batch}.${index}.${count}.${deflates ? "d" : "p"}${part}`;
  });
}

const head = /^([a-z0-9]{1,16})\.(\d{1,9})\.(\d{1,6})\.(\d{1,6})\.([dp])/;

/** Puts pieces together again, in order; one that is missing ends the stream. */
export class Assembler {
  private stream = "";
  private batch = 0;
  private index = 0;
  private parts: string[] = [];
  private lost = false;
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly taken: (batch: Batch) => void,
    /** Something is missing: only a new snapshot helps. Told once until there is one. */
    private readonly missed: () => void,
  ) {}

  add(data: string): void {
    const found = head.exec(data);
    if (!found) return;
    const [matched, stream = "", ...rest] = found;
    const [batch = 0, index = 0, count = 1] = rest.map(Number);
    if (stream !== this.stream) {
      if (batch !== 0 || index !== 0) {
        this.miss();
        return;
      }
      this.stream = stream;
      this.batch = 0;
      this.index = 0;
      this.parts = [];
      this.lost = false;
    }
    if (this.lost) return;
    if (batch !== this.batch || index !== this.index || index >= count) {
      this.miss();
      return;
    }
    this.parts.push(data.slice(matched.length));
    this.index += 1;
    if (this.index < count) return;
    const payload = this.parts.join("");
    this.parts = [];
    this.index = 0;
    this.batch += 1;
    const deflated = rest[3] === "d";
    this.work = this.work.then(async () => {
      try {
        this.taken({ stream, batch, text: await read(payload, deflated) });
      } catch {
        this.miss();
      }
    });
  }

  /** Resolves when everything that was added has been taken. */
  done(): Promise<void> {
    return this.work;
  }

  private miss(): void {
    if (this.lost) return;
    this.lost = true;
    this.missed();
  }
}

async function read(payload: string, deflated: boolean): Promise<string> {
  const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0));
  const plain = deflated ? await through(bytes, new DecompressionStream("deflate-raw")) : bytes;
  return new TextDecoder().decode(plain);
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: ReadableWritablePair<Uint8Array, BufferSource>,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > batchBytesMax) {
      await reader.cancel();
      throw new Error(`a batch of more than ${batchBytesMax} bytes`);
    }
    parts.push(value as Uint8Array<ArrayBuffer>);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  const atOnce = 0x8000;
  for (let at = 0; at < bytes.length; at += atOnce)
    text += String.fromCharCode(...bytes.subarray(at, at + atOnce));
  return btoa(text);
}

/** What the agent's client sends to the customer's. */
export type FromAgent =
  /** Begin with a new snapshot. */
  | { type: "snapshot" }
  | { type: "pointer"; x: number; y: number }
  | { type: "away" }
  | { type: "box"; x: number; y: number; width: number; height: number }
  | { type: "element"; id: number }
  | { type: "clear" };

/** Reads what came from the agent's client; null for anything else. */
export function readFromAgent(data: string): FromAgent | null {
  let said: Record<string, unknown> | null;
  try {
    said = JSON.parse(data) as Record<string, unknown> | null;
  } catch {
    return null;
  }
  if (typeof said !== "object" || said === null) return null;
  const { type, x, y, width, height, id } = said;
  const are = (...values: unknown[]) => values.every((value) => Number.isFinite(value));
  if (type === "snapshot" || type === "away" || type === "clear") return { type };
  if (type === "pointer" && are(x, y)) return { type, x: Number(x), y: Number(y) };
  if (type === "element" && Number.isInteger(id)) return { type, id: Number(id) };
  if (type === "box" && are(x, y, width, height))
    return { type, x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
  return null;
}
