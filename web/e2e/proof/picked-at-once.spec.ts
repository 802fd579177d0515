// Proof 6: two desks pick the same chat at the same moment, a hundred times. One wins each time, the other is told who.

import { expect, test } from "../harness/fixtures";

const rounds = 100;

test.use({ settings: { absent_interval: "1min" } });
// A hundred rounds with ever more chats on two desks; a busy machine takes its time.
test.setTimeout(420_000);

test("of two desks that pick the same chat at once exactly one gets it", async ({ agent, server }) => {
  const admin = await server.api.signedIn("admin");
  await server.api.command(admin, {
    name: "put_profile",
    profile: {
      id: "standard",
      name: "Standard",
      allow_decline: true,
      auto_decline: true,
      can_pick: true,
      chats_max: rounds,
      pull_policy: "first_due",
      not_ready_after_chat: false,
      transfer_to_other_groups: true,
      can_monitor: false,
    },
  });
  await server.api.command(admin, {
    name: "put_queue",
    queue: {
      id: "general",
      name: "General",
      allocation: "pick",
      balance: "longest_idle",
      priority: 0,
      waiting_max: null,
      enabled: true,
      company_filter: false,
    },
  });
  const { desk: dana } = await agent("dana");
  const { desk: sam } = await agent("sam");
  await dana.tab("Queue").click();
  await sam.tab("Queue").click();

  const won = { dana: 0, sam: 0 };
  for (let round = 1; round <= rounds; round += 1) {
    const name = `Customer ${round}`;
    const chat = await server.api.ask(name);
    const buttons = [dana, sam].map((desk) =>
      desk.page.getByRole("button", { name: `Pick ${name}`, exact: true }),
    );
    for (const button of buttons) await button.waitFor();
    await Promise.all(buttons.map((button) => button.evaluate((element: HTMLElement) => element.click())));
    for (const button of buttons) await button.waitFor({ state: "detached" });
    const { events } = await server.api.history(admin, chat.conversation);
    const entered = events.filter((event) => event.kind === "engagement_participant_entered");
    expect(entered, `${name} has one agent`).toHaveLength(1);
    won[entered[0]?.data.participant?.id as keyof typeof won] += 1;
    await dana.tab("Queue").click();
    await sam.tab("Queue").click();
  }
  expect(won.dana + won.sam).toBe(rounds);
});
