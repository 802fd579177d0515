import { expect, it } from "vitest";
import { createUuidMaker } from "./uuid";

it("makes version 7 ids that sort by when they were made, also within a millisecond and when the clock steps back", () => {
  let now = 1_763_715_600_000;
  const make = createUuidMaker(
    () => now,
    (bytes) => bytes.fill(0xff),
  );
  const ids: string[] = [];
  for (let index = 0; index < 10_000; index += 1) {
    if (index === 5_000) now -= 1_000;
    if (index === 9_000) now += 60_000;
    ids.push(make());
  }
  expect(ids[0]).toMatch(/^019aa5a4-4e80-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});
