// Proof 6: two desks pick the same chat at the same moment, a hundred times. One wins each time, the other is told who.

import type { DeskPage } from "../harness/desk";
import { expect, test } from "../harness/fixtures";

/**
 * A desk's socket between the page and the server: what the server says can be held back, so that both desks press the button before
 * either hears what came of it.
 */
class HeldSocket {
  private held: (() => void)[] | null = null;
  private picked: () => void = () => {};
  /** What it was told when another was first. */
  readonly refusals: string[] = [];

  static async of(desk: DeskPage): Promise<HeldSocket> {
    const socket = new HeldSocket();
    await desk.page.routeWebSocket(/\/api\/socket/, (route) => {
      const server = route.connectToServer();
      route.onMessage((message) => {
        server.send(message);
        if (message.includes('"pick_chat"')) socket.picked();
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

  /** From now on the page hears nothing; resolves when it has sent a command to pick a chat. */
  hold(): Promise<void> {
    this.held = [];
    return new Promise((resolve) => {
      this.picked = resolve;
    });
  }

  release(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const send of held) send();
  }
}

const rounds = 100;

// Every step of a hundred rounds would be recorded, with pictures of ever larger pages.
test.use({ settings: { absent_interval: "1min" }, trace: "off" });
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

  const door = await server.api.door();
  const picked: { name: string; conversation: string; winner: string }[] = [];
  let next = door.ask("Customer 1");
  for (let round = 1; round <= rounds; round += 1) {
    const name = `Customer ${round}`;
    const { conversation } = await next;
    const buttons = [dana, sam].map((desk) =>
      desk.page.getByRole("button", { name: `Pick ${name}`, exact: true }),
    );
    await Promise.all(buttons.map((button) => button.waitFor()));
    const told = sockets.map((socket) => socket.refusals.length);
    const pressed = sockets.map((socket) => socket.hold());
    await Promise.all(buttons.map((button) => button.evaluate((element: HTMLElement) => element.click())));
    await Promise.all(pressed);
    for (const socket of sockets) socket.release();
    // The next customer comes while these two find out who was first.
    next = round < rounds ? door.ask(`Customer ${round + 1}`) : next;
    await Promise.all(buttons.map((button) => button.waitFor({ state: "detached" })));
    const refusals = () => sockets.map((socket, index) => socket.refusals.length - (told[index] ?? 0));
    await expect
      .poll(() => refusals().toSorted(), { message: `${name}: one is refused`, intervals: [10, 20, 50] })
      .toEqual([0, 1]);
    const refused = refusals();
    const [winner, loser] = refused[0] === 0 ? (["dana", sam] as const) : (["sam", dana] as const);
    await expect(
      loser.page.getByText(`${winner} has the chat`).last(),
      "the other is told who",
    ).toBeVisible();
    picked.push({ name, conversation, winner });
    // Who has the chat is shown it, and goes back to the queue.
    await (winner === "dana" ? dana : sam).tab("Queue").click();
  }
  await door.close();

  // And the log says the same: one agent in each chat, the one of whom the other was told.
  for (const { name, conversation, winner } of picked) {
    const { events } = await server.api.history(admin, conversation);
    const entered = events.filter((event) => event.kind === "engagement_participant_entered");
    expect(
      entered.map((event) => event.data.participant?.id),
      `${name} has one agent`,
    ).toEqual([winner]);
  }
  expect(picked).toHaveLength(rounds);
  expect(sockets.flatMap((socket) => socket.refusals)).toHaveLength(rounds);
});
