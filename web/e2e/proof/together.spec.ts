// Several of the staff in one chat: a conference whose roles swap, a coach of whom the customer sees nothing, a supervisor who joins and
// one who gives the chat to somebody else.

import { expect, test } from "../harness/fixtures";

const customerName = "Eleanor Whitfield";

test("a conference: invited, joined, the roles swap, the former lead leaves", async ({ visitor, agent }) => {
  const { desk: dana } = await agent("dana");
  await dana.setStatus("Available");
  const { customer } = await visitor();
  await customer.ask(customerName, "Is the oak shelf back in stock?");
  await dana.accept(customerName);
  const { desk: sam } = await agent("sam");
  await dana.page.getByRole("button", { name: "Bring a colleague in" }).click();
  await dana.chooseTarget("Sam");
  await dana.page.getByRole("dialog").getByRole("button", { name: "Invite" }).click();
  await sam.chat(customerName).getByRole("button", { name: "Join" }).click();
  await expect(sam.people).toContainText("Yousupporting");
  await sam.say("Hello, Sam here as well.");
  await expect(customer.log).toContainText("Hello, Sam here as well.");
  await expect(sam.chat(customerName).getByRole("button", { name: "End chat" })).toHaveCount(0);

  await dana.people.getByRole("button", { name: /^Sam, supporting/ }).click();
  await dana.page.getByRole("menuitem", { name: "Make Sam the lead" }).click();
  await expect(sam.people).toContainText("Youlead");
  await expect(sam.chat(customerName).getByRole("button", { name: "End chat" })).toBeVisible();
  await dana.more("Leave the conference");
  await expect(dana.chat(customerName)).toHaveCount(0);
  await sam.say("I go on alone.");
  await expect(customer.log).toContainText("I go on alone.");
});

test("a coach speaks to the agent, and the customer sees nothing; then the supervisor joins", async ({
  visitor,
  agent,
}) => {
  const { desk: dana } = await agent("dana");
  await dana.setStatus("Available");
  const { customer } = await visitor();
  await customer.ask(customerName, "Is the oak shelf back in stock?");
  await dana.accept(customerName);
  const { desk: sofia } = await agent("sofia");
  await sofia.place("Wallboard");
  await sofia.stepInto(customerName, "Monitor");
  await expect(sofia.page.getByText("You monitor: nobody sees you.")).toBeVisible();
  await expect(sofia.chat(customerName)).toContainText("Is the oak shelf back in stock?");
  await expect(dana.chat(customerName)).not.toContainText("Sofia");

  await sofia.page.getByRole("button", { name: "Coach" }).click();
  await expect(dana.people).toContainText("Sofia");
  const coach = sofia.page.getByRole("textbox", { name: "Message to the agents" });
  await coach.fill("Offer the walnut one.");
  await coach.press("Enter");
  await expect(dana.chat(customerName)).toContainText("Offer the walnut one.");
  await dana.say("We have it in walnut.");
  await expect(customer.log).toContainText("We have it in walnut.");
  await expect(customer.log).not.toContainText("Offer the walnut one.");
  await expect(customer.log).not.toContainText("Sofia");

  await sofia.page.getByRole("button", { name: "Join" }).click();
  await sofia.say("Sofia here too.");
  await expect(customer.log).toContainText("Sofia here too.");
});

test("a supervisor gives a waiting chat to an agent, and changes an agent's status", async ({
  visitor,
  agent,
}) => {
  const { desk: dana } = await agent("dana");
  const { desk: sofia } = await agent("sofia");
  const { customer } = await visitor();
  await customer.ask(customerName, "Anybody there?");
  await sofia.place("Wallboard");
  await sofia.page.getByRole("button", { name: /^Status of Dana/ }).click();
  await sofia.page.getByRole("menuitem", { name: "Available" }).click();
  await expect(dana.status).toHaveAccessibleName("Status: Available");
  await sofia.stepInto(customerName, "Assign…");
  await sofia.chooseTarget("Dana");
  await sofia.page.getByRole("dialog").getByRole("button", { name: "Assign" }).click();
  await dana.chat(customerName).waitFor();
});

test("a supervisor gives an engaged chat to another agent, who goes on where the first one was", async ({
  visitor,
  agent,
}) => {
  const { desk: dana } = await agent("dana");
  await dana.setStatus("Available");
  const { customer } = await visitor();
  await customer.ask(customerName, "Is the oak shelf back in stock?");
  await dana.accept(customerName);
  await dana.say("Let me look.");
  const { desk: sam } = await agent("sam");
  await sam.setStatus("Available");
  const { desk: sofia } = await agent("sofia");
  await sofia.place("Wallboard");
  await sofia.stepInto(customerName, "Reassign…");
  await sofia.chooseTarget("Sam");
  await sofia.page.getByRole("dialog").getByRole("button", { name: "Reassign" }).click();
  await sam.chat(customerName).waitFor();
  await expect(sam.log).toContainText("Let me look.");
  await expect(dana.chat(customerName)).toHaveCount(0);
  await expect(dana.page.getByText("0 of")).toBeVisible();
  await sam.say("Sam here, it is back.");
  await expect(customer.who).toHaveText("Sam");
  await expect(customer.log).toContainText("Sam here, it is back.");
  // It is in Sam's row of the wallboard now.
  await expect(sofia.page.getByRole("listitem", { name: "Sam" })).toContainText(customerName);
  await expect(sofia.page.getByRole("listitem", { name: "Dana" })).not.toContainText(customerName);
});
