// Reports: after a few real chats a supervisor reads that they were counted right, what a figure means, which chats are behind it, what was
// said in one of them; the file that is exported says the same, and the view is an address that can be opened elsewhere.

import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import type { DeskPage } from "../harness/desk";
import { expect, test } from "../harness/fixtures";

/** A figure shown large. */
function card(page: Page, title: string): Locator {
  return page.getByRole("list", { name: "Key figures" }).getByRole("listitem").filter({ hasText: title });
}

/** The figures of a table's row, by the heads of their columns. */
async function figures(grid: Locator, row: RegExp): Promise<Record<string, string>> {
  const heads = await grid.getByRole("columnheader").allTextContents();
  const cells = await grid.getByRole("row", { name: row }).locator("th, td").allTextContents();
  return Object.fromEntries(heads.map((head, index) => [head, cells[index] ?? ""]));
}

async function openQueuePerformance(desk: DeskPage): Promise<void> {
  await desk.place("Reports");
  await desk.page.getByRole("link", { name: "Queue performance" }).click();
  await desk.page.getByRole("heading", { name: "Queue performance" }).waitFor();
}

test("from a figure to what was said, and the file says the same", async ({ visitor, agent, server }) => {
  const { desk: dana } = await agent("dana");
  await dana.setStatus("Available");
  const { customer: eleanor } = await visitor();
  await eleanor.ask("Eleanor Whitfield", "Is the oak shelf back in stock?");
  await dana.accept("Eleanor Whitfield");
  await dana.say("It is, since this morning.");
  await expect(eleanor.log).toContainText("It is, since this morning.");
  await dana.endChat();
  await dana.completeWrapUp({ subject: "Oak shelf" });
  const { customer: tomas } = await visitor();
  await tomas.ask("Tomás Herrera", "Do you deliver to the islands?");
  await dana.offer("Tomás Herrera").waitFor();
  await tomas.cancel();
  await expect(dana.offer("Tomás Herrera")).toHaveCount(0);

  const { context, desk } = await agent("sofia");
  const { page } = desk;
  await openQueuePerformance(desk);
  await expect(card(page, "Offered")).toContainText("2");
  const grid = page.getByRole("grid", { name: "By interval" });
  const total = await figures(grid, /^Total/);
  expect(total).toMatchObject({ Offered: "2", Answered: "1", Abandoned: "1", Abandonment: "50.0%" });

  // What it means is told to the keyboard too: from the table's head down to the total.
  await grid.getByRole("columnheader").first().focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Home");
  for (let index = Object.keys(total).indexOf("Abandonment"); index > 0; index -= 1) {
    await page.keyboard.press("ArrowRight");
  }
  const tip = page.getByRole("tooltip");
  await expect(tip).toContainText("share of the chats whose wait is over that were abandoned", {
    ignoreCase: true,
  });
  await expect(tip).toContainText("abandoned ÷ (answered + abandoned)");
  await expect(tip).toContainText("n = 2");
  await page.keyboard.press("Escape");
  await expect(tip).toHaveCount(0);

  // The chats behind a figure, and what was said in one.
  await grid
    .getByRole("row", { name: /^Total/ })
    .getByRole("gridcell")
    .nth(1)
    .getByRole("button")
    .click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Answered: 1");
  const behind = dialog.getByRole("list", { name: "Chats" }).getByRole("button");
  await expect(behind).toHaveCount(1);
  await expect(behind).toContainText("Handled");
  await expect(behind).toContainText("Dana");
  await behind.click();
  const said = dialog.getByRole("region", { name: "What was said: Eleanor Whitfield" });
  await expect(said).toContainText("Is the oak shelf back in stock?");
  await expect(said).toContainText("It is, since this morning.");
  await dialog.getByRole("tab", { name: "Incident" }).click();
  await expect(dialog.getByRole("tabpanel")).toContainText("Oak shelf");

  // The address is the view: opened anew it shows the same, and Back leads the way that was come.
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole("region", { name: "What was said: Eleanor Whitfield" })).toContainText(
    "It is, since this morning.",
  );
  await other.close();
  await page.goBack();
  await expect(behind).toHaveCount(1);
  await page.goBack();
  await expect(dialog).toHaveCount(0);

  // The file says what the screen says.
  await page.getByRole("button", { name: "Export" }).click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "CSV: By interval" }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toMatch(/^queue-performance.*\.csv$/);
  const [heads, ...rows] = (await readFile(await file.path(), "utf8"))
    .replace(/^\uFEFF/, "")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  const at = (name: string) => heads?.indexOf(name) ?? -1;
  const sum = (name: string) => rows.reduce((all, row) => all + Number(row[at(name)]), 0);
  expect([sum("offered"), sum("answered"), sum("abandoned")]).toEqual([2, 1, 1]);

  // It goes on by itself while its period includes now.
  await server.api.ask("Grace Okafor");
  await expect(card(page, "Offered")).toContainText("3", { timeout: 20_000 });
});

test("what is asked is in the address: period, interval, filter, zone, week", async ({ agent, server }) => {
  const { desk } = await agent("sofia");
  const { page } = desk;
  // Who reads reports takes no chats: an offer would lie over them.
  await desk.setStatus("Away");
  await server.api.askAbout("Liu Wei", "order");
  await openQueuePerformance(desk);
  await expect(page).toHaveURL(/time_zone=Europe%2FBerlin/);
  await expect(card(page, "Offered")).toContainText("1");

  await page.getByRole("button", { name: /^Current month/ }).click();
  await page.getByRole("button", { name: "Last month", exact: true }).click();
  await expect(page).toHaveURL(/preset=last_month/);
  const nothing = page.getByRole("region", { name: "Nothing found" });
  await expect(nothing).toContainText("No chats in this time");
  // The choice of periods, which has such a button too, may still be fading out.
  await nothing.getByRole("button", { name: "All time" }).click();
  await expect(card(page, "Offered")).toContainText("1");

  await page.getByRole("button", { name: /^By / }).click();
  await page.getByRole("menuitemradio", { name: "Week" }).click();
  await expect(page).toHaveURL(/interval=week/);
  const grid = page.getByRole("grid", { name: "By interval" });
  await expect(grid.getByRole("rowheader").first()).toContainText(/^Week \d+/);

  await page.getByRole("button", { name: /^Times in/ }).click();
  await page.getByLabel("Weeks begin on").selectOption({ label: "Sunday" });
  await expect(page).toHaveURL(/week_start=sunday/);
  await page.keyboard.press("Escape");
  await expect(grid.getByRole("rowheader").first()).not.toContainText("Week");
  // It is remembered: the next visit begins with it.
  await page.goto(`${server.url}/desk/reports`);
  await expect(page).toHaveURL(/week_start=sunday/);

  // What cannot be asked is told in the server's own words.
  await page.goto(`${server.url}/desk/reports/queue-performance?time_zone=Mars/Base`);
  await expect(page.getByRole("alert").filter({ hasText: "Mars/Base" })).toBeVisible();
  await page.getByRole("button", { name: "Start anew" }).click();
  await expect(card(page, "Offered")).toContainText("1");
});
