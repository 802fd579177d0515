// Who customers prove to be, in browsers: the same conversation on two of them, signing out, a proof that runs out in the middle of a chat,
// and that a claim without a proof gets nothing.

import type { Page } from "@playwright/test";
import { expect, test } from "../harness/fixtures";
import { makeIdentityKey, type ProvingSite, serveProvingSite } from "../harness/identity";
import { heard, tell } from "../harness/page-calls";
import { CustomerPage } from "../harness/widget";

const signIn = (page: Page, id: string) =>
  page.evaluate((id) => (window as unknown as { signIn: (id: string) => void }).signIn(id), id);
const signOut = (page: Page) => page.evaluate(() => (window as unknown as { signOut: () => void }).signOut());
/** What the frame keeps in the browser about whose session it is. */
const kept = (page: Page) =>
  page
    .frames()[1]
    ?.evaluate(() =>
      ["token", "proved", "form", "draft"].map((key) => localStorage.getItem(`holdfast.${key}`)),
    );

const stories = test.extend<{ site: ProvingSite }>({
  site: async ({ server }, use) => {
    const site = await serveProvingSite(server.url, await makeIdentityKey(server));
    await use(site);
    site.stop();
  },
});

stories(
  "the same customer goes on with its conversation in another browser, and signing out forgets it",
  async ({ browser, site, agent }) => {
    const { desk } = await agent("dana");
    await desk.setStatus("Available");
    const home = await browser.newContext();
    const addresses: string[] = [];
    home.on("request", (request) => addresses.push(request.url()));
    const one = await CustomerPage.visit(home, site.url);
    await signIn(one.page, "4711");
    await one.open();
    // What the shop proved is in the form already.
    await expect(one.frame.getByLabel("Your name")).toHaveValue("Eleanor Vance");
    await one.frame.getByLabel("Your question").fill("Is the lamp dimmable?");
    await one.frame.getByRole("button", { name: "Start chat" }).click();
    await desk.accept("Eleanor Vance");
    await desk.panel("Customer");
    const about = desk.page.getByRole("region", { name: "Customer", exact: true });
    await expect(about.getByText("Verified", { exact: true })).toBeVisible();
    await expect(about.getByText("4711", { exact: true })).toBeVisible();
    await desk.say("It is, down to a tenth.");

    const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const two = await CustomerPage.visit(phone, site.url);
    await signIn(two.page, "4711");
    await two.open();
    await expect(two.log).toContainText("It is, down to a tenth.");
    await two.say("And with which bulbs?");
    await expect(one.log).toContainText("And with which bulbs?");
    await expect(desk.log).toContainText("And with which bulbs?");
    expect(await one.messages()).toEqual([
      "Is the lamp dimmable?",
      "It is, down to a tenth.",
      "And with which bulbs?",
    ]);
    expect(await two.messages()).toEqual(await one.messages());

    // Who signs out on one device leaves nothing there, and stays in the chat on the other.
    await signOut(two.page);
    await expect(two.frame.getByLabel("Your name")).toHaveValue("");
    expect(await kept(two.page)).toEqual([null, null, null, null]);
    await two.page.reload();
    await two.open();
    await expect(two.frame.getByLabel("Your name")).toHaveValue("");
    await expect(two.frame.getByText("It is, down to a tenth.")).toHaveCount(0);
    await one.say("Still here on the big screen");
    await expect(desk.log).toContainText("Still here on the big screen");

    // The next one who signs in on that phone sees nothing of it either.
    await signIn(two.page, "4712");
    await expect(two.frame.getByLabel("Your name")).toHaveValue("Liu Wei");
    await signOut(two.page);

    // Signed out everywhere, the chat is left; signed in again, the conversation is there.
    await signOut(one.page);
    await expect(desk.wrapUp).toBeVisible();
    await signIn(two.page, "4711");
    await expect(two.log).toContainText("Still here on the big screen");

    // No proof was in an address.
    expect(site.tokens.length).toBeGreaterThan(3);
    for (const address of addresses)
      for (const token of site.tokens) expect(address).not.toContain(token.slice(-20));
    await home.close();
    await phone.close();
  },
);

