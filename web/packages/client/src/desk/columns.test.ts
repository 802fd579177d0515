import { expect, test } from "vitest";
import { arrangeColumns, columnsThatFit, noColumns } from "./columns";

test("the first chats fill the columns, the chosen one is active", () => {
  const columns = arrangeColumns(noColumns, ["a", "b", "c"], 2, null);
  expect(columns).toMatchObject({ shown: ["a", "b"], active: "a" });
});

test("a chat that is not shown takes the column used longest ago", () => {
  let columns = arrangeColumns(noColumns, ["a", "b", "c"], 2, "a");
  columns = arrangeColumns(columns, ["a", "b", "c"], 2, "b");
  columns = arrangeColumns(columns, ["a", "b", "c"], 2, "c");
  expect(columns).toMatchObject({ shown: ["c", "b"], active: "c" });
});

test("a chat that is gone makes room for the one used before", () => {
  let columns = arrangeColumns(noColumns, ["a", "b", "c"], 1, "b");
  columns = arrangeColumns(columns, ["a", "b", "c"], 1, "c");
  columns = arrangeColumns(columns, ["a", "b"], 1, "c");
  expect(columns).toMatchObject({ shown: ["b"], active: "b" });
});

test("fewer columns keep the active chat", () => {
  const three = arrangeColumns(noColumns, ["a", "b", "c"], 3, "c");
  expect(arrangeColumns(three, ["a", "b", "c"], 1, "c").shown).toEqual(["c"]);
});

test("nothing changed is the same object", () => {
  const columns = arrangeColumns(noColumns, ["a", "b"], 2, "b");
  expect(arrangeColumns(columns, ["a", "b"], 2, "b")).toBe(columns);
});

test.each([
  [200, 1],
  [703, 1],
  [704, 2],
  [1056, 3],
  [5000, 3],
])("%i px fit %i columns", (width, count) => {
  expect(columnsThatFit(width, 352, 3)).toBe(count);
});
