import { describe, expect, it } from "vitest";
import { Assembler, type Batch, cutPieces, readFromAgent } from "./cobrowse";

function assembler() {
  const taken: Batch[] = [];
  let missed = 0;
  const made = new Assembler(
    (batch) => taken.push(batch),
    () => {
      missed += 1;
    },
  );
  return { made, taken, missed: () => missed };
}

/** Text that hardly deflates. */
function noise(chars: number): string {
  let state = 7;
  let text = "";
  while (text.length < chars) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += state.toString(36);
  }
  return text.slice(0, chars);
}

describe("a page on its way", () => {
  it("is cut into pieces that fit into frames, and is the same at the other end", async () => {
    const text = JSON.stringify([noise(400_000), "ü – 漢 – 🙂"]);
    const pieces = await cutPieces({ stream: "abc", batch: 0, text });
    expect(pieces.length).toBeGreaterThan(3);
    for (const piece of pieces) expect(new TextEncoder().encode(piece).length).toBeLessThanOrEqual(49_152);
    const { made, taken, missed } = assembler();
    for (const piece of [...pieces, ...(await cutPieces({ stream: "abc", batch: 1, text: "[]" }))])
      made.add(piece);
    await made.done();
    expect(taken).toEqual([
      { stream: "abc", batch: 0, text },
      { stream: "abc", batch: 1, text: "[]" },
    ]);
    expect(missed()).toBe(0);
  });

  it("that misses a piece is given up until a new one begins", async () => {
    const first = await cutPieces({ stream: "abc", batch: 0, text: noise(200_000) });
    const later = await cutPieces({ stream: "abc", batch: 1, text: "[1]" });
    const anew = await cutPieces({ stream: "abd", batch: 0, text: "[2]" });
    const { made, taken, missed } = assembler();
    for (const piece of [first[0], ...first.slice(2), ...later, "no piece", ...anew]) made.add(piece ?? "");
    await made.done();
    expect(taken).toEqual([{ stream: "abd", batch: 0, text: "[2]" }]);
    expect(missed()).toBe(1);
  });

  it("is asked for anew by who comes in the middle of it", async () => {
    const { made, taken, missed } = assembler();
    for (const piece of await cutPieces({ stream: "abc", batch: 4, text: "[4]" })) made.add(piece);
    await made.done();
    expect([taken, missed()]).toEqual([[], 1]);
  });

  it("that cannot be read is asked for anew", async () => {
    const { made, missed } = assembler();
    made.add("abc.0.0.1.dAAAA");
    await made.done();
    expect(missed()).toBe(1);
  });
});

it("hears what an agent points at and nothing else", () => {
  const read = (value: unknown) => readFromAgent(JSON.stringify(value));
  expect(read({ type: "pointer", x: 1.5, y: 2, more: "x" })).toEqual({ type: "pointer", x: 1.5, y: 2 });
  expect(read({ type: "element", id: 7 })).toEqual({ type: "element", id: 7 });
  expect(read({ type: "clear" })).toEqual({ type: "clear" });
  for (const other of [
    null,
    1,
    "clear",
    {},
    { type: "eval" },
    { type: "pointer", x: "1", y: 2 },
    { type: "element", id: 1.5 },
  ])
    expect(read(other)).toBeNull();
  expect(readFromAgent("{")).toBeNull();
});
