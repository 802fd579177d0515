// A message left while nobody is there: it is on the desks at once, says whether its customer is verified, is taken and settled by one of
// the queue's agents with the others looking on, and is never gone.

import { expect, test } from "../harness/fixtures";
import { makeIdentityKey, serveProvingSite } from "../harness/identity";
import { tell } from "../harness/page-calls";
import { CustomerPage } from "../harness/widget";

const never = { time_zone: "Europe/Berlin", week: [[], [], [], [], [], [], []], closed_dates: [] };

test("a verified customer's message is on the desks of its queue at once, and is settled there", async ({
  browser,
  server,
  agent,
}) => {
  const admin = await server.api.signedIn("admin");
  await server.api.command(admin, {
    name: "put_queue",
    queue: {
      id: "general",
      name: "General",
      allocation: "offer",
      balance: "longest_idle",
      priority: 0,
      waiting_max: null,
      enabled: true,
      company_filter: false,
      hours: never,
    },
  });
  const { desk: dana } = await agent("dana");
  const { desk: sofia } = await agent("sofia");
  await sofia.page.keyboard.press("Alt+Quote");
  await expect(sofia.page.getByText("Nothing to answer")).toBeVisible();

  const site = await serveProvingSite(server.url, await makeIdentityKey(server));
  const context = await browser.newContext();
  const customer = await CustomerPage.visit(context, `${site.url}/lamps`);
  const { page, frame } = customer;
  await page.evaluate(() => (window as unknown as { signIn: (id: string) => void }).signIn("4711"));
  await tell(page, ["open"]);
  await expect(frame.getByLabel("E-mail")).toHaveValue("4711@example.com");
  await frame.getByLabel("Your message").fill("Is the oak desk back?\nPlease call.");
  await frame.getByRole("button", { name: "Send message" }).click();
  await expect(frame.getByRole("heading", { name: "We have your message" })).toBeVisible();

  // Whoever serves the queue sees it come, wherever it is on the desk.
  const message = (desk: typeof dana) => desk.page.getByRole("listitem", { name: /^Eleanor Vance/ });
  await expect(message(sofia)).toContainText("Please call.");
  const places = dana.page.getByRole("navigation", { name: "Places" });
  await expect(places.getByRole("link", { name: "Messages 1 open" })).toBeVisible();
  await places.getByRole("link", { name: /^Messages/ }).click();
  await expect(message(dana).getByText("Verified", { exact: true })).toBeVisible();
  await expect(message(dana)).toContainText("4711");
  await expect(message(dana).getByRole("link", { name: /\/lamps$/ })).toBeVisible();
  await expect(message(dana).getByRole("link", { name: "Answer 4711@example.com" })).toHaveAttribute(
    "href",
    /^mailto:4711@example\.com\?subject=Re%3A%20Is%20the%20oak%20desk%20back%3F$/,
  );
  await message(dana).getByRole("button", { name: "Take it" }).click();
  await expect(message(sofia)).toContainText("Taken by Dana");
  await message(dana).getByRole("button", { name: "Settle…" }).click();
  await dana.page.getByLabel("How was it settled?").fill("Called back");
  await dana.page.getByRole("dialog").getByRole("button", { name: "Settle" }).click();
  await expect(message(dana)).toHaveCount(0);
  await expect(sofia.page.getByText("Nothing to answer")).toBeVisible();
  await expect(places.getByRole("link", { name: "Messages", exact: true })).toBeVisible();

  // Nothing that was settled is gone.
  await sofia.page.getByText("Settled", { exact: true }).click();
  await expect(message(sofia)).toContainText("Called back");
  await message(sofia).getByRole("button", { name: "Open again" }).click();
  await expect(message(dana)).toBeVisible();

  // A stranger's says that nobody proved anything.
  const stranger = await browser.newContext();
  const other = await CustomerPage.visit(stranger, site.url);
  await tell(
    other.page,
    ["identify", { external_id: "4711", name: "Eve", email: "eve@example.com" }],
    ["open"],
  );
  await other.frame.getByLabel("Your message").fill("It is me, Eleanor");
  await other.frame.getByRole("button", { name: "Send message" }).click();
  const eve = dana.page.getByRole("listitem", { name: /^Eve/ });
  await expect(eve.getByText("Not verified")).toBeVisible();
  await expect(eve).not.toContainText("4711");
  await admin.dispose();
  await context.close();
  await stranger.close();
  site.stop();
});
