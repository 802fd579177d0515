// What a page can tell the widget and what it hears of it: calls before the script has loaded, events, quirks mode, blocked storage, a
// strict policy, and nothing of the person in any address.

import type { BrowserContext, Page } from "@playwright/test";
import { expect, test } from "../harness/fixtures";
import { heard, listening, serveSite, tell } from "../harness/page-calls";

const names = async (page: Page) => (await heard(page)).map(([name]) => name);

async function addresses(context: BrowserContext): Promise<string[]> {
  const seen: string[] = [];
  context.on("request", (request) => seen.push(request.url()));
  context.on("page", (page) => page.on("websocket", (socket) => seen.push(socket.url())));
  return seen;
}

test("calls queued before the script has loaded are carried out, and every event is heard", async ({
  browser,
  server,
  agent,
}) => {
  const site = await serveSite({
    body: `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1><script src="/site.js"></script>
     <script async src="${server.url}/widget.js" data-queue="general"></script></html>`,
    script: `${listening}
     Holdfast.push(["identify", { name: "Eleanor Vance", email: "eleanor@example.com" }], ["prefill", { question: "Is it dimmable?" }]);
     Holdfast.push(["attributes", { cart: "LX-2290" }], ["toggle"]);
     Holdfast.push(["no such thing"]);`,
    policy: `default-src 'none'; script-src 'self' ${server.url}; frame-src ${server.url}; base-uri 'none'`,
  });
  const context = await browser.newContext();
  const seen = await addresses(context);
  const page = await context.newPage();
  await page.goto(`${site.url}/lamps`);
  const frame = page.frameLocator("iframe");
  await expect(frame.getByLabel("Your name")).toHaveValue("Eleanor Vance");
  await expect(frame.getByLabel("E-mail")).toHaveValue("eleanor@example.com");
  await expect(frame.getByLabel("Your question")).toHaveValue("Is it dimmable?");
  await frame.getByRole("button", { name: "Start chat" }).click();
  await expect(frame.getByText("You are in the queue")).toBeVisible();

  const { desk } = await agent("dana");
  await desk.setStatus("Available");
  await desk.accept("Eleanor Vance");
  await tell(page, ["close"], ["attributes", { total: 249 }]);
  await desk.say("Yes, it is");
  await expect.poll(() => names(page)).toContain("unread");
  await tell(page, ["open"]);
  await expect(frame.getByText("Yes, it is")).toBeVisible();
  await frame.getByRole("button", { name: "End chat" }).click();
  await frame.getByRole("dialog").getByRole("button", { name: "End chat" }).click();
  await expect.poll(() => names(page)).toContain("ended");

  const told = await heard(page);
  const of = (name: string) => told.filter((one) => one[0] === name).map((one) => one[1]);
  expect(told.map((one) => one[0]).slice(0, 2)).toEqual(["ready", "open"]);
  expect(of("started")).toEqual([{}]);
  expect(of("position")[0]).toMatchObject({ position: 1 });
  expect(of("agent")).toEqual([{ name: "Dana" }, { name: null }]);
  expect(of("message")).toContainEqual({ from: "agent" });
  expect(of("unread").map((one) => one.count)).toEqual([1, 0]);
  expect(of("ended")).toEqual([{ reason: "CustomerLeft" }]);
  // That something was said is told, never what.
  expect(JSON.stringify(told)).not.toContain("Yes, it is");

  // What the page knows is marked as the page's.
  const admin = await server.api.signedIn("admin");
  const { events } = await server.api.conversationOf(admin, "Eleanor Vance");
  const known = events.filter((event) => event.kind === "attributes_changed");
  expect(known.map((event) => event.data.attributes)).toEqual([
    { "page.cart": "LX-2290" },
    { "page.total": "249" },
  ]);
  await admin.dispose();

  // Neither token nor name in an address.
  const token = await page.frames()[1]?.evaluate(() => localStorage.getItem("holdfast.token"));
  expect(token?.length ?? 0).toBeGreaterThan(20);
  for (const address of seen) {
    expect(address).not.toContain(token ?? "?");
    expect(address).not.toMatch(/eleanor/i);
  }

  await tell(page, ["logout"]);
  await expect(frame.getByLabel("Your name")).toHaveValue("");
  const kept = await page.frames()[1]?.evaluate(() => localStorage.getItem("holdfast.token"));
  const mark = await page.evaluate(() => localStorage.getItem("holdfast.session"));
  expect([kept, mark]).toEqual([null, null]);
  await context.close();
  site.stop();
});

