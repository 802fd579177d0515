// A bot answers from the knowledge, and hands over to a person when it is asked for one: transcript, summary and what it noted go along.

import { Bot } from "../harness/bot";
import { expect, test } from "../harness/fixtures";

test("from the bot to an agent, with all that was said", async ({ visitor, agent, server }) => {
  const admin = await server.api.signedIn("admin");
  await server.api.command(admin, {
    name: "put_queue",
    queue: {
      id: "first-line",
      name: "First line",
      allocation: "offer",
      balance: "longest_idle",
      priority: 0,
      waiting_max: null,
      enabled: true,
      company_filter: false,
    },
  });
  await server.api.command(admin, {
    name: "put_topic",
    topic: { id: "first", name: "Ask us anything", queue: "first-line", enabled: true },
  });
  await admin.dispose();
  const bot = await Bot.start(server, "robbie", "Robbie", "first-line");
  const { desk } = await agent("dana");
  await desk.setStatus("Available");
  const { customer } = await visitor();
  const { frame } = customer;
  await customer.open();
  await customer.tell(["queue", null]);
  await frame.getByLabel("Your name").fill("Grace Okafor");
  await frame.getByLabel("Topic").selectOption("Ask us anything");
  await frame.getByLabel("Your question").fill("How do returns and refunds work?");
  await frame.getByRole("button", { name: "Start chat" }).click();

  await expect(customer.who).toHaveText("Robbie");
  await expect(customer.log).toContainText("within 30 days");
  await expect(desk.offer("Grace Okafor")).toHaveCount(0);

  await customer.say("I would like to talk to a person");
  await desk.accept("Grace Okafor");
  await expect(customer.who).toHaveText("Dana");
  await expect(desk.log).toContainText("How do returns and refunds work?");
  await expect(desk.log).toContainText("within 30 days");
  await expect(desk.log).toContainText("I would like to talk to a person");
  // The summary is a note: the customer does not see it.
  await desk.panel("Notes");
  const note = desk.page.getByRole("region", { name: "Notes" }).getByRole("article");
  await expect(note).toContainText("Robbie");
  const [summary = ""] = await note.locator("p, div").last().allTextContents();
  expect(summary.length).toBeGreaterThan(10);
  await expect(customer.log).not.toContainText(summary);
  await desk.say("Dana here. What can I do?");
  await expect(customer.log).toContainText("Dana here. What can I do?");
  await bot.stop();
});
