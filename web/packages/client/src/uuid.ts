// UUIDv7 (RFC 9562): the time first, so that ids sort by when they were made. Within one millisecond the maker counts up, so that the
// ids of one maker are strictly increasing.

export type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;

export function createUuidMaker(
  now: () => number,
  fill: FillRandom = (bytes) => crypto.getRandomValues(bytes),
): () => string {
  let lastMs = 0;
  let counter = 0;
  return () => {
    const bytes = fill(new Uint8Array(16));
    const nowMs = now();
    if (nowMs > lastMs) {
      lastMs = nowMs;
      counter = (((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0)) & 0x7ff;
    } else {
      counter += 1;
      if (counter > 0xfff) {
        lastMs += 1;
        counter = 0;
      }
    }
    let rest = lastMs;
    for (let index = 5; index >= 0; index -= 1) {
      bytes[index] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    bytes[6] = 0x70 | (counter >> 8);
    bytes[7] = counter & 0xff;
    bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}
