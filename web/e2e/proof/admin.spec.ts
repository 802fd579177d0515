// What an administrator changes works at once: a queue and a topic, a user, a standard text.

import { expect, test } from "../harness/fixtures";
import { hold } from "../harness/views/held";
import { cutLine } from "../harness/views/outside-views";

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

test("the desk knows every setting, and its default", async ({ agent }) => {
  const { desk } = await agent("admin");
  const { page } = desk;
  await desk.place("Admin");
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByRole("region", { name: "Waiting and offers" }).waitFor();
  // On a new server nothing is to be reset, and nothing is left over.
  await expect(page.getByRole("region", { name: "Others" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Reset" })).toHaveCount(0);
});

test("a form stays while what it is of cannot be read, and what failed is read once the connection is back", async ({
  server,
  agent,
}) => {
  const { context } = await agent("admin");
  const page = await context.newPage();
  const line = await cutLine(page);
  line.mend();
  await page.goto(`${server.url}/desk/admin/knowledge`);
  await page.getByRole("button", { name: "New article" }).click();
  const title = page.getByRole("dialog").getByLabel("Title");
  await title.fill("How lamps are fetched");

  // Somebody else changes an article meanwhile, and the storage is away.
  const articles = await hold(page, /^\/api\/articles$/);
  articles.refuse();
  const admin = await server.api.signedIn("admin");
  await server.api.command(admin, {
    name: "put_article",
    article: { id: "returns", title: "Returns", body: "A hundred days.", language: "en", outage: false },
  });
  await admin.dispose();
  const problem = page.getByText("The storage does not answer");
  await expect(problem).toBeAttached();
  await expect(title).toHaveValue("How lamps are fetched");

  line.cut();
  await expect(page.getByText("Connection interrupted. Reconnecting…")).toBeVisible();
  await articles.letThrough();
  line.mend();
  await expect(problem).toHaveCount(0, { timeout: 30_000 });
  await expect(title).toHaveValue("How lamps are fetched");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Returns", exact: true })).toBeVisible();
});