test("shows, hides and takes queue and topic on a page in quirks mode with storage blocked", async ({
  browser,
  server,
}) => {
  const admin = await server.api.signedIn("admin");
  for (const id of ["returns", "repairs"])
    await server.api.command(admin, {
      name: "put_topic",
      topic: { id, name: id, queue: "general", enabled: true },
    });
  const site = await serveSite({
    body: `<html><title>Old shop</title><h1>Shop</h1><script src="/site.js"></script>
     <script async src="${server.url}/widget.js" data-hidden data-locale="en"></script></html>`,
    script: listening,
  });
  const context = await browser.newContext();
  await context.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage", "indexedDB"])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException("blocked", "SecurityError");
        },
      });
  });
  const page = await context.newPage();
  await page.goto(site.url);
  await expect.poll(() => names(page)).toEqual(["ready"]);
  expect(await page.evaluate(() => document.compatMode)).toBe("BackCompat");
  const launcher = page.getByRole("button", { name: "Open chat" });
  await expect(launcher).toHaveCount(0);
  await tell(page, ["show"]);
  await expect(launcher).toBeVisible();
  await tell(page, ["queue", "billing"], ["topic", "repairs"], ["open"]);
  const frame = page.frameLocator("iframe");
  await expect(frame.getByLabel("Topic")).toHaveValue("repairs");
  await frame.getByLabel("Your name").fill("Old Browser");
  await frame.getByLabel("Your question").fill("Does it work?");
  await frame.getByRole("button", { name: "Start chat" }).click();
  await expect(frame.getByText("You are in the queue")).toBeVisible();
  const panel = await page.locator("iframe").boundingBox();
  expect([panel?.width, (panel?.height ?? 0) > 400]).toEqual([384, true]);
  await tell(page, ["hide"]);
  await expect(page.locator("iframe")).toBeHidden();
  await context.close();
  await admin.dispose();
  site.stop();
});

