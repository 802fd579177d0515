// Proof 2: the agent's renderer is crashed, not closed politely, with a half-typed reply and a note that was not added. It comes back
// within the limit: same chats, draft and note; the customer saw "interrupted" and then nothing else.

import { DeskPage } from "../harness/desk";
import { expect, test } from "../harness/fixtures";

test.use({
  settings: { heartbeat_interval: "500ms", absent_interval: "2s", agent_absent_retry_count: "30" },
});

test("an agent's renderer dies and comes back to what was half typed", async ({ visitor, agent, server }) => {
  const { context, desk } = await agent("dana");
  await desk.setStatus("Available");
  const { customer } = await visitor();
  await customer.ask("Eleanor Whitfield", "Is the oak shelf back in stock?");
  await desk.accept("Eleanor Whitfield");
  await desk.say("Let me look.");
  await expect(customer.log).toContainText("Let me look.");

  await desk.page.getByRole("tab", { name: "Notes" }).click();
  await desk.page.getByRole("textbox", { name: "New note" }).fill("Asked about the oak shelf twice");
  await expect(desk.page.getByRole("tabpanel").getByText("Saved")).toBeVisible();
  await desk.reply.fill("It comes back on Thurs");
  await expect(desk.chat("Eleanor Whitfield").getByText("Saved")).toBeVisible();

  await desk.crash();
  await desk.page.close();
  await expect(customer.frame.getByText(/interrupted/i).first()).toBeVisible();
  await customer.say("Are you there?");

  const back = await DeskPage.open(context, server.url);
  const { page } = back;
  await expect(back.chat("Eleanor Whitfield")).toBeVisible();
  await expect(back.reply).toHaveValue("It comes back on Thurs");
  await expect(back.log).toContainText("Are you there?");
  await page.getByRole("tab", { name: "Notes" }).click();
  await expect(page.getByRole("textbox", { name: "New note" })).toHaveValue(
    "Asked about the oak shelf twice",
  );
  await expect(customer.frame.getByText(/interrupted/i)).toHaveCount(0);
  // And then nothing else: no news of a loss, no queue, the same agent.
  await expect(customer.log.locator("[data-notice]")).toHaveText(["Dana has joined the chat."]);
  await expect(customer.who).toHaveText("Dana");
  await expect(customer.banner).toHaveCount(0);

  await back.reply.press("End");
  await back.reply.pressSequentially("day.");
  await back.reply.press("Enter");
  await expect(customer.log).toContainText("It comes back on Thursday.");
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(
    page.getByRole("article").filter({ hasText: "Asked about the oak shelf twice" }),
  ).toBeVisible();
  await expect(page.getByRole("textbox", { name: "New note" })).toHaveValue("");

  const said = [
    "Is the oak shelf back in stock?",
    "Let me look.",
    "Are you there?",
    "It comes back on Thursday.",
  ];
  expect(await customer.messages()).toEqual(said);
  expect(await back.messages()).toEqual(said);
  const incidents = await (await context.request.get(`${server.url}/api/incidents`)).json();
  const [incident] = incidents.incidents ?? incidents;
  const history = await (
    await context.request.get(`${server.url}/api/conversations/${incident.conversation}`)
  ).json();
  const kinds = history.events.map((event: { kind: string }) => event.kind);
  expect(kinds.filter((kind: string) => kind === "side_note_added")).toHaveLength(1);
  expect(kinds).not.toContain("agent_lost");
  expect(kinds).not.toContain("chat_requeued");
});

test("a coach's words and an incident's fields outlive their renderers too", async ({
  visitor,
  agent,
  server,
}) => {
  const name = "Eleanor Whitfield";
  const { context: danas, desk: dana } = await agent("dana");
  await dana.setStatus("Available");
  const { customer } = await visitor();
  await customer.ask(name, "Is the oak shelf back in stock?");
  await dana.accept(name);
  const { context: sofias, desk: sofia } = await agent("sofia");
  await sofia.place("Wallboard");
  await sofia.stepInto(name, "Coach");
  await sofia.page
    .getByRole("textbox", { name: "Message to the agents" })
    .fill("Offer the walnut one, it is");
  await expect(sofia.chat(name).getByText("Saved")).toBeVisible();
  await dana.panel("Incident");
  const incident = dana.page.getByRole("tabpanel", { name: "Incident" });
  await incident.getByLabel("Status", { exact: true }).fill("Waiting for the carrier");
  await incident.getByLabel("Name of a new field").fill("Order");
  await incident.getByRole("button", { name: "Add the field" }).click();
  await incident.getByLabel("Order", { exact: true }).fill("88213");
  await incident.getByLabel("Summary").fill("Two boards, oiled");
  await expect(incident.getByText("Saved")).toBeVisible();

  for (const desk of [dana, sofia]) {
    await desk.crash();
    await desk.page.close();
  }
  const back = await DeskPage.open(danas, server.url);
  await back.panel("Incident");
  const again = back.page.getByRole("tabpanel", { name: "Incident" });
  await expect(again.getByLabel("Status", { exact: true })).toHaveValue("Waiting for the carrier");
  await expect(again.getByLabel("Order", { exact: true })).toHaveValue("88213");
  await expect(again.getByLabel("Summary")).toHaveValue("Two boards, oiled");
  await again.getByRole("button", { name: "Save" }).click();
  await expect(back.page.getByText("The incident is saved")).toBeVisible();

  const coach = await DeskPage.open(sofias, server.url);
  const words = coach.page.getByRole("textbox", { name: "Message to the agents" });
  await expect(words).toHaveValue("Offer the walnut one, it is");
  await words.press("End");
  await words.pressSequentially(" cheaper.");
  await words.press("Enter");
  await expect(back.chat(name)).toContainText("Offer the walnut one, it is cheaper.");
  await expect(customer.log).not.toContainText("walnut");

  const admin = await server.api.signedIn("admin");
  const rows = (await (await admin.get("/api/incidents")).json()) as {
    incident: { status: string; custom: Record<string, string>; summary: string };
  }[];
  expect(rows.map(({ incident: { status, custom, summary } }) => [status, custom.Order, summary])).toEqual([
    ["Waiting for the carrier", "88213", "Two boards, oiled"],
  ]);
  await admin.dispose();
});
