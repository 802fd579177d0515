// Two weeks of the shop before the morning, so that a report has something to say. Always the same ones: nothing here is left to chance.

import { Caller, type Colleague } from "./people";
import type { Site } from "./site";

const days = [
  "2026-03-02",
  "2026-03-03",
  "2026-03-04",
  "2026-03-05",
  "2026-03-06",
  "2026-03-09",
  "2026-03-10",
  "2026-03-11",
  "2026-03-12",
  "2026-03-13",
  "2026-03-17",
];
/** Chats of each of them. */
const busy = [9, 12, 10, 14, 8, 11, 13, 9, 15, 10, 12];

const names = [
  "Anna Berger",
  "Ben Castle",
  "Carla Nunes",
  "David Moreau",
  "Elif Aydin",
  "Frank Holm",
  "Gina Rossi",
  "Hugo Prins",
  "Ines Vidal",
  "Jack Murray",
  "Kaia Lund",
];

/** Queue, subject, question, answer, what became of it. */
const matters = [
  [
    "general",
    "Delivery date",
    "When does my order arrive?",
    "On Thursday, between eight and noon.",
    "Answered",
  ],
  ["sales", "Width of a shelf", "Does it come in 80 cm?", "It does, in oak and in walnut.", "Advised"],
  ["billing", "Invoice copy", "Could I have the invoice again?", "It is on its way to you by mail.", "Sent"],
  [
    "general",
    "Change of address",
    "I have moved. Can you change it?",
    "Done: it goes to the new one.",
    "Changed",
  ],
  ["sales", "Stock of a sofa", "Is the sofa Linnea in stock?", "Two of them, in grey.", "Advised"],
  ["general", "Damaged item", "The lamp came with a crack.", "A new one leaves today.", "Replaced"],
  ["billing", "Charged twice", "I was charged twice.", "One of them is being returned.", "Refunded"],
] as const;

/** The `n`th of a list, from its beginning again when it is over. */
function pick<T>(list: readonly T[], n: number): T {
  const found = list[n % list.length];
  if (found === undefined) throw new Error("an empty list has nothing to pick");
  return found;
}

/** Lives the days through; `team` signs in those who work. */
export async function pastDays(site: Site, team: () => Promise<Colleague[]>): Promise<void> {
  const { clock } = site;
  let n = 0;
  for (const [index, day] of days.entries()) {
    await clock.set(`${day}T07:55:00Z`);
    const agents = (await team()).slice(0, 3);
    for (const one of agents) await one.does({ name: "set_status", status: "available" });
    const chats = pick(busy, index);
    // Working hours are shared out; what a chat takes is a part of its share.
    const share = Math.floor((8 * 3600) / chats);
    for (let at = 0; at < chats; at += 1) {
      const took = await chat(site, agents, n, at);
      await clock.forward(Math.max(1, share - took));
      n += 1;
    }
    for (const one of agents) await one.does({ name: "set_status", status: "away" });
  }
}

/** One chat from its question to its end; how many seconds it took. */
async function chat(site: Site, agents: readonly Colleague[], n: number, ofDay: number): Promise<number> {
  let took = 0;
  const pass = async (seconds: number) => {
    took += seconds;
    await site.clock.forward(seconds);
  };
  const [queue, subject, question, answer, disposition] = pick(matters, n * 3 + (n % 5));
  const name = pick(names, n);
  const caller = await Caller.come(site.server, name, `${name.toLowerCase().replace(" ", ".")}@example.org`);
  await caller.ask({ question, queue, subject });
  // It is quiet in the morning and busy after lunch.
  await pass(3 + ((n * 37) % 23) + (ofDay > 6 ? 14 : 0));
  if (n % 9 === 7) {
    await pass(70);
    await caller.leave();
    return took;
  }
  // The third does not serve all queues.
  const agent = pick(queue === "billing" ? agents.slice(0, 2) : agents, n);
  await agent.does({ name: "pick_chat", chat: caller.chat });
  await pass(15 + ((n * 23) % 50));
  await agent.does({ name: "post_message", chat: caller.chat, text: answer });
  await pass(40 + ((n * 31) % 90));
  await caller.say("Thank you. And is there anything that I have to do?");
  await pass(20 + ((n * 17) % 40));
  await agent.does({ name: "post_message", chat: caller.chat, text: "Nothing at all." });
  await pass(25 + ((n * 13) % 70));
  await agent.does({ name: "end_chat", chat: caller.chat });
  await pass(20 + ((n * 11) % 60));
  await agent.does({
    name: "complete_wrap_up",
    chat: caller.chat,
    incident: { subject, disposition },
    close_incident: n % 6 !== 0,
  });
  if (n % 3 !== 0) await caller.rate(n % 7 === 2 ? 2 : 4 + (n % 2));
  return took;
}
