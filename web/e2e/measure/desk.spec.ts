// The desk with its hands full: 6 chats open, 500 waiting, a transcript of 5,000 messages; somebody types while all of it goes on.

import { expect, test } from "@playwright/test";
import { DeskPage } from "../harness/desk";
import { HoldfastServer } from "../harness/server";
import { Caller, Colleague } from "../harness/site/people";
import { frames } from "./frames";

const waiting = Number(process.env.HOLDFAST_WAITING ?? 500);
const messages = Number(process.env.HOLDFAST_MESSAGES ?? 5_000);
const chats = 6;
const settings = { idle_alert: "1d", idle_timeout: "7d", queue_timeout: "7d", absent_interval: "1h" };
const config = "commands_per_second = 100000\ncommands_burst = 100000\n";

test("typing in a desk with its hands full", async ({ browser }) => {
  const server = await HoldfastServer.start(settings, {}, config);
  const admin = await Colleague.signIn(server, "admin", "Admin");
  await admin.does({
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
  await admin.does({
    name: "put_profile",
    profile: {
      id: "standard",
      name: "Standard",
      allow_decline: true,
      auto_decline: true,
      can_monitor: false,
      can_pick: true,
      chats_max: chats,
      not_ready_after_chat: false,
      pull_policy: "first_due",
      transfer_to_other_groups: true,
    },
  });
  const began = Date.now();
  const say = (what: string) => console.log(`${Math.round((Date.now() - began) / 1000)} s: ${what}`);
  const dana = await Colleague.signIn(server, "dana", "Dana");
  const callers: Caller[] = [];
  for (let n = 0; n < chats + waiting; n += 1) {
    const caller = await Caller.come(server, `Customer ${n}`, `customer${n}@example.org`);
    await caller.ask({ question: `Question ${n}: where is my order?` });
    callers.push(caller);
  }
  say(`${callers.length} customers are there`);
  const mine = callers.slice(0, chats);
  for (const one of mine) await dana.does({ name: "pick_chat", chat: one.chat });
  const [talker] = mine;
  if (!talker) throw new Error("nobody came");
  for (let n = 0; n < messages; n += 1) {
    const text = `Message ${n}. ${"Some words about the order and its delivery. ".repeat(n % 4)}`;
    if (n % 2 === 0) await talker.say(text);
    else await dana.does({ name: "post_message", chat: talker.chat, text });
  }

  say(`${messages} messages are written`);
  const context = await browser.newContext({
    storageState: await dana.session(),
    viewport: { width: 1440, height: 900 },
  });
  const desk = await DeskPage.open(context, server.url);
  const { page } = desk;
  await page.goto(`${server.url}/desk/chat/${talker.conversation}`);
  const log = page.getByRole("region", { name: `What was said: ${talker.name}` });
  await log
    .getByText(`Message ${messages - 1}.`)
    .first()
    .waitFor();
  // All of the transcript is read back, page by page.
  const first = log.getByText("Message 0.");
  while (!(await first.isVisible())) await log.evaluate((element) => element.scrollTo(0, 0));
  const toEnd = page.getByRole("button", { name: "To the end" });
  await toEnd.first().click();
  await toEnd.waitFor({ state: "detached" });
  say("all of them are in the desk");
  await desk.tab("Queue").click();
  const reply = page.getByRole("textbox", { name: `Reply to ${talker.name}` });
  await reply.click();
  // Reading 5,000 messages back leaves more to tidy up than anybody does in seconds: what is measured begins from rest.
  await page.waitForTimeout(3_000);

  const alone = await frames(page, "typing", () =>
    reply.pressSequentially("I am looking into it and will tell you in a moment. ", { delay: 60 }),
  );
  let busy = true;
  const traffic = (async () => {
    for (let n = 0; busy; n += 1) {
      const one = mine[n % chats];
      await one?.say(`And another thing, number ${n}.`);
      const gone = callers[chats + n];
      if (gone) await gone.leave();
      // Some twenty a second: six customers who type fast, and a queue that moves.
      await new Promise((next) => setTimeout(next, 100));
    }
  })();
  const meanwhile = await frames(page, "typing in traffic", () =>
    reply.pressSequentially("It is on its way, and reaches you on Thursday before noon. ", { delay: 60 }),
  );
  const sending = await frames(page, "sending", async () => {
    for (let n = 0; n < 10; n += 1) {
      await page.keyboard.type(`Reply ${n}`, { delay: 30 });
      await page.keyboard.press("Enter");
      await expect(reply).toHaveValue("");
    }
  });
  const scrolling = await frames(page, "scrolling", async () => {
    await log.hover();
    for (let n = 0; n < 40; n += 1) await page.mouse.wheel(0, -1_500);
    for (let n = 0; n < 40; n += 1) await page.mouse.wheel(0, 1_500);
  });
  busy = false;
  await traffic;
  console.table({ typing: alone, "typing in traffic": meanwhile, sending, scrolling });
  await context.close();
  await server.stop();
});
