// Proof 3: an agent whose console dies and does not come back. The customer is told and keeps its place; the next agent gets all of it.

import { DeskPage } from "../harness/desk";
import { expect, test } from "../harness/fixtures";

test.use({ settings: { absent_interval: "1500ms", heartbeat_interval: "400ms", offer_timeout: "5min" } });

test("the conversation of a lost agent goes on with the next one, before younger ones", async ({
  visitor,
  agent,
  server,
}) => {
  const dana = await agent("dana");
  await dana.desk.setStatus("Available");
  const { customer } = await visitor();
  await customer.ask("Grace Okafor", "My invoice for March is wrong.");
  await dana.desk.accept("Grace Okafor");
  await dana.desk.say("Let me look at it.");
  await expect(customer.log).toContainText("Let me look at it.");

  // A colleague is there, but takes no chats yet, and somebody younger waits.
  const sam = await agent("sam");
  await sam.desk.setStatus("Away");
  const younger = await visitor();
  await younger.customer.ask("Jonas Weber", "Where is my parcel?");

  await dana.desk.addNote("She was promised a credit of 20.");
  await dana.desk.reply.fill("I can see that we charged");
  await dana.desk.draftsSaved();
  await dana.desk.crash();

  await expect(customer.banner).toContainText("Dana's connection was interrupted");
  await expect(customer.frame.getByText("The connection to Dana is lost. You keep your place")).toBeVisible();
  await expect(customer.frame.getByText("You are next.")).toBeVisible();
  await customer.say("I am still here");

  await sam.desk.tab("Queue").click();
  await expect(sam.desk.waiting).toHaveText([/Grace Okafor/, /Jonas Weber/]);
  await sam.desk.setStatus("Available");
  await sam.desk.accept("Grace Okafor");
  await expect(sam.desk.log).toContainText("My invoice for March is wrong.");
  await expect(sam.desk.log).toContainText("Let me look at it.");
  await expect(sam.desk.log).toContainText("I am still here");
  await expect(sam.desk.page.getByText("I can see that we charged")).toBeVisible();
  await sam.desk.panel("Notes");
  await expect(sam.desk.page.getByRole("region", { name: "Notes" })).toContainText(
    "She was promised a credit of 20.",
  );
  await expect(customer.who).toHaveText("Sam");
  await sam.desk.say("I have all of it in front of me.");
  await expect(customer.log).toContainText("I have all of it in front of me.");

  // The first agent comes back: it is told, and starts clean.
  const again = await DeskPage.open(dana.context, server.url);
  const told = again.page.getByRole("dialog", { name: "You were away for a while" });
  await expect(told).toContainText("Grace Okafor");
  await told.getByRole("button").last().click();
  await expect(again.chat("Grace Okafor")).toHaveCount(0);

  const said = [
    "My invoice for March is wrong.",
    "Let me look at it.",
    "I am still here",
    "I have all of it in front of me.",
  ];
  expect(await customer.messages()).toEqual(said);
  const { conversation, events } = await server.api.conversationOf(
    await server.api.signedIn("sofia"),
    "Grace Okafor",
  );
  const ended = events.filter((event) => event.kind === "chat_concluded");
  expect(ended).toHaveLength(1);
  expect(ended[0]).toMatchObject({
    conversation,
    chat: `${conversation}.1`,
    data: { disconnect_reason: "AgentSessionLost", continued_as: `${conversation}.2` },
  });
  const requeued = events.find((event) => event.kind === "chat_requeued");
  const created = events.find((event) => event.kind === "chat_created");
  expect(requeued).toMatchObject({
    conversation,
    chat: `${conversation}.2`,
    data: { continues: `${conversation}.1`, arrived_at: created?.at },
  });
  const posts = events.filter((event) => /_post$/.test(event.kind)).map((event) => event.data.text);
  expect(posts).toEqual(said);
});
