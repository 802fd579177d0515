// Visitors are asked whether they want a chat, by an admin's rules: where, how long they are on the page, whom; never by default, never
// twice, never while nobody is there. The pages' time is moved by hand.

import type { BrowserContext, Page } from "@playwright/test";
import { test as base, expect } from "../harness/fixtures";
import { type HostSite, serveSite } from "../harness/page-calls";
import type { HoldfastServer } from "../harness/server";

const start = Date.parse("2026-03-04T09:00:00Z");
const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;

const test = base.extend<{ shop: HostSite }>({
  shop: async ({ server }, use) => {
    const shop = await serveSite({
      policy: `default-src 'none'; script-src ${server.url}; frame-src ${server.url}; base-uri 'none'`,
      body: `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>
        <script async src="${server.url}/widget.js" data-queue="general" data-locale="en"></script></html>`,
    });
    await use(shop);
    shop.stop();
  },
});

interface Rule {
  id: string;
  url?: string;
  seconds: number;
  visitors?: "all" | "new" | "returning";
}

async function rule(
  server: HoldfastServer,
  { id, url = "", seconds, visitors = "all" }: Rule,
): Promise<void> {
  const admin = await server.api.signedIn("admin");
  await server.api.command(admin, {
    name: "put_invitation_rule",
    invitation_rule: {
      id,
      name: id,
      enabled: true,
      url,
      seconds_on_page: seconds,
      visitors,
      texts: { en: "Can we help you choose?" },
      every_days: 7,
    },
  });
  await admin.dispose();
}

/** A page of the shop, opened at a moment of the page's own time. */
async function visit(context: BrowserContext, address: string, at: number): Promise<Page> {
  const page = await context.newPage();
  await page.clock.install({ time: at });
  await page.goto(address);
  await page.getByRole("button", { name: "Open chat" }).waitFor();
  return page;
}

const invitation = (page: Page) => page.getByRole("region", { name: "Invitation to chat" });

test("by default nobody is invited, and the script is not even able to", async ({
  browser,
  server,
  shop,
  agent,
}) => {
  const { desk } = await agent("dana");
  await desk.setStatus("Available");
  const context = await browser.newContext();
  const asked: string[] = [];
  context.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const page = await visit(context, shop.url, start);
  await page.clock.runFor(30 * minute);
  await expect(invitation(page)).toHaveCount(0);
  expect(asked.filter((path) => path.includes("invitation"))).toEqual([]);
  const script = await (await context.request.get(`${server.url}/widget.js`)).text();
  expect(script).not.toContain("holdfast.invitations");
  await context.close();
});

test("a rule asks on its pages after its time, and a No holds", async ({ browser, server, shop, agent }) => {
  const { desk } = await agent("dana");
  await desk.setStatus("Available");
  await rule(server, { id: "basket", url: "/basket*", seconds: 20 });
  await rule(server, { id: "everywhere", url: "/help", seconds: 0 });
  const context = await browser.newContext();
  const page = await visit(context, `${shop.url}/lamps`, start);
  await page.clock.runFor(2 * minute);
  await expect(invitation(page), "another page").toHaveCount(0);
  // A single-page app goes to the basket: its time begins there.
  await page.evaluate(() => history.pushState(null, "", "/basket?id=7"));
  await page.clock.runFor(15 * second);
  await expect(invitation(page), "too early").toHaveCount(0);
  await page.clock.runFor(7 * second);
  await expect(invitation(page)).toContainText("Can we help you choose?");
  // It takes no focus; the keyboard comes to it before the launcher, and Escape says no.
  await expect(page.locator(":focus")).toHaveCount(0);
  await page.keyboard.press("Tab");
  await expect(invitation(page).getByRole("button", { name: "Chat now" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(invitation(page)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Open chat" })).toBeFocused();

  // Neither this rule nor another asks again, on this page or a later one, within its days.
  await page.clock.runFor(5 * minute);
  await expect(invitation(page)).toHaveCount(0);
  const later = await visit(context, `${shop.url}/help`, start + 6 * day);
  await later.clock.runFor(5 * minute);
  await expect(invitation(later)).toHaveCount(0);
  const muchLater = await visit(context, `${shop.url}/help`, start + 8 * day);
  await muchLater.clock.runFor(5 * second);
  await expect(invitation(muchLater)).toBeVisible();
  await context.close();
});

test("only returning visitors are asked, while somebody is there, and the chat says where it came from", async ({
  browser,
  server,
  shop,
  agent,
}) => {
  await rule(server, { id: "welcome-back", seconds: 5, visitors: "returning" });
  const context = await browser.newContext();
  const first = await visit(context, shop.url, start);
  await first.clock.runFor(3 * minute);
  await expect(invitation(first), "the first visit").toHaveCount(0);
  await first.close();

  const { desk } = await agent("dana");
  await desk.setStatus("Away");
  const page = await visit(context, shop.url, start + day);
  const answers = () =>
    page.waitForResponse((answer) => answer.url().includes("/api/widget/invitation"), { timeout: 30_000 });
  const nobody = answers();
  await page.clock.runFor(10 * second);
  expect(await (await nobody).json(), "nobody is there").toBeNull();
  await expect(invitation(page)).toHaveCount(0);
  await desk.setStatus("Available");
  // The page asks again after a minute of its time; in steps, for an answer may take no longer than ten seconds of it.
  await expect(page.locator("iframe")).toHaveCount(0);
  await expect(async () => {
    await page.clock.runFor(5 * second);
    await expect(invitation(page)).toBeVisible({ timeout: 500 });
  }).toPass();
  await invitation(page).getByRole("button", { name: "Chat now" }).click();
  await page.clock.resume();
  const frame = page.frameLocator("holdfast-widget iframe");
  await frame.getByLabel("Your name").fill("Eleanor Vance");
  await frame.getByLabel("Your question").fill("Which lamp for a dark corner?");
  await frame.getByRole("button", { name: "Start chat" }).click();
  await desk.accept("Eleanor Vance");
  await desk.panel("Customer");
  const about = desk.page.getByRole("region", { name: "Customer", exact: true });
  await expect(about).toContainText("page.invitation");
  await expect(about).toContainText("welcome-back");
  await context.close();
});

test("an admin makes a rule, and it is in force at once", async ({ browser, shop, agent }) => {
  const { desk: dana } = await agent("dana");
  await dana.setStatus("Available");
  const { desk: admin } = await agent("admin");
  const { page } = admin;
  await admin.place("Admin");
  await page.getByRole("link", { name: "Invitations", exact: true }).click();
  await page.getByRole("button", { name: "New rule" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Lamps");
  await dialog.getByRole("switch", { name: "In force" }).check({ force: true });
  await dialog.getByLabel("Pages").fill("/lamps");
  await dialog.getByLabel("Seconds on the page").fill("0");
  await dialog.getByRole("button", { name: "Save" }).click();
  // A rule without a word to say is no rule.
  await expect(dialog.getByText("It needs a text in at least one language.")).toBeVisible();
  await dialog.getByLabel("Deutsch").fill("Dürfen wir helfen?");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: /Lamps/ })).toContainText("Yes");

  const context = await browser.newContext({ locale: "de-DE" });
  const visitor = await visit(context, `${shop.url}/lamps`, start);
  await visitor.clock.runFor(3 * second);
  await expect(invitation(visitor)).toContainText("Dürfen wir helfen?");
  await context.close();
});
