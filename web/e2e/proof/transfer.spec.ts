// One agent asks another to take a chat over: accepted, declined, taken back, timed out; to a queue, and released to its own.

import { expect, test } from "../harness/fixtures";

const customerName = "Eleanor Whitfield";

test("a transfer is read first and accepted; declined and taken back it returns", async ({
  visitor,
  agent,
}) => {
  const { desk: dana } = await agent("dana");
  await dana.setStatus("Available");
  const { customer } = await visitor();
  await customer.ask(customerName, "Is the oak shelf back in stock?");
  await dana.accept(customerName);
  await dana.say("One moment, please.");
  const { desk: sam } = await agent("sam");
  await sam.setStatus("Available");

  // Declined: it is Dana's again.
  await dana.transferTo("Sam", "Wants two of them");
  await dana.tab("Transferred").click();
  await expect(dana.listed(customerName)).toContainText("Pending transfer to Sam");
  await sam.tab("Transferred").click();
  await sam.listed(customerName).getByRole("button", { name: "Decline" }).click();
  await expect(dana.listed(customerName)).toHaveCount(0);
  await expect(dana.reply).toBeVisible();
  await expect(sam.listed(customerName)).toHaveCount(0);

  // Taken back.
  await dana.transferTo("Sam");
  await sam.listed(customerName).waitFor();
  await dana
    .listed(customerName)
    .getByRole("button", { name: /^Cancel/ })
    .click();
  await expect(sam.listed(customerName)).toHaveCount(0);

  // Accepted, after having read what was said and noted.
  await dana.transferTo("Sam");
  await expect(sam.chat(customerName)).toContainText("One moment, please.");
  await expect(sam.chat(customerName)).toContainText("Wants two of them");
  await sam.chat(customerName).getByRole("button", { name: "Accept" }).click();
  await sam.say("Sam here, I go on.");
  await expect(customer.log).toContainText("Sam here, I go on.");
  await expect(dana.chat(customerName)).toHaveCount(0);
  await expect(customer.log).not.toContainText("Wants two of them");
});

test.describe("with a short time to answer", () => {
  test.use({ settings: { transfer_timeout: "3s" } });

  test("a transfer that nobody answers comes back", async ({ visitor, agent }) => {
    const { desk: dana } = await agent("dana");
    await dana.setStatus("Available");
    const { customer } = await visitor();
    await customer.ask(customerName, "Hello?");
    await dana.accept(customerName);
    const { desk: sam } = await agent("sam");
    await sam.setStatus("Available");
    await dana.transferTo("Sam");
    await sam.chat(customerName).getByRole("button", { name: "Accept" }).waitFor();
    await expect(sam.chat(customerName)).toHaveCount(0);
    await expect(dana.chat(customerName)).toContainText("Sam could not take the transfer");
    await expect(dana.reply).toBeVisible();
  });
});

test("released, and transferred to a queue, the chat waits there with all that was said", async ({
  visitor,
  agent,
}) => {
  const { desk: dana } = await agent("dana");
  await dana.setStatus("Available");
  const { customer } = await visitor();
  await customer.ask(customerName, "About an invoice");
  await dana.accept(customerName);
  await dana.say("I pass you on.");
  await dana.setStatus("Away");
  await dana.transferTo("Billing", "Invoice of March", "queue");
  await dana.tab("Queue").click();
  await expect(dana.waiting.filter({ hasText: customerName })).toContainText("Billing");
  await dana.page.getByRole("button", { name: `Pick ${customerName}` }).click();
  await expect(dana.chat(customerName)).toContainText("Invoice of March");
  await dana.more("Release to the queue");
  await dana.page.getByRole("dialog").getByRole("button", { name: "Release" }).click();
  await dana.tab("Queue").click();
  await expect(dana.waiting.filter({ hasText: customerName })).toContainText("Billing");
  await expect(dana.chat(customerName)).toHaveCount(0);
});
