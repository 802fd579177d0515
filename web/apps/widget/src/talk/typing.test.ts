import { VirtualClock } from "@holdfast/client/testing";
import { expect, it } from "vitest";
import { TypingTeller } from "./typing";

it("tells at once, then at most once a second, the newest text, and when it stops", async () => {
  const clock = new VirtualClock();
  const told: string[] = [];
  const start = clock.now();
  const teller = new TypingTeller(clock, (text) => told.push(`${clock.now() - start} ${text}`));
  for (const text of ["H", "He", "Hel", "Hell", "Hello"]) {
    teller.input(text);
    await clock.advance(300);
  }
  await clock.advance(700);
  teller.input("");
  expect(told).toEqual(["0 H", "1000 Hell", "2000 Hello", "2200 null"]);
  teller.input("?");
  await clock.advance(20_000);
  expect(told.slice(4)).toEqual(["2200 ?", "12200 null"]);
});
