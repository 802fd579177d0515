// How was this conversation? Asked at the end, kept through a reload and a dead line, seen by the desk and counted by the reports.

import { expect, test } from "../harness/fixtures";

const customerName = "Eleanor Whitfield";

test("a customer rates a conversation, changes its mind, and both desk and reports know", async ({
  visitor,
  agent,
}) => {
  const { desk: dana } = await agent("dana");
  await dana.setStatus("Available");
  const { customer } = await visitor();
  const { frame, page } = customer;
  await customer.ask(customerName, "Is the oak shelf back in stock?");
  await dana.accept(customerName);
  await dana.say("It is, since this morning.");
  await expect(customer.log).toContainText("since this morning");
  // While the chat goes on nobody is asked.
  await expect(frame.getByText("How was this conversation?")).toHaveCount(0);
  await dana.endChat();

  const question = frame.getByRole("group", { name: "How was this conversation?" });
  await question.getByRole("radio", { name: "4: Good" }).check({ force: true });
  await frame.getByLabel("Anything to add?").fill("Quick and kind");
  // What is chosen and not sent outlives a reload.
  await page.reload();
  await customer.open();
  await expect(question.getByRole("radio", { name: "4: Good" })).toBeChecked();
  await expect(frame.getByLabel("Anything to add?")).toHaveValue("Quick and kind");
  // And a dead line: it is kept, and sent when the line is back.
  await page.context().setOffline(true);
  await expect(frame.getByText("Connection interrupted").first()).toBeVisible();
  await frame.getByRole("button", { name: "Send", exact: true }).click();
  await expect(frame.getByText("Kept here; sent when the connection is back.")).toBeVisible();
  await page.context().setOffline(false);
  await expect(frame.getByText("Thank you for telling us.")).toBeVisible();

  // Who has the wrap-up sees it in the timeline.
  await dana.panel("Timeline");
  await expect(dana.page.getByRole("tabpanel", { name: "Timeline" })).toContainText(
    "rated the conversation 4 of 5: “Quick and kind”",
  );
  await frame.getByRole("button", { name: "Change" }).click();
  await question.getByRole("radio", { name: "5: Very good" }).check({ force: true });
  await frame.getByRole("button", { name: "Send", exact: true }).click();
  await expect(frame.getByText("Thank you for telling us.")).toBeVisible();
  await expect(dana.page.getByRole("tabpanel", { name: "Timeline" })).toContainText("5 of 5");
  await dana.completeWrapUp({ subject: "Oak shelf" });

  // The next agent reads it beside the earlier conversations, and the reports count one conversation, by its last rating.
  await frame.getByRole("button", { name: "Start a new chat" }).click();
  await frame.getByLabel("Your question").fill("And in walnut?");
  await frame.getByRole("button", { name: "Start chat" }).click();
  await dana.accept(customerName);
  await dana.panel("Customer");
  await expect(dana.page.getByText("rated 5 of 5")).toBeVisible();
  await expect(dana.page.getByText("“Quick and kind”")).toBeVisible();
  const { desk: sofia } = await agent("sofia");
  await sofia.place("Reports");
  await sofia.page.getByRole("link", { name: "Conversations" }).click();
  const cards = sofia.page.getByRole("list", { name: "Key figures" }).getByRole("listitem");
  await expect(cards.filter({ hasText: "Average rating" })).toContainText("5");
});

test("nobody is pressed: skipping holds, and who never reached anybody is not asked", async ({
  visitor,
  agent,
}) => {
  const { customer: alone } = await visitor();
  await alone.ask("Liu Wei", "Warranty?");
  await expect(alone.frame.getByText("You are in the queue")).toBeVisible();
  await alone.cancel();
  await expect(alone.frame.getByText("This chat has ended")).toBeVisible();
  await expect(alone.frame.getByText("How was this conversation?")).toHaveCount(0);

  const { desk: dana } = await agent("dana");
  await dana.setStatus("Available");
  const { customer } = await visitor();
  const { frame, page } = customer;
  await customer.ask(customerName, "Is the oak shelf back in stock?");
  await dana.accept(customerName);
  await customer.end();
  await frame.getByRole("button", { name: "Skip" }).click();
  await expect(frame.getByText("How was this conversation?")).toHaveCount(0);
  await page.reload();
  await customer.open();
  const later = frame.getByRole("button", { name: "Rate this conversation" });
  await expect(later).toBeVisible();
  // By keyboard alone, on second thoughts.
  await later.press("Enter");
  await frame.getByRole("radio", { name: "1: Very poor" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(frame.getByRole("radio", { name: "3: Fair" })).toBeChecked();
  await frame.getByRole("button", { name: "Send", exact: true }).press("Enter");
  await expect(frame.getByText("Thank you for telling us.")).toBeVisible();
});
