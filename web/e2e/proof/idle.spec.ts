// A chat in which nobody writes: the customer is asked whether it is there; an answer starts the waiting anew; without one the chat ends.

import { expect, test } from "../harness/fixtures";

test.use({ settings: { idle_alert: "2s", idle_timeout: "5s" } });

test("warned, gone on with, warned again, ended", async ({ visitor, agent, server }) => {
  const { desk } = await agent("dana");
  await desk.setStatus("Available");
  const { customer } = await visitor();
  await customer.ask("Tomás Herrera", "I look for the receipt, one moment.");
  await desk.accept("Tomás Herrera");
  const warnings = customer.frame.getByText("Are you still there?");
  await expect(warnings).toHaveCount(1);
  await expect(desk.chat("Tomás Herrera")).toContainText("Nobody has written for a while");
  await customer.say("Found it.");
  await expect(desk.log).toContainText("Found it.");

  await expect(warnings).toHaveCount(2);
  await expect(customer.frame.getByText("The chat ended because nobody wrote for a while.")).toBeVisible();
  await desk.wrapUp.waitFor();
  await expect(desk.reply).toHaveCount(0);

  const staff = await server.api.signedIn("sofia");
  const { events } = await server.api.conversationOf(staff, "Tomás Herrera");
  await staff.dispose();
  const kinds = events.map((event) => event.kind);
  expect(kinds.filter((kind) => kind === "idle_alert")).toHaveLength(2);
  // The second warning came after what the customer wrote, and the end after it.
  const written = events.findIndex((event) => event.data.text === "Found it.");
  expect(kinds.indexOf("idle_alert")).toBeLessThan(written);
  expect(kinds.lastIndexOf("idle_alert")).toBeGreaterThan(written);
  const [concluded] = events.filter((event) => event.kind === "chat_concluded");
  expect(concluded?.data).toMatchObject({ ended_by: "SYSTEM" });
});
