// Showing a page to an agent: asked, refused, allowed; what the agent sees and what never leaves the page; pointing; both ways to stop; a
// reload; and that it is recorded only where the customer was told so.

import type { BrowserContext, FrameLocator, Page } from "@playwright/test";
import { axeFindings } from "../harness/axe";
import type { DeskPage } from "../harness/desk";
import { expect as expectSoon, test } from "../harness/fixtures";
import { settled } from "../harness/settled";
import { type ShopSite, serveShop } from "../harness/shop-site";
import { CustomerPage } from "../harness/widget";
import { Wire } from "../harness/wire";

const customerName = "Eleanor Vance";
const card = "4111 1111 1111 1111";
const password = "correct-horse-77";

interface Talk {
  site: ShopSite;
  context: BrowserContext;
  page: Page;
  customer: CustomerPage;
  desk: DeskPage;
  wire: Wire;
}

const talks: Talk[] = [];

test.describe.configure({ timeout: 180_000 });
/** A page is fetched, recorded, packed, sent and drawn: on a busy machine that takes a while. */
const expect = expectSoon.configure({ timeout: 30_000 });

test.afterEach(async () => {
  for (const { context, site } of talks.splice(0)) {
    await context.close();
    site.stop();
  }
});

/** A customer of the shop and an agent, talking. */
async function talk(
  browser: import("@playwright/test").Browser,
  url: string,
  agent: (name: string) => Promise<{ desk: DeskPage }>,
): Promise<Talk> {
  const site = await serveShop(url);
  const context = await browser.newContext();
  const customer = await CustomerPage.visit(context, site.url);
  const wire = new Wire(customer.page);
  const made = { site, context, customer, page: customer.page, wire, desk: (await agent("dana")).desk };
  talks.push(made);
  await made.desk.setStatus("Available");
  await customer.ask(customerName, "My discount does not work");
  await made.desk.accept(customerName);
  return made;
}

const consent = (customer: CustomerPage) =>
  customer.frame.getByRole("dialog", { name: "Show this page to Dana?" });
const bar = (page: Page) => page.getByText("Your page is being shared with Dana").first();
const panel = (desk: DeskPage) => desk.page.getByRole("region", { name: `Page of ${customerName}` });
/** What is drawn in the mirror. */
const mirror = (desk: DeskPage): FrameLocator =>
  desk.page.frameLocator(`iframe[title="Page of ${customerName}"]`).frameLocator("iframe");

async function share({ desk, customer }: Talk): Promise<void> {
  await desk.more("Ask to see the customer's page");
  await consent(customer).getByRole("button", { name: "Show my page" }).click();
  await expect(mirror(desk).getByRole("heading", { name: "Checkout" })).toBeVisible();
}

