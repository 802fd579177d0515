// Proof 5: what a customer typed while offline, in a tab that it closed, is delivered once and in order when it comes back.

import { expect, test } from "../harness/fixtures";
import { CustomerPage } from "../harness/widget";

test.use({ settings: { absent_interval: "5s" } });

test("messages typed offline in a tab that was closed arrive once and in order", async ({
  visitor,
  agent,
  server,
}) => {
  const { desk } = await agent("dana");
  await desk.setStatus("Available");
  const { context, customer } = await visitor();
  await customer.ask("Tomás Herrera", "Hello?");
  await desk.accept("Tomás Herrera");
  await desk.say("Hello Tomás");
  await expect(customer.log).toContainText("Hello Tomás");

  await context.setOffline(true);
  await expect(customer.banner).toContainText("Connection interrupted. We keep your place.");
  const typed = ["one, in the tunnel", "two, still in the tunnel", "three, I close this now"];
  for (const text of typed) {
    await customer.say(text);
    await expect(customer.own(text)).toHaveAttribute("data-status", "sending");
  }
  await customer.page.close();
  await expect(desk.log).not.toContainText("tunnel");

  await context.setOffline(false);
  const again = await CustomerPage.visit(context, server.url);
  await again.open();
  await expect(again.own("three, I close this now")).toHaveAttribute("data-status", /sent|seen/);
  expect(await again.messages()).toEqual(["Hello?", "Hello Tomás", ...typed]);
  await expect(desk.log).toContainText("three, I close this now");
  await expect.poll(() => desk.messages()).toEqual(["Hello?", "Hello Tomás", ...typed]);
  await expect(again.frame.getByText("Dana").first()).toBeVisible();
});
