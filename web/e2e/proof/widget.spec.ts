// The widget by itself: the keyboard, and a host page that is strict or has the snippet twice.

import { expect, test } from "../harness/fixtures";
import { serveSite } from "../harness/page-calls";

test("works by keyboard alone", async ({ visitor }) => {
  const { customer } = await visitor();
  const { page, frame } = customer;
  const launcher = page.getByRole("button", { name: "Open chat" });
  await launcher.focus();
  await page.keyboard.press("Enter");
  await expect(frame.getByLabel("Your name")).toBeFocused();
  await page.keyboard.type("Liu Wei");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(frame.getByLabel("Topic")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.type("Warranty?");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(frame.getByLabel("Your message")).toBeFocused();
  await page.keyboard.type("line one");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("line two");
  await page.keyboard.press("Enter");
  await expect(customer.own("line two")).toHaveAttribute("data-status", "sent");
  expect(await customer.messages()).toEqual(["Warranty?", "line one\nline two"]);

  await frame.getByRole("button", { name: "Leave queue" }).press("Enter");
  await page.keyboard.press("Escape");
  await expect(frame.getByRole("dialog")).toHaveCount(0);
  await expect(frame.getByRole("button", { name: "Leave queue" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(launcher).toBeFocused();
});

test("lives on a strict page of another origin that has the snippet twice", async ({ browser, server }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  const snippet = `<script async src="${server.url}/widget.js" data-queue="general"></script>`;
  const shop = await serveSite({
    policy: `default-src 'none'; script-src ${server.url}; frame-src ${server.url}; base-uri 'none'`,
    body: `<!doctype html><html lang="en" dir="rtl"><title>Shop</title><h1>Shop</h1>${snippet}${snippet}</html>`,
  });
  await page.goto(`${shop.url}/cart?secret=1`);
  const launcher = page.getByRole("button", { name: "Open chat" });
  await expect(launcher).toHaveCount(1);
  expect(page.frames()).toHaveLength(1);
  await launcher.click();
  const frame = page.frameLocator("iframe");
  await frame.getByLabel("Your name").fill("Strict");
  await frame.getByLabel("Your question").fill("Does it work here?");
  await frame.getByRole("button", { name: "Start chat" }).click();
  await expect(frame.getByText("You are in the queue")).toBeVisible();
  await expect(page.locator("iframe")).toHaveCount(1);
  expect(complaints).toEqual([]);
  // Nothing about the person or the page is in the frame's address.
  expect(page.frames()[1]?.url()).toBe(`${server.url}/widget/?queue=general`);

  // The next page finds the session and its unread news without being opened.
  await page.goto(`${shop.url}/thanks`);
  await expect(page.locator("iframe")).toHaveCount(1);
  await page.getByRole("button", { name: "Open chat" }).click();
  await expect(page.frameLocator("iframe").getByText("Does it work here?")).toBeVisible();
  await context.close();
  shop.stop();
});