test("a page is shown as it changes, and cards and passwords never leave it", async ({
  browser,
  server,
  agent,
}) => {
  const talking = await talk(browser, server.url, agent);
  const { page, desk, customer, wire } = talking;
  const problems: string[] = [];
  desk.page.on("console", (message) => {
    // What drives the browser looks into the mirror's frame by scripts, which that frame does not run.
    const ours = message.text().startsWith("Blocked script execution");
    if (message.type() === "error" && !ours) problems.push(message.text());
  });
  // The customer likes it dark, the agent does not say: what is emulated would hold in all frames.
  await page.emulateMedia({ colorScheme: "dark" });
  await desk.page.emulateMedia({ colorScheme: null });
  await desk.more("Ask to see the customer's page");
  await expect(desk.chat(customerName)).toContainText("The customer is asked to show its page");
  await expect(consent(customer)).toContainText("Never shown: what you type, passwords, card numbers");
  await expect(consent(customer)).toContainText("Nothing of it is recorded.");
  expect(await axeFindings(page)).toEqual([]);
  // Nothing is fetched or recorded before the customer agrees.
  expect(wire.sent.filter((sent) => sent.includes("cobrowse.js"))).toEqual([]);
  await consent(customer).getByRole("button", { name: "Show my page" }).click();
  const shown = mirror(desk);
  await expect(shown.getByRole("heading", { name: "Checkout" })).toBeVisible();
  await expect(bar(page)).toBeVisible();
  await expect(shown.getByText("Total: 249 EUR")).toBeVisible();
  // Its own styles and pictures, without anything being loaded from its site.
  await expect(shown.locator("header")).toHaveCSS("background-color", "rgb(47, 74, 58)");
  await expect(shown.locator("img").first()).toHaveAttribute("src", /^data:image/);
  await expect(shown.locator("header")).toHaveCSS("border-bottom-width", "3px");

  await page.getByRole("button", { name: "Close chat" }).click();
  await page.getByRole("button", { name: "Add the oak shelf" }).click();
  await expect(shown.getByText("Total: 269 EUR")).toBeVisible();
  await expect(shown.getByText("Oak shelf added")).toBeVisible();

  await page.locator("#name").pressSequentially("Eleanor Vance-Marsh");
  await page.locator("#notes").pressSequentially("Behind the blue gate");
  await page.locator("#code").pressSequentially("SPRING-20");
  await page.locator("#card").pressSequentially(card, { delay: 15 });
  await page.locator("#secret").pressSequentially(password, { delay: 5 });
  await page.locator("#reveal").click();
  await page.locator("#secret").pressSequentially("8");
  await page.locator("#letter").pressSequentially("Dear diary");
  await expect(shown.locator("#code")).toHaveValue("SPRING-20");
  await expect(shown.locator("#name")).toHaveValue(/^•+ •+$/);
  await expect(shown.locator("#card")).toHaveValue("••••••••");
  await expect(shown.locator("#secret")).toHaveValue("••••••••");
  await expect(shown.locator("#shown")).toHaveText(/^[• ]+$/);
  await expect(shown.locator("#letter")).toHaveText(/^[• ]+$/);
  await expect(shown.getByRole("link", { name: "Help" })).toHaveAttribute("href", "#");
  // What stood in a field before, and its beginning above it.
  await expect(shown.locator("b")).toHaveText("••••");
  // The title that the page sets after a while has come too.
  await expect(shown.locator("#late")).toHaveAttribute("title", /^Card [• ]+$/);

  const left = await wire.everything();
  expect(wire.shown.length).toBeGreaterThan(3);
  expect(left).toContain("SPRING-20");
  const digits = left.replace(/[ -]/g, "");
  for (const secret of ["4111111111111111", "411111111111", "5555555555554444", "60110009"])
    expect(digits).not.toContain(secret);
  for (const secret of [
    card,
    "4111 1111",
    password,
    password.slice(0, 6),
    "Vance-Marsh",
    "blue gate",
    "Dear diary",
    '"6011"',
    "SECRET-SESSION",
    "HIDDEN-CSRF",
    "LINK-TOKEN",
    "PRIVATE-TEXT",
    "BLOCKED-TEXT",
    "BLOCKED-ALT",
  ])
    expect(left, secret).not.toContain(secret);
  expect(problems).toEqual([]);
});

