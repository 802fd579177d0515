// What an administrator changes works at once: a queue and a topic, a user, a standard text; and axe looks at the new places.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../harness/fixtures";
import { settled } from "../harness/settled";

async function nothingSerious(page: Page, moment: string): Promise<void> {
  await settled(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.filter((one) => one.impact !== "minor");
  expect(
    found.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(", ")}`),
    moment,
  ).toEqual([]);
}

test("a queue, a topic, a user and a standard text are there at once", async ({ agent, server, browser }) => {
  const { desk: dana } = await agent("dana");
  const { desk: admin } = await agent("admin");
  const { page } = admin;
  await admin.place("Admin");
  await admin.make("queue", { Name: "Returns" });
  await page.getByRole("link", { name: "Topics" }).click();
  await page.getByRole("button", { name: "New topic" }).click();
  await page.getByLabel("Name").fill("Something to send back");
  await page.getByLabel("Leads to").selectOption({ label: "Returns" });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: /Something to send back/ })).toContainText("Returns");
  await page.getByRole("link", { name: "Standard texts" }).click();
  await admin.make("standard text", { Name: "Greeting", Shortcut: "hello", Text: "Hello, and welcome." });
  await page.getByRole("link", { name: "Users" }).click();
  await page.getByRole("button", { name: "New user" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Ruth");
  await page.getByRole("checkbox", { name: "Returns" }).check();
  await page.getByRole("textbox", { name: "Password" }).fill("a long password");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("row", { name: /Ruth/ }).waitFor();

  // Ruth works in the new queue; a customer's chat about the new topic comes to her.
  const context = await browser.newContext();
  const { DeskPage } = await import("../harness/desk");
  const ruth = await DeskPage.signIn(context, server.url, "ruth", "a long password");
  await ruth.setStatus("Available");
  await server.api.askAbout("Eleanor Whitfield", "something-to-send-back");
  await ruth.accept("Eleanor Whitfield");
  await ruth.reply.fill("/hel");
  await ruth.reply.press("Enter");
  await expect(ruth.reply).toHaveValue("Hello, and welcome.");
  await expect(dana.offer("Eleanor Whitfield")).toHaveCount(0);
  await context.close();
});

test("axe finds nothing in the wallboard and the administration", async ({ agent }) => {
  const { desk } = await agent("admin");
  const { page } = desk;
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await desk.place("Wallboard");
    await nothingSerious(page, `wallboard ${colorScheme}`);
    await desk.place("Admin");
    for (const name of ["Queues", "Settings", "Prompts"]) {
      await page.getByRole("link", { name, exact: true }).click();
      await nothingSerious(page, `${name} ${colorScheme}`);
      if (name !== "Settings") continue;
      // The desk knows every setting that the server has, and its default: on a new server nothing is to be reset.
      await expect(page.getByRole("region", { name: "Others" })).toHaveCount(0);
      await expect(page.getByRole("button", { name: "Reset" })).toHaveCount(0);
    }
  }
});
