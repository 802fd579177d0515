import { test } from "../harness/fixtures";
import { serveShop } from "../harness/shop-site";
import { CustomerPage } from "../harness/widget";

test.describe.configure({ timeout: 400_000 });
const dir = "/tmp/cb/shots";
test("shots", async ({ browser, server, agent }) => {
  const site = await serveShop(server.url);
  const { desk } = await agent("dana");
  await desk.setStatus("Available");
  const admin = await server.api.signedIn("admin");
  for (const [name, options, recording] of [
    ["light", { colorScheme: "light", viewport: { width: 1440, height: 900 } }, "false"],
    ["dark", { colorScheme: "dark", viewport: { width: 1024, height: 768 } }, "true"],
    ["mobile", { colorScheme: "light", viewport: { width: 390, height: 844 } }, "false"],
    ["short", { colorScheme: "light", viewport: { width: 800, height: 420 } }, "false"],
  ] as const) {
    await server.api.command(admin, { name: "set_setting", setting: "cobrowse_recording", value: recording });
    const context = await browser.newContext(options);
    const customer = await CustomerPage.visit(context, site.url);
    const who = `Eleanor ${name}`;
    await customer.ask(who, "My discount does not work");
    await desk.accept(who);
    await desk.more("Ask to see the customer's page");
    await customer.frame.getByRole("dialog").waitFor();
    await customer.page.waitForTimeout(600);
    await customer.page.screenshot({ path: `${dir}/consent-${name}.png` });
    await customer.frame.getByRole("button", { name: "Show my page" }).click();
    await desk.page
      .frameLocator(`iframe[title="Page of ${who}"]`)
      .frameLocator("iframe")
      .getByText("Northwind Home")
      .first()
      .waitFor();
    await customer.page.waitForTimeout(1500);
    await customer.page.screenshot({ path: `${dir}/shared-${name}.png` });
    if (name === "light") {
      const box = await desk.page
        .frameLocator(`iframe[title="Page of ${who}"]`)
        .frameLocator("iframe")
        .getByRole("button", { name: "Add the oak shelf" })
        .boundingBox();
      if (box) {
        await desk.page.mouse.move(box.x - 40, box.y);
        await desk.page.mouse.move(box.x + 4, box.y + 4, { steps: 5 });
        await desk.page.mouse.down();
        await desk.page.mouse.up();
      }
      await customer.page.getByRole("button", { name: "Close chat" }).click();
      await customer.page.waitForTimeout(800);
      await customer.page.screenshot({ path: `${dir}/pointed-${name}.png` });
    }
    await desk.page.screenshot({ path: `${dir}/desk-${name}.png` });
    if (name === "dark") {
      await desk.page.emulateMedia({ colorScheme: "dark" });
      await desk.page.setViewportSize({ width: 1024, height: 768 });
      await desk.page.waitForTimeout(800);
      await desk.page.screenshot({ path: `${dir}/desk-dark-1024.png` });
      await desk.page.setViewportSize({ width: 1440, height: 900 });
    }
    await desk.page.getByRole("button", { name: "Stop", exact: true }).first().click();
    await customer.page.waitForTimeout(500);
    await customer.page.screenshot({ path: `${dir}/after-${name}.png` });
    await desk.endChat();
    await desk.completeWrapUp({ subject: "Discount" });
    await context.close();
  }
  site.stop();
});