test("the agent points and highlights, and either side stops it", async ({ browser, server, agent }) => {
  const talking = await talk(browser, server.url, agent);
  const { page, desk, customer } = talking;
  await share(talking);
  await page.getByRole("button", { name: "Close chat" }).click();
  const target = mirror(desk).getByRole("button", { name: "Add the oak shelf" });
  const place = await target.boundingBox();
  if (!place) throw new Error("the button is not in the mirror");
  const middle = { x: place.x + place.width / 2, y: place.y + place.height / 2 };
  await desk.page.mouse.move(middle.x - 30, middle.y);
  await desk.page.mouse.move(middle.x, middle.y, { steps: 4 });
  const pointer = page.locator("holdfast-widget .pointer");
  await expect(pointer).toBeVisible();
  await expect(pointer).toContainText("Dana");
  await desk.page.mouse.click(middle.x, middle.y);
  const mark = page.locator("holdfast-widget .mark");
  await expect(mark).toBeVisible();
  const button = await page.getByRole("button", { name: "Add the oak shelf" }).boundingBox();
  const marked = await mark.boundingBox();
  expect(Math.abs((marked?.x ?? 0) + 4 - (button?.x ?? 0))).toBeLessThan(3);
  expect(Math.abs((marked?.width ?? 0) - 8 - (button?.width ?? 0))).toBeLessThan(3);
  // To point is not to click: nothing was added.
  await expect(page.getByText("Oak shelf added")).toHaveCount(0);
  await panel(desk).getByRole("button", { name: "Clear the highlight" }).click();
  await expect(mark).toBeHidden();

  await desk.page.getByRole("button", { name: "As large as the window" }).click();
  expect(await axeFindings(desk.page)).toEqual([]);
  await desk.page.getByRole("button", { name: "Beside the chat" }).click();
  await panel(desk).getByRole("button", { name: "Stop" }).click();
  await expect(bar(page)).toHaveCount(0);
  await expect(panel(desk)).toHaveCount(0);
  await expect(desk.chat(customerName)).toContainText("Co-browsing ended");

  // By its key, and stopped by the customer on its page.
  await desk.reply.press("Alt+v");
  await customer.open();
  await consent(customer).getByRole("button", { name: "Show my page" }).click();
  await expect(bar(page)).toBeVisible();
  await expect(mirror(desk).getByRole("heading", { name: "Checkout" })).toBeVisible();
  await page.locator("holdfast-widget .bar").getByRole("button", { name: "Stop" }).click();
  await expect(bar(page)).toHaveCount(0);
  await expect(panel(desk)).toHaveCount(0);
  await expect(customer.log).toContainText("Your page is not shared any more.");

  const admin = await server.api.signedIn("admin");
  const { events } = await server.api.conversationOf(admin, customerName);
  const kinds = events.map((event) => event.kind).filter((kind) => kind.startsWith("cobrowse"));
  expect(kinds).toEqual([
    "cobrowse_invitation_sent",
    "cobrowse_invitation_accepted",
    "cobrowse_session_started",
    "cobrowse_session_stopped",
    "cobrowse_invitation_sent",
    "cobrowse_invitation_accepted",
    "cobrowse_session_started",
    "cobrowse_session_stopped",
  ]);
  await admin.dispose();
});

test("a customer who does not want to is not recorded, and the agent is told", async ({
  browser,
  server,
  agent,
}) => {
  const { page, desk, customer, wire } = await talk(browser, server.url, agent);
  await desk.more("Ask to see the customer's page");
  await consent(customer).getByRole("button", { name: "No, thanks" }).click();
  await expect(desk.chat(customerName)).toContainText("did not want to show the page");
  await expect(consent(customer)).toHaveCount(0);
  await expect(bar(page)).toHaveCount(0);
  expect(wire.shown).toEqual([]);
  // Taken back before it was answered.
  await desk.more("Ask to see the customer's page");
  await expect(consent(customer)).toBeVisible();
  await desk.more("Stop co-browsing");
  await expect(consent(customer)).toHaveCount(0);
});

test("a reload, another page and a lost connection go on with a new picture", async ({
  browser,
  server,
  agent,
}) => {
  const talking = await talk(browser, server.url, agent);
  const { page, desk, context, site } = talking;
  await share(talking);
  await page.reload();
  await expect(bar(page)).toBeVisible();
  await page.locator("#add").click();
  await expect(mirror(desk).getByText("Oak shelf added")).toBeVisible();
  await page.goto(`${site.url}/help`);
  await expect(mirror(desk).getByRole("heading", { name: "Delivery and returns" })).toBeVisible();
  await expect(bar(page)).toBeVisible();

  await context.setOffline(true);
  await expect(talking.customer.banner).toContainText("Connection interrupted");
  await page.evaluate(() => {
    const line = document.createElement("p");
    line.textContent = "Changed while away";
    document.body.append(line);
  });
  await context.setOffline(false);
  await expect(mirror(desk).getByText("Changed while away")).toBeVisible();

  // Another tab of the customer is not shown, and can stop what is.
  const other = await context.newPage();
  await other.goto(site.url);
  await expect(bar(other)).toHaveCount(0);
  await other.getByRole("button", { name: /^Open chat/ }).click();
  const frame = other.frameLocator("holdfast-widget iframe");
  await expect(frame.getByText("Another tab of yours is being shared with Dana")).toBeVisible();
  await frame.getByRole("button", { name: "Stop" }).click();
  await expect(bar(page)).toHaveCount(0);
  await expect(panel(desk)).toHaveCount(0);
});

