// Small parts of the reports: axes, keys in a table, pages made one, file names, looks of series.

import type { Report } from "@holdfast/client";
import { expect, test } from "vitest";
import { largest, ticks } from "./axis";
import { fileName } from "./export";
import { chosenText } from "./filter-menu";
import { lagText } from "./freshness";
import { seriesLook } from "./palette";
import { placeAfter } from "./use-grid-keys";
import { againAfterMs, joined } from "./use-report";

test("an axis has round ticks from zero to what is not below the largest figure", () => {
  expect(ticks(207, "count")).toEqual([0, 50, 100, 150, 200, 250]);
  expect(ticks(3, "count")).toEqual([0, 1, 2, 3]);
  expect(ticks(0, "count")).toEqual([0, 1]);
  expect(ticks(0.83, "share")).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks(75, "seconds")).toEqual([0, 15, 30, 45, 60, 75]);
  expect(ticks(76, "seconds")).toEqual([0, 20, 40, 60, 80]);
  expect(ticks(4 * 3600, "seconds").at(-1)).toBe(4 * 3600);
  expect(ticks(20 * 86_400, "seconds")).toEqual([0, 5, 10, 15, 20].map((days) => days * 86_400));
});

test("stacked series reach as high as their sum", () => {
  const points = [
    { row: 0, label: "", tick: "", values: [3, 4] },
    { row: 1, label: "", tick: "", values: [6, null] },
  ];
  expect(largest(points, true)).toBe(7);
  expect(largest(points, false)).toBe(6);
});

test("arrows go from figure to figure and stop at the edges", () => {
  const from = { row: 1, column: 1 };
  const go = (key: string, withControl = false) => placeAfter(key, withControl, from, 40, 3);
  expect(go("ArrowDown")).toEqual({ row: 2, column: 1 });
  expect(go("ArrowUp")).toEqual({ row: 0, column: 1 });
  expect(go("ArrowRight")).toEqual({ row: 1, column: 2 });
  expect(go("PageDown")).toEqual({ row: 13, column: 1 });
  expect(go("PageUp")).toEqual({ row: 0, column: 1 });
  expect(go("End")).toEqual({ row: 1, column: 2 });
  expect(go("End", true)).toEqual({ row: 39, column: 2 });
  expect(go("Home", true)).toEqual({ row: 0, column: 0 });
  expect(go("a")).toBeNull();
  expect(placeAfter("ArrowRight", false, { row: 39, column: 2 }, 40, 3)).toEqual({ row: 39, column: 2 });
});

test("pages of the main table become one table; the others are of the first page", () => {
  const page = (rows: number[], next: string | null) =>
    ({
      tables: [
        { id: "main", rows: rows.map((cell) => ({ cells: [cell], narrow: {} })), next },
        { id: "other", rows: [] },
      ],
    }) as unknown as Report;
  const all = joined([page([1, 2], "2"), page([3], null)]);
  expect(all?.tables[0]?.rows.map((row) => row.cells[0])).toEqual([1, 2, 3]);
  expect(all?.tables).toHaveLength(2);
  expect(joined([])).toBeUndefined();
});

test("a report that takes long is read again less often", () => {
  expect(againAfterMs(30)).toBe(4_000);
  expect(againAfterMs(2_000)).toBe(20_000);
});

test("a lag is told in seconds, then in minutes", () => {
  expect(lagText(2_400)).toBe(`${(2.4).toLocaleString()} s`);
  expect(lagText(180_000)).toBe("3 min");
});

test("a file has the name that the server gave it", () => {
  expect(fileName('attachment; filename="queue-performance.csv"')).toBe("queue-performance.csv");
  expect(fileName("attachment; filename=a.json")).toBe("a.json");
  expect(fileName(null)).toBeNull();
});

test("a filter says what is chosen as long as that is short", () => {
  const options = ["a", "b", "c"].map((value) => ({ value, label: value.toUpperCase() }));
  expect(chosenText(options, [])).toBe("all");
  expect(chosenText(options, ["a", "gone"])).toBe("A, gone");
  expect(chosenText(options, ["a", "b", "c"])).toBe("3 chosen");
});

test("no two of six series look alike without their colour", () => {
  const looks = [0, 1, 2, 3, 4, 5].map(seriesLook);
  for (const part of ["dash", "marker", "pattern", "color"] as const) {
    expect(new Set(looks.map((look) => look[part])).size).toBe(6);
  }
  // A seventh has a colour of its own, an eighth another marker than the first one of its colour.
  expect(seriesLook(6).color).not.toBe(seriesLook(0).color);
  expect(seriesLook(7).color).toBe(seriesLook(0).color);
  expect(seriesLook(7).marker).not.toBe(seriesLook(0).marker);
});