stories(
  "a claim without a proof gets nothing of a verified customer, whatever it says",
  async ({ browser, server, site, agent }) => {
    const { desk } = await agent("dana");
    await desk.setStatus("Available");
    const home = await browser.newContext();
    const eleanor = await CustomerPage.visit(home, site.url);
    // She is done with her question before the shop has said who she is: her name is waited for, and not asked for.
    let goOn = () => {};
    site.held = new Promise<void>((done) => {
      goOn = done;
    });
    await signIn(eleanor.page, "4711");
    await eleanor.open();
    await eleanor.frame.getByLabel("Your question").fill("My card ends in 1111, was it charged twice?");
    await eleanor.frame.getByRole("button", { name: "Start chat" }).click();
    await expect(eleanor.frame.getByRole("button", { name: "Starting…" })).toBeDisabled();
    await expect(eleanor.frame.getByText("Please tell us your name")).toHaveCount(0);
    goOn();
    await desk.accept("Eleanor Vance");

    const elsewhere = await browser.newContext();
    const eve = await CustomerPage.visit(elsewhere, site.url);
    await tell(
      eve.page,
      ["identify", { external_id: "4711", name: "Eleanor Vance", email: "4711@example.com" }],
      ["open"],
    );
    await expect(eve.frame.getByLabel("Your name")).toHaveValue("Eleanor Vance");
    await eve.frame.getByLabel("Your question").fill("Tell me my card, please");
    await eve.frame.getByRole("button", { name: "Start chat" }).click();
    await expect(eve.frame.getByText("My card ends in 1111")).toHaveCount(0);
    await expect(desk.offer("Eleanor Vance")).toBeVisible();
    await desk.offer("Eleanor Vance").getByRole("button", { name: "Accept" }).click();
    await expect(desk.log.last()).toContainText("Tell me my card, please");
    await desk.panel("Customer");
    const about = desk.page.getByRole("region", { name: "Customer", exact: true });
    await expect(about.getByText("Not verified")).toBeVisible();
    await expect(about.getByText("This is the first one.")).toBeVisible();

    // A forged proof is refused and told to the page.
    await tell(eve.page, ["identify", { external_id: "4711", hmac: "0".repeat(64) }]);
    await expect
      .poll(async () => (await heard(eve.page)).filter(([name]) => name === "error").map(([, it]) => it.code))
      .toEqual(["identity_invalid"]);
    expect(await eve.messages()).toEqual(["Tell me my card, please"]);
    const admin = await server.api.signedIn("admin");
    const rows = (await (await admin.get("/api/incidents?external_id=4711")).json()) as unknown[];
    expect(rows, "what is Eleanor's is hers alone").toHaveLength(1);
    await admin.dispose();
    await home.close();
    await elsewhere.close();
  },
);

stories(
  "a proof that runs out in the middle of a chat is fetched anew, and nobody notices",
  async ({ browser, site, agent }) => {
    stories.setTimeout(180_000);
    const { desk } = await agent("dana");
    await desk.setStatus("Available");
    // A clock may be off by 60 seconds: such a token is good for three more.
    site.goodForSeconds = -57;
    const home = await browser.newContext();
    const customer = await CustomerPage.visit(home, site.url);
    await signIn(customer.page, "4711");
    await customer.open();
    await customer.frame.getByLabel("Your question").fill("Is the lamp dimmable?");
    await customer.frame.getByRole("button", { name: "Start chat" }).click();
    await desk.accept("Eleanor Vance");
    const before = site.tokens.length;
    // It has run out, and the shop's own server does not answer: the page is told, and the chat stays on the screen.
    site.answers = false;
    const errors = async () =>
      (await heard(customer.page)).filter(([name]) => name === "error").map(([, it]) => it.code);
    await expect.poll(errors, { timeout: 30_000 }).toContain("identity_unavailable");
    // The line breaks, and without a proof the server does not let it come again; what is written waits.
    await home.setOffline(true);
    await expect(customer.banner).toContainText("Connection interrupted");
    await home.setOffline(false);
    await customer.say("Written while nobody could prove anything");
    const refusedBefore = (await errors()).length;
    await expect
      .poll(async () => (await errors()).length, { timeout: 60_000 })
      .toBeGreaterThan(refusedBefore);
    await expect(customer.own("Written while")).toHaveAttribute("data-status", "sending");
    await expect(desk.log).not.toContainText("Written while");
    site.goodForSeconds = 300;
    site.answers = true;
    await expect(desk.log).toContainText("Written while nobody could prove anything", { timeout: 60_000 });
    expect(site.tokens.length).toBeGreaterThan(before);
    await desk.say("It is");
    await expect(customer.log).toContainText("It is");
    expect(await customer.messages()).toEqual([
      "Is the lamp dimmable?",
      "Written while nobody could prove anything",
      "It is",
    ]);
    const told = (await heard(customer.page)).map(([name]) => name);
    expect(told, "the chat was the same all the time").not.toContain("ended");
    expect(told.filter((name) => name === "started")).toHaveLength(1);
    await home.close();
  },
);

test("the demo shop signs its customers in and out", async ({ browser, server, agent }) => {
  const { desk } = await agent("dana");
  await desk.setStatus("Available");
  const context = await browser.newContext();
  const customer = await CustomerPage.visit(context, server.url);
  const { page, frame } = customer;
  const account = page.getByRole("region", { name: "Your account" });
  await expect(account).toContainText("Not signed in");
  await account.getByRole("button", { name: "Sign in as Liu Wei" }).click();
  await expect(account.getByRole("button", { name: "Sign out" })).toBeFocused();
  await customer.open();
  await expect(frame.getByLabel("Your name")).toHaveValue("Liu Wei");
  await frame.getByLabel("Your question").fill("Where is my shelf?");
  await frame.getByRole("button", { name: "Start chat" }).click();
  await desk.accept("Liu Wei");
  await desk.panel("Customer");
  await expect(desk.page.getByText("northwind-1002", { exact: true })).toBeVisible();

  // The shop remembers who is signed in, and proves it on its next page.
  await page.reload();
  await expect(account).toContainText("Signed in as Liu Wei");
  await customer.open();
  await expect(customer.log).toContainText("Where is my shelf?");
  await account.getByRole("button", { name: "Sign out" }).click();
  await expect(frame.getByLabel("Your name")).toHaveValue("");
  await expect(desk.wrapUp).toBeVisible();

  // The plain page does the same, and has it from the same conversation.
  await page.goto(`${server.url}/plain.html`);
  await page.getByRole("button", { name: "Sign in as Liu Wei" }).click();
  await page.getByRole("button", { name: "open", exact: true }).click();
  await expect(customer.log).toContainText("Where is my shelf?");
  await expect(page.getByRole("list", { name: "Events" })).toContainText("open {}");
  await context.close();
});
