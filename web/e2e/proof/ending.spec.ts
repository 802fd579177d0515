// The ways in which a chat ends: the End dialogs with and without a ticket, the customer who leaves or cancels, the chat that is abandoned.

import type { DeskPage } from "../harness/desk";
import { expect, test } from "../harness/fixtures";
import type { HoldfastServer } from "../harness/server";
import type { CustomerPage } from "../harness/widget";

const name = "Eleanor Whitfield";

interface People {
  visitor: () => Promise<{ customer: CustomerPage }>;
  agent: (name: string) => Promise<{ desk: DeskPage }>;
}

/** Dana talks with a customer; with a ticket, it is linked at the incident. */
async function talking({ visitor, agent }: People, ticket?: string) {
  const { desk } = await agent("dana");
  await desk.setStatus("Available");
  const { customer } = await visitor();
  await customer.ask(name, "The lamp arrived broken.");
  await desk.accept(name);
  if (ticket) {
    await desk.panel("Incident");
    await desk.page.getByLabel("Ticket", { exact: true }).fill(ticket);
    await desk.page.getByRole("button", { name: "Save" }).click();
    await expect(desk.page.getByText("The incident is saved")).toBeVisible();
  }
  return { desk, customer };
}

/** How the customer's only conversation stands in the log. */
async function ended(server: HoldfastServer) {
  const staff = await server.api.signedIn("sofia");
  const { events } = await server.api.conversationOf(staff, name);
  const rows = (await (await staff.get("/api/incidents")).json()) as { incident: Record<string, unknown> }[];
  await staff.dispose();
  const concluded = events.filter((event) => event.kind === "chat_concluded");
  return { incident: rows[0]?.incident, concluded, kinds: events.map((event) => event.kind) };
}

test("with a linked open ticket: back, then resolved with the chat", async ({ visitor, agent, server }) => {
  const { desk, customer } = await talking({ visitor, agent }, "NW-4127");
  const dialog = desk.page.getByRole("dialog", { name: `End the chat with ${name}?` });
  await desk.page.getByRole("button", { name: "End chat" }).click();
  await expect(dialog).toContainText("ticket NW-4127, which is open");
  await dialog.getByRole("button", { name: "Back" }).click();
  await expect(dialog).toHaveCount(0);
  await desk.say("I am still here.");
  await expect(customer.log).toContainText("I am still here.");
  expect((await ended(server)).concluded).toEqual([]);

  await desk.page.getByRole("button", { name: "End chat" }).click();
  await dialog.getByRole("button", { name: "Resolve and end" }).click();
  await expect(customer.frame.getByText("This chat has ended")).toBeVisible();
  await desk.wrapUp.waitFor();
  const { incident, concluded } = await ended(server);
  expect(incident).toMatchObject({ ticket: "NW-4127", ticket_status: "resolved" });
  expect(concluded).toHaveLength(1);
});

test("with a linked open ticket: ended, and the ticket stays open", async ({ visitor, agent, server }) => {
  const { desk, customer } = await talking({ visitor, agent }, "NW-4128");
  await desk.page.getByRole("button", { name: "End chat" }).click();
  await desk.page.getByRole("dialog").getByRole("button", { name: "End without resolving" }).click();
  await expect(customer.frame.getByText("This chat has ended")).toBeVisible();
  await desk.wrapUp.waitFor();
  const { incident, concluded } = await ended(server);
  expect(incident).toMatchObject({ ticket: "NW-4128", ticket_status: "open" });
  expect(concluded).toHaveLength(1);
});

test("without a ticket: back, then ended", async ({ visitor, agent, server }) => {
  const { desk, customer } = await talking({ visitor, agent });
  const dialog = desk.page.getByRole("dialog", { name: `End the chat with ${name}?` });
  await desk.page.getByRole("button", { name: "End chat" }).click();
  await expect(dialog.getByRole("button")).toHaveText(["", "Back", "End chat"]);
  await dialog.getByRole("button", { name: "Back" }).click();
  await customer.say("Are you there?");
  await expect(desk.log).toContainText("Are you there?");
  expect((await ended(server)).concluded).toEqual([]);
  await desk.endChat();
  await expect(customer.frame.getByText("The chat was ended.")).toBeVisible();
  expect((await ended(server)).concluded).toHaveLength(1);
});

test("the customer leaves: the agent sees it at once, and abandons; the ticket is cancelled", async ({
  visitor,
  agent,
  server,
}) => {
  const { desk, customer } = await talking({ visitor, agent }, "NW-4129");
  await customer.end();
  await expect(desk.wrapUp).toContainText("End user has cancelled chat.");
  await expect(desk.reply).toHaveCount(0);
  await desk.wrapUp.getByRole("button", { name: "Abandon" }).click();
  await expect(desk.chat(name)).toHaveCount(0);
  await expect(desk.page.getByText("0 of")).toBeVisible();
  const { incident, concluded } = await ended(server);
  expect(incident).toMatchObject({
    ticket: "NW-4129",
    ticket_status: "cancelled",
    disposition: "abandoned",
    open: false,
  });
  expect(concluded[0]?.data).toMatchObject({ disconnect_reason: "CustomerLeft" });
});

test("an agent cannot abandon whom it has ended itself", async ({ visitor, agent }) => {
  const { desk } = await talking({ visitor, agent });
  await desk.endChat();
  await expect(desk.wrapUp.getByRole("button", { name: "Done" })).toBeVisible();
  await expect(desk.wrapUp.getByRole("button", { name: "Abandon" })).toHaveCount(0);
});

test("a customer who waits cancels: nobody is left with its chat", async ({ visitor, agent, server }) => {
  const { desk } = await agent("dana");
  await desk.setStatus("Away");
  const { customer } = await visitor();
  await customer.ask(name, "Anybody there?");
  await desk.tab("Queue").click();
  await expect(desk.waiting).toHaveText([new RegExp(name)]);
  await customer.cancel();
  await expect(customer.frame.getByText("This chat has ended")).toBeVisible();
  await expect(desk.waiting).toHaveCount(0);
  // Offered or picked it can be no more, and it takes nobody's room.
  await desk.setStatus("Available");
  await expect(desk.offer(name)).toHaveCount(0);
  await expect(desk.page.getByText("0 of")).toBeVisible();
  const { concluded, kinds } = await ended(server);
  expect(concluded).toHaveLength(1);
  expect(kinds.filter((kind) => kind === "agent_entered")).toEqual([]);
});

test("a customer cancels while the chat is offered: the offer goes with it", async ({ visitor, agent }) => {
  const { desk } = await agent("dana");
  await desk.setStatus("Available");
  const { customer } = await visitor();
  await customer.ask(name, "Hello?");
  await desk.offer(name).waitFor();
  await customer.cancel();
  await expect(desk.offer(name)).toHaveCount(0);
  await expect(desk.page.getByText("0 of")).toBeVisible();
});
