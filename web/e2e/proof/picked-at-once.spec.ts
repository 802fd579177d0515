// Proof 6: two desks pick the same chat at the same moment, a hundred times. One wins each time, the other is told who.

import type { DeskPage } from "../harness/desk";
import { expect, test } from "../harness/fixtures";

/**
 * A desk's socket between the page and the server: what the server says can be held back, so that both desks press the button before
 * either hears what came of it.
 */
class HeldSocket {
  private held: (() => void)[] | null = null;
  /** The commands that the page sent to pick a chat. */
  picks = 0;
  /** What it was told when another was first. */
  readonly refusals: string[] = [];

  static async of(desk: DeskPage): Promise<HeldSocket> {
    const socket = new HeldSocket();
    await desk.page.routeWebSocket(/\/api\/socket/, (route) => {
      const server = route.connectToServer();
      route.onMessage((message) => {
        if (message.includes('"pick_chat"')) socket.picks += 1;
        server.send(message);
      });
      server.onMessage((message) => {
        if (message.includes('"taken"')) socket.refusals.push(JSON.parse(message.toString()).problem.detail);
        if (socket.held) socket.held.push(() => route.send(message));
        else route.send(message);
      });
    });
    await desk.page.reload();
    await desk.status.waitFor();
    return socket;
  }

  hold(): void {
    this.held = [];
  }

  release(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const send of held) send();
  }
}

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
  const sockets = [await HeldSocket.of(dana), await HeldSocket.of(sam)];
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
    for (const socket of sockets) socket.hold();
    await Promise.all(buttons.map((button) => button.evaluate((element: HTMLElement) => element.click())));
    await expect.poll(() => sockets.map((socket) => socket.picks)).toEqual([round, round]);
    for (const socket of sockets) socket.release();
    for (const button of buttons) await button.waitFor({ state: "detached" });
    const { events } = await server.api.history(admin, chat.conversation);
    const entered = events.filter((event) => event.kind === "engagement_participant_entered");
    expect(entered, `${name} has one agent`).toHaveLength(1);
    const winner = entered[0]?.data.participant?.id as keyof typeof won;
    won[winner] += 1;
    const loser = winner === "dana" ? sam : dana;
    const told = loser.page.getByText(`${winner} has the chat`);
    await expect(told.last(), "the other is told who").toBeVisible();
    await dana.tab("Queue").click();
    await sam.tab("Queue").click();
  }
  expect(won.dana + won.sam).toBe(rounds);
  expect(sockets.flatMap((socket) => socket.refusals)).toHaveLength(rounds);
});
