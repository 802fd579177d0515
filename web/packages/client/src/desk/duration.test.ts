import { expect, test } from "vitest";
import { clockText, countdownText, durationWords, parseDuration } from "./duration";

test.each([
  ["500ms", 500],
  ["20s", 20_000],
  ["2min", 120_000],
  ["1h", 3_600_000],
  ["1d", 86_400_000],
  ["0s", 0],
  ["20", null],
  ["s", null],
  [undefined, null],
])("%s is %s ms", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  [-5, "0:00"],
  [59_999, "0:59"],
  [60_000, "1:00"],
  [3_599_000, "59:59"],
  [3_600_000, "1:00:00"],
])("%i ms on the clock is %s", (ms, text) => {
  expect(clockText(ms)).toBe(text);
});

test("a countdown is rounded up and ends at zero", () => {
  expect(countdownText(10_001, 10_000)).toBe("0:01");
  expect(countdownText(10_000, 10_000)).toBe("0:00");
  expect(countdownText(9_000, 10_000)).toBe("0:00");
});

test.each([
  [1_000, "1 second"],
  [120_000, "2 minutes"],
  [3_600_000, "1 hour"],
  [3_900_000, "1 hour 5 minutes"],
])("%i ms in words is %s", (ms, text) => {
  expect(durationWords(ms)).toBe(text);
});
