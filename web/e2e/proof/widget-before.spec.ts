// Before a chat: topics, and a message left outside the hours.

import type { Command } from "@holdfast/client";
import { expect, test } from "../harness/fixtures";
import type { HoldfastServer } from "../harness/server";

const never = { time_zone: "Europe/Berlin", week: [[], [], [], [], [], [], []], closed_dates: [] };
const queue = (id: string, name: string) => ({
  id,
  name,
  allocation: "offer" as const,
  balance: "longest_idle" as const,
  priority: 0,
  waiting_max: null,
  enabled: true,
  company_filter: false,
});

async function arrange(server: HoldfastServer, ...commands: Command[]): Promise<void> {
  const admin = await server.api.signedIn("admin");
  for (const command of commands) await server.api.command(admin, command);
  await admin.dispose();
}

test("a topic is chosen before the chat and leads to its queue", async ({ server, visitor }) => {
  await arrange(
    server,
    { name: "put_queue", queue: queue("repairs", "Repairs") },
    {
      name: "put_topic",
      topic: { id: "broken", name: "Something is broken", queue: "repairs", enabled: true },
    },
    { name: "put_topic", topic: { id: "order", name: "My order", queue: "general", enabled: true } },
    { name: "put_topic", topic: { id: "old", name: "Not any more", queue: "general", enabled: false } },
  );
  const { customer } = await visitor();
  await customer.open();
  const topic = customer.frame.getByLabel("Topic");
  await expect(topic.getByRole("option", { name: "My order" })).toBeAttached();
  await expect(topic.getByRole("option", { name: "Not any more" })).toHaveCount(0);
  // Where the page names no queue, a topic must be chosen.
  await customer.tell(["queue", null]);
  await customer.frame.getByLabel("Your name").fill("Ada Lind");
  await customer.frame.getByLabel("Your question").fill("The lamp flickers");
  await customer.frame.getByRole("button", { name: "Start chat" }).click();
  await expect(customer.frame.getByText("Please choose a topic.")).toBeVisible();
  await expect(topic).toBeFocused();
  await topic.selectOption("Something is broken");
  await customer.frame.getByRole("button", { name: "Start chat" }).click();
  await expect(customer.frame.getByText("You are in the queue")).toBeVisible();
  const admin = await server.api.signedIn("admin");
  const { events } = await server.api.conversationOf(admin, "Ada Lind");
  const created = events.find((event) => event.kind === "chat_created");
  expect([created?.data.queue, created?.data.topic]).toEqual(["repairs", "broken"]);
  await admin.dispose();
});

test("a message is left while the queue is closed, and opens an incident", async ({ server, visitor }) => {
  await arrange(
    server,
    { name: "put_queue", queue: { ...queue("general", "General"), hours: never } },
    {
      name: "set_prompt",
      prompt: { prompt: "closed", language: "en", text: "The workshop sleeps. Write to us." },
    },
  );
  const { customer } = await visitor();
  const { frame, page } = customer;
  await customer.open();
  await expect(frame.getByText("The workshop sleeps. Write to us.")).toBeVisible();
  await frame.getByLabel("Your name").fill("Grace Okafor");
  await frame.getByLabel("Your message").fill("Please call me about the chair.");
  await frame.getByRole("button", { name: "Send message" }).click();
  await expect(frame.getByText("Please tell us where we can answer you.")).toBeVisible();
  await expect(frame.getByLabel("E-mail")).toBeFocused();
  await frame.getByLabel("E-mail").fill("grace@example.com");
  // The line is dead at the moment of sending: nothing is lost, and the second press leaves one message.
  await page.context().setOffline(true);
  await frame.getByRole("button", { name: "Send message" }).click();
  await expect(frame.getByText("We cannot be reached at the moment.")).toBeVisible();
  await page.context().setOffline(false);
  await frame.getByRole("button", { name: "Send message" }).click();
  await expect(frame.getByRole("heading", { name: "We have your message" })).toBeFocused();
  await expect(frame.getByText("We will answer to grace@example.com.")).toBeVisible();

  const admin = await server.api.signedIn("admin");
  const answer = await admin.get("/api/incidents");
  const rows = (await answer.json()) as { incident: { summary?: string } }[];
  expect(rows.map((row) => row.incident.summary)).toEqual(["Please call me about the chair."]);
  await admin.dispose();

  await frame.getByRole("button", { name: "Write another message" }).click();
  await expect(frame.getByLabel("Your message")).toHaveValue("");
  await expect(frame.getByLabel("E-mail")).toHaveValue("grace@example.com");
});

test("a queue that closes while the form is filled takes the question as a message", async ({
  server,
  visitor,
}) => {
  const { customer } = await visitor();
  const { frame } = customer;
  await customer.open();
  await frame.getByLabel("Your name").fill("Jonas Weber");
  await frame.getByLabel("Your question").fill("Where is my parcel?");
  await arrange(server, {
    name: "put_queue",
    queue: { ...queue("general", "General"), hours: never },
  });
  await frame.getByRole("button", { name: "Start chat" }).click();
  await expect(frame.getByText("We are closed at the moment.")).toBeVisible();
  await expect(frame.getByLabel("Your message")).toHaveValue("Where is my parcel?");
  await frame.getByLabel("E-mail").fill("jonas@example.com");
  await frame.getByRole("button", { name: "Send message" }).click();
  await expect(frame.getByText("We have your message")).toBeVisible();
});

test("a full queue is told in the tenant's words", async ({ server, visitor }) => {
  await arrange(
    server,
    { name: "put_queue", queue: { ...queue("general", "General"), waiting_max: 1 } },
    { name: "set_prompt", prompt: { prompt: "queue_full", language: "en", text: "The shop is crowded." } },
  );
  const { customer } = await visitor();
  const { frame } = customer;
  await customer.open();
  await frame.getByLabel("Your name").fill("Second");
  await frame.getByLabel("Your question").fill("Is there room?");
  await server.api.ask("First");
  await frame.getByRole("button", { name: "Start chat" }).click();
  await expect(frame.getByText("The shop is crowded.")).toBeVisible();
  // Who comes now is told before it asks.
  const late = await visitor();
  await late.customer.open();
  await expect(late.customer.frame.getByText("The shop is crowded.")).toBeVisible();
});
