// Proof 1: two people talk, end, and the whole of it is in the incident.

import { expect, test } from "../harness/fixtures";

test("a customer and an agent talk, end and write up", async ({ visitor, agent, server }) => {
  const { context, desk } = await agent("dana");
  await desk.setStatus("Available");
  const { customer } = await visitor();
  await customer.ask("Eleanor Whitfield", "Is the oak shelf back in stock?");

  await desk.accept("Eleanor Whitfield");
  await expect(customer.who).toHaveText("Dana");
  await expect(customer.log.locator("[data-notice=joined]")).toHaveText("Dana has joined the chat.");
  await expect(desk.log).toContainText("Is the oak shelf back in stock?");

  const said = ["Is the oak shelf back in stock?"];
  for (let turn = 1; turn <= 10; turn += 1) {
    await desk.say(`agent ${turn}`);
    await expect(customer.log.getByText(`agent ${turn}`, { exact: true })).toBeVisible();
    await customer.say(`customer ${turn}`);
    await expect(desk.log.getByText(`customer ${turn}`, { exact: true })).toBeVisible();
    said.push(`agent ${turn}`, `customer ${turn}`);
  }
  expect(await customer.messages()).toEqual(said);

  // The agent reads along while the customer types, and no longer when it thinks better of it.
  const field = customer.frame.getByLabel("Your message");
  await field.pressSequentially("Could you also");
  await expect(desk.chat("Eleanor Whitfield").getByText("Could you also")).toBeVisible();
  await field.fill("");
  await expect(desk.chat("Eleanor Whitfield").getByText("Could you also")).toHaveCount(0);
  expect(await customer.messages()).toEqual(said);
  await expect(customer.own("customer 10")).toHaveAttribute("data-status", "seen");

  await desk.endChat();
  await expect(customer.frame.getByText("This chat has ended")).toBeVisible();
  await expect(customer.frame.getByRole("button", { name: "Continue this conversation" })).toBeVisible();
  await desk.completeWrapUp({ subject: "Oak shelf" });

  const incidents = await (await context.request.get(`${server.url}/api/incidents`)).json();
  const [incident] = incidents.incidents ?? incidents;
  expect(incident).toMatchObject({ customer_name: "Eleanor Whitfield", incident: { subject: "Oak shelf" } });
  const history = await (
    await context.request.get(`${server.url}/api/conversations/${incident.conversation}`)
  ).json();
  const posts = history.events.filter((event: { kind: string }) => /_post$/.test(event.kind));
  expect(posts.map((event: { data: { text: string } }) => event.data.text)).toEqual(said);
});