test("a page that does not let the recorder in says so to both sides", async ({ browser, server, agent }) => {
  const talking = await talk(browser, server.url, agent);
  const { page, desk, customer } = talking;
  await page.route("**/cobrowse.js", (route) => route.abort());
  await desk.more("Ask to see the customer's page");
  await consent(customer).getByRole("button", { name: "Show my page" }).click();
  await expect(desk.chat(customerName)).toContainText(
    "Co-browsing failed: the page does not let the recorder be loaded",
  );
  await expect(customer.log).toContainText("Showing your page did not work. Nothing is shared.");
  await expect(bar(page)).toHaveCount(0);
});

test("nothing is kept unless the tenant wants it and the customer was told", async ({
  browser,
  server,
  agent,
}) => {
  const talking = await talk(browser, server.url, agent);
  const { page, desk, customer } = talking;
  const admin = await server.api.signedIn("admin");
  await share(talking);
  await panel(desk).getByRole("button", { name: "Stop" }).click();
  await server.api.command(admin, { name: "set_setting", setting: "cobrowse_recording", value: "true" });
  await desk.more("Ask to see the customer's page");
  await expect(consent(customer)).toContainText("What is shown is recorded and kept with this conversation.");
  await consent(customer).getByRole("button", { name: "Show my page" }).click();
  await expect(mirror(desk).getByRole("heading", { name: "Checkout" })).toBeVisible();
  await expect(panel(desk)).toContainText("Recorded");
  await page.getByRole("button", { name: "Close chat" }).click();
  await page.locator("#card").pressSequentially(card);
  await page.locator("#add").click();
  await expect(mirror(desk).getByText("Oak shelf added")).toBeVisible();
  await panel(desk).getByRole("button", { name: "Stop" }).click();

  const watch = desk.page.getByRole("button", { name: /^Watch the recording of co-browsing/ });
  await expect(watch).toBeVisible();
  const { events } = await server.api.conversationOf(admin, customerName);
  const kept = events.filter((event) => event.kind === "cobrowse_recorded");
  // The first time nothing was kept.
  expect(kept).toHaveLength(1);
  const { chat } = kept[0] ?? {};
  const { file } = kept[0]?.data ?? {};
  const token = await page.frames()[1]?.evaluate(() => localStorage.getItem("holdfast.token"));
  const answer = await page.request.post(`${server.url}/api/chats/${chat}/files/${file}/link`, {
    headers: { authorization: `Bearer ${token}`, origin: server.url },
  });
  expect(answer.status()).toBe(404);

  await watch.click();
  const dialog = desk.page.getByRole("dialog", { name: "Recording of co-browsing" });
  const replay = dialog.frameLocator("iframe");
  await expect(replay.getByRole("button", { name: "Pause" })).toBeVisible();
  await replay.getByLabel("Moment of the recording").press("End");
  await expect(replay.frameLocator("iframe").getByText("Oak shelf added")).toBeVisible();
  await expect(replay.getByRole("button", { name: "Play" })).toBeVisible();
  expect(await axeFindings(desk.page)).toEqual([]);
  // The player stands in a frame of its own, around the page that is shown.
  const player = desk.page.frames().find((one) => one.url().endsWith("/mirror/"));
  if (!player) throw new Error("there is no player");
  for (const colorScheme of ["light", "dark"] as const) {
    await desk.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await settled(player);
    expect(await axeFindings(player, { exclude: ["iframe"] }), colorScheme).toEqual([]);
  }
  await admin.dispose();
});