test("in a single-page app the chat stays while the pages change, and agents see where the customer is", async ({
  browser,
  server,
  agent,
}) => {
  const site = await serveSite({
    body: `<!doctype html><html lang="en"><title>Shop</title><h1>Lamps</h1><script src="/site.js"></script>
     <script async src="${server.url}/widget.js" data-queue="general" data-locale="en"></script></html>`,
    script: listening,
  });
  const { desk } = await agent("dana");
  await desk.setStatus("Available");
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.url}/lamps`);
  await tell(page, ["prefill", { name: "Eleanor Vance", question: "Is it dimmable?" }], ["open"]);
  const frame = page.frameLocator("iframe");
  await frame.getByRole("button", { name: "Start chat" }).click();
  await desk.accept("Eleanor Vance");
  await desk.panel("Customer");
  const about = desk.page.getByRole("region", { name: "Customer", exact: true });
  await expect(about.getByRole("link", { name: /\/lamps$/ })).toBeVisible();
  await frame.getByLabel("Your message").fill("Half a sentence");
  await page.frames()[1]?.evaluate(() => {
    (window as { sameFrame?: boolean }).sameFrame = true;
  });

  await page.evaluate(() => {
    history.pushState(null, "", "/basket?step=2");
    document.title = "Basket";
    document.querySelector("h1")?.replaceChildren("Basket");
  });
  await expect(about.getByRole("link", { name: /\/basket/ })).toBeVisible();
  await page.goBack();
  await expect(about.getByRole("link", { name: /\/lamps$/ })).toBeVisible();
  await expect(frame.getByLabel("Your message")).toHaveValue("Half a sentence");
  expect(await page.frames()[1]?.evaluate(() => (window as { sameFrame?: boolean }).sameFrame)).toBe(true);
  // An app that draws its whole body anew takes the widget with it, and it is there again.
  await page.evaluate(() => {
    history.pushState(null, "", "/thanks");
    const fresh = document.createElement("body");
    fresh.append("Thank you");
    document.documentElement.replaceChild(fresh, document.body);
  });
  await expect(frame.getByText("Is it dimmable?")).toBeVisible();
  await expect(frame.getByLabel("Your message")).toHaveValue("Half a sentence");
  await expect(about.getByRole("link", { name: /\/thanks$/ })).toBeVisible();
  await expect(page.locator("holdfast-widget")).toHaveCount(1);
  expect((await names(page)).filter((name) => name === "started")).toHaveLength(1);
  expect(await names(page)).not.toContain("ended");
  await context.close();
  site.stop();
});

test("a refusal and a server that is not there are told to the page", async ({ browser, server }) => {
  const site = await serveSite({
    body: `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1><script src="/site.js"></script>
     <script async src="${server.url}/widget.js" data-queue="general" data-locale="en"></script></html>`,
    script: listening,
  });
  const admin = await server.api.signedIn("admin");
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(site.url);
  await tell(page, ["prefill", { name: "Eleanor Vance", question: "Is it dimmable?" }], ["open"]);
  const frame = page.frameLocator("iframe");
  const start = frame.getByRole("button", { name: "Start chat" });
  await start.waitFor();
  await context.setOffline(true);
  await start.click();
  const errors = async () =>
    (await heard(page)).filter(([name]) => name === "error").map(([, it]) => it.code);
  await expect.poll(errors).toEqual(["unreachable"]);
  await context.setOffline(false);
  await server.api.command(admin, { name: "set_setting", setting: "identity_required", value: "true" });
  await start.click();
  await expect.poll(errors).toEqual(["unreachable", "identity_required"]);
  await expect(frame.getByText("Please sign in on this site to write to us.")).toBeVisible();
  await admin.dispose();
  await context.close();
  site.stop();
});

test("Escape closes the menu, then the widget; a dialog before both", async ({ visitor }) => {
  const { customer } = await visitor();
  const { frame, page } = customer;
  await customer.ask("Liu Wei", "Warranty?");
  await expect(frame.getByText("You are in the queue")).toBeVisible();
  const more = frame.getByRole("button", { name: "More" });
  await more.press("Enter");
  await page.keyboard.press("Escape");
  await expect(frame.getByText("Save the conversation")).toHaveCount(0);
  await expect(more).toBeFocused();
  await frame.getByRole("button", { name: "Leave queue" }).press("Enter");
  await page.keyboard.press("Escape");
  await expect(frame.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Open chat" })).toBeFocused();
});

test("what is sent before the chat is there goes with it", async ({ visitor }) => {
  const { customer } = await visitor();
  let letIn: (() => void) | null = null;
  const isLetIn = new Promise<void>((done) => {
    letIn = done;
  });
  await customer.page.routeWebSocket(/./, (socket) => {
    socket.connectToServer().onMessage(async (message) => {
      await isLetIn;
      socket.send(message);
    });
  });
  await customer.ask("Liu Wei", "Warranty?");
  await customer.say("It broke on Monday");
  const field = customer.frame.getByLabel("Your message");
  await expect(field).toHaveValue("It broke on Monday");
  await expect(customer.frame.getByRole("button", { name: "Send" })).toBeDisabled();
  (letIn as (() => void) | null)?.();
  await expect(customer.own("It broke on Monday")).toHaveAttribute("data-status", "sent");
  await expect(field).toHaveValue("");
  expect(await customer.messages()).toEqual(["Warranty?", "It broke on Monday"]);
});

test("the conversation can be saved as a text", async ({ visitor }) => {
  const { customer } = await visitor();
  const { frame, page } = customer;
  await customer.ask("Liu Wei", "Warranty?");
  await customer.say("It broke on Monday");
  await expect(customer.own("It broke on Monday")).toHaveAttribute("data-status", "sent");
  await frame.getByRole("button", { name: "More" }).click();
  const download = page.waitForEvent("download");
  await frame.getByRole("button", { name: "Save the conversation" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^chat-\d{4}-\d\d-\d\d\.txt$/);
  const stream = await file.createReadStream();
  let text = "";
  for await (const piece of stream) text += piece;
  expect(text).toMatch(/Northwind Home\n\n\[.+\] You: Warranty\?\n\[.+\] You: It broke on Monday\n$/);
});
