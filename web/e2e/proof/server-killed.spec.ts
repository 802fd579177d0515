// Proof 4: kill -9 of the server in mid-conversation. Both sides come back by themselves; nothing is lost, doubled or out of place.

import { expect, test } from "../harness/fixtures";

test.use({ settings: { absent_interval: "3s", heartbeat_interval: "500ms", offer_timeout: "5min" } });

test("a killed server comes back with everything that was acknowledged, and nobody is lost", async ({
  visitor,
  agent,
  server,
}) => {
  const { desk } = await agent("dana");
  await desk.setStatus("Available");
  const { customer } = await visitor();
  await customer.ask("Aiko Tanaka", "I cannot sign in after the reset.");
  await desk.accept("Aiko Tanaka");
  await desk.say("Which browser do you use?");
  await expect(customer.log).toContainText("Which browser do you use?");
  await desk.setStatus("Away");
  const waiting = await visitor();
  await waiting.customer.ask("Liu Wei", "How do I register the warranty?");
  await expect(waiting.customer.frame.getByText("You are next.")).toBeVisible();
  const sofia = await server.api.signedIn("sofia");
  const before = await server.api.conversationOf(sofia, "Liu Wei");

  await server.kill();
  await expect(customer.banner).toContainText("Connection interrupted. We keep your place.");
  await expect(desk.banner).toContainText("Connection interrupted");
  await customer.say("Firefox");
  await desk.say("Please try a private window.");
  await customer.say("On a phone");
  await expect(customer.own("Firefox")).toHaveAttribute("data-status", "sending");
  await server.run();

  await expect(customer.own("On a phone")).toHaveAttribute("data-status", /sent|seen/);
  await expect(customer.log).toContainText("Please try a private window.");
  await expect(desk.log).toContainText("On a phone");
  await expect(customer.banner).toHaveCount(0);
  await expect(desk.banner).toHaveCount(0);
  await expect(waiting.customer.frame.getByText("You are next.")).toBeVisible();

  const { events } = await server.api.conversationOf(sofia, "Aiko Tanaka");
  const posts = events.filter((event) => /_post$/.test(event.kind)).map((event) => event.data.text);
  expect(new Set(posts).size).toBe(posts.length);
  expect(posts).toHaveLength(5);
  expect(posts.filter((text) => text === "Firefox" || text === "On a phone")).toEqual([
    "Firefox",
    "On a phone",
  ]);
  // Both sides show them in the one order that the log has.
  expect(await customer.messages()).toEqual(posts);
  expect(await desk.messages()).toEqual(posts);
  expect(events.map((event) => event.kind)).not.toContain("agent_lost");
  expect(events.map((event) => event.kind)).not.toContain("user_lost");
  const after = await server.api.conversationOf(sofia, "Liu Wei");
  expect(after.events.filter((event) => event.kind === "chat_created")).toEqual(
    before.events.filter((event) => event.kind === "chat_created"),
  );
});
