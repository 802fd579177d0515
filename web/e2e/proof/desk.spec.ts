// Proof 8, the desk's half: axe finds nothing serious, in light and dark, in each of the desk's moments; and the page keeps its policy.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../harness/fixtures";
import { settled } from "../harness/settled";

async function nothingSerious(page: Page, moment: string): Promise<void> {
  await settled(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter((one) => one.impact === "serious" || one.impact === "critical");
  expect(
    serious.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(", ")}`),
    moment,
  ).toEqual([]);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious in the ${colorScheme} desk`, async ({
    visitor,
    agent,
    server,
    browser,
  }) => {
    const context = await browser.newContext({ colorScheme });
    const stranger = await context.newPage();
    await stranger.goto(`${server.url}/desk/`);
    await stranger.getByRole("button", { name: "Sign in" }).waitFor();
    await nothingSerious(stranger, "sign-in");
    await context.close();

    const { desk } = await agent("dana");
    const { page } = desk;
    await page.emulateMedia({ colorScheme });
    const broken: string[] = [];
    page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text())) broken.push(message.text());
    });
    await desk.setStatus("Available");
    await nothingSerious(page, "no chats");
    const { customer } = await visitor();
    await customer.ask("Eleanor Whitfield", "Is the oak shelf back in stock?");
    await desk.offer("Eleanor Whitfield").waitFor();
    await page.getByRole("tab", { name: /^Queue/ }).click();
    await nothingSerious(page, "an offer");
    await desk.accept("Eleanor Whitfield");
    await desk.say("Let me look.");
    await nothingSerious(page, "a chat");
    for (const tab of ["Notes", "Timeline", "Incident"]) {
      await page.getByRole("tab", { name: tab }).click();
      await nothingSerious(page, tab);
    }
    await page.keyboard.press("Alt+KeyE");
    await page.getByRole("dialog").getByRole("button", { name: "End chat" }).waitFor();
    await nothingSerious(page, "ending");
    await page.getByRole("dialog").getByRole("button", { name: "End chat" }).click();
    await desk.wrapUp.waitFor();
    await nothingSerious(page, "wrap-up");
    expect(broken).toEqual([]);
  });
}

test("the keyboard does it all", async ({ visitor, agent }) => {
  const { desk } = await agent("dana");
  const { page } = desk;
  await desk.setStatus("Available");
  const { customer } = await visitor();
  await customer.ask("Eleanor Whitfield", "Is the oak shelf back in stock?");
  await desk.offer("Eleanor Whitfield").waitFor();
  await page.keyboard.press("Alt+KeyA");
  await desk.chat("Eleanor Whitfield").waitFor();
  await expect(desk.reply).toBeFocused();
  await page.keyboard.type("Yes, since Monday.");
  await page.keyboard.press("Enter");
  await expect(customer.log).toContainText("Yes, since Monday.");
  await page.keyboard.press("Alt+KeyN");
  await expect(page.getByRole("textbox", { name: "New note" })).toBeFocused();
  await page.keyboard.type("Wants two");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("article").filter({ hasText: "Wants two" })).toBeVisible();
  await page.keyboard.press("Alt+KeyE");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Enter");
  await desk.wrapUp.waitFor();
});
