// An ordinary morning of the shop: what happened earlier, who is talked to now, who waits, what a colleague passes on.

import { pastDays } from "./past-days";
import type { Caller, Colleague } from "./people";
import type { Site } from "./site";

export interface Morning {
  dana: Colleague;
  sam: Colleague;
  sofia: Colleague;
  nadia: Colleague;
  admin: Colleague;
  eleanor: Caller;
  tomas: Caller;
  grace: Caller;
  liu: Caller;
  farid: Caller;
}

/** Id, name, role, queues. */
const staff = [
  ["dana", "Dana Rosen", "agent", ["general", "sales", "billing"]],
  ["sam", "Sam Okoro", "agent", ["general", "sales", "billing"]],
  ["sofia", "Sofia Marchetti", "supervisor", ["general", "sales", "billing"]],
  ["admin", "Robin Ashworth", "admin", ["general"]],
  ["nadia", "Nadia Reyes", "agent", ["sales", "general"]],
  ["aiko", "Aiko Mori", "agent", ["billing"]],
  ["jonas", "Jonas Feld", "agent", ["general"]],
] as const;

const queues = [
  ["general", "General"],
  ["sales", "Sales"],
  ["billing", "Billing"],
] as const;

/** What a conversation of the last days was about: name, question, answer, queue, disposition. */
const earlier = [
  [
    "Eleanor Whitfield",
    "eleanor.whitfield@example.org",
    "When does the lamp LX-2290 arrive?",
    "It is on its way and reaches you on Friday.",
    "general",
    "Delivery date of the lamp",
    "Answered",
  ],
  [
    "Harriet Doyle",
    "harriet@example.org",
    "Can I change the delivery address of order 88102?",
    "Done: it goes to your office now.",
    "general",
    "Change of address",
    "Changed",
  ],
  [
    "Paulo Duarte",
    "paulo@example.org",
    "Does the oak shelf carry 40 kg?",
    "It does, up to 45 kg a board.",
    "sales",
    "Load of the oak shelf",
    "Advised",
  ],
  [
    "Ingrid Solberg",
    "ingrid@example.org",
    "I was charged twice for order 87990.",
    "The second charge is being returned, you see it by Tuesday.",
    "billing",
    "Charged twice",
    "Refunded",
  ],
] as const;

/** How long anything takes from one sentence to the next. */
const breath = 40;

/** `past`: the two weeks before as well, for reports to look at. */
export async function morning(site: Site, { past = false } = {}): Promise<Morning> {
  const { clock } = site;
  await clock.set("2026-03-02T06:00:00Z");
  await furnish(site, await site.hire("admin", "Robin Ashworth"));
  if (past) await pastDays(site, () => team(site));
  await clock.set("2026-03-17T16:05:00Z");
  const yesterdays = await team(site);
  for (const one of yesterdays) await one.does({ name: "set_status", status: "away" });
  const callers = new Map<string, Caller>();
  for (const [index, [name, email, question, answer, queue, subject, disposition]] of earlier.entries()) {
    const caller = await site.caller(name, email);
    callers.set(name, caller);
    const agent = yesterdays[index % 3];
    if (!agent) throw new Error("nobody works");
    await caller.ask({ question, queue, subject });
    await clock.forward(breath);
    await agent.does({ name: "pick_chat", chat: caller.chat });
    await clock.forward(breath);
    await agent.does({ name: "post_message", chat: caller.chat, text: answer });
    await clock.forward(2 * breath);
    await caller.say("Thank you!");
    await agent.does({ name: "end_chat", chat: caller.chat });
    await clock.forward(breath);
    const incident = { subject, disposition };
    await agent.does({ name: "complete_wrap_up", chat: caller.chat, incident, close_incident: true });
    await clock.forward(17 * 60);
  }
  const eleanor = callers.get("Eleanor Whitfield");
  if (!eleanor) throw new Error("nobody came");

  await clock.set("2026-03-18T08:52:00Z");
  // Those of yesterday have ended.
  const [dana, sam, nadia, sofia, aiko] = await team(site);
  if (!dana || !sam || !nadia || !sofia || !aiko) throw new Error("somebody did not come");
  for (const one of [dana, sam, nadia, sofia, aiko]) await site.connectStaff(one);
  const admin = await site.hire("admin", "Robin Ashworth");
  const grace = await site.caller("Grace Okafor", "grace.okafor@example.org");
  await grace.ask({
    question: "Could I have the invoice of March once more?",
    queue: "billing",
    subject: "Invoice copy for March",
    page: "https://northwind.example/account/invoices",
  });
  await clock.forward(25);
  await dana.does({ name: "pick_chat", chat: grace.chat });
  await clock.forward(30);
  await dana.does({
    name: "post_message",
    chat: grace.chat,
    text: "Hello Grace, of course. I am having it made out anew, with the VAT number on it.",
  });
  await clock.forward(50);
  await grace.say("Great. It is for the order of 2 March.");

  await clock.set("2026-03-18T09:02:00Z");
  await eleanor.ask({
    question: "Hello, the lamp I ordered has arrived with a cracked shade.",
    subject: "Damaged item on arrival",
    page: "https://northwind.example/orders/88213",
  });
  await clock.forward(34);
  await dana.does({ name: "pick_chat", chat: eleanor.chat });
  await dana.does({
    name: "set_attributes",
    chat: eleanor.chat,
    attributes: { Order: "88213", "Customer since": "March 2021" },
  });
  await talk(site, dana, eleanor, [
    [
      breath,
      "agent",
      "I am sorry about that, Eleanor. Could you send me a photo of the damage and of the label on the box?",
    ],
    [70, "customer", "Sure, one second."],
    [90, "customer", "Here they are. The label says LX-2290."],
    [
      55,
      "agent",
      "Thank you, I can see both. I am arranging an express replacement; it reaches you on Thursday before noon.",
    ],
    [35, "customer", "That would be perfect!"],
  ]);
  await dana.does({
    name: "add_side_note",
    chat: eleanor.chat,
    text: "Replacement booked as 88213-R. The carrier fetches the broken one.",
  });
  await dana.does({
    name: "update_incident",
    conversation: eleanor.conversation,
    incident: {
      subject: "Damaged item on arrival",
      ticket: "NW-4127",
      ticket_status: "open",
      assignee: "Dana Rosen",
    },
  });
  await clock.forward(20);
  await eleanor.say("Do I have to send the broken one back?");

  const tomas = await site.caller("Tomás Herrera", "tomas@example.org", "es");
  await tomas.ask({
    question: "Hola! Is the desk Alta also made in walnut?",
    queue: "sales",
    subject: "Desk Alta in walnut",
    page: "https://northwind.example/desks/alta",
  });
  await clock.forward(15);
  await dana.does({ name: "pick_chat", chat: tomas.chat });
  await talk(site, dana, tomas, [
    [30, "agent", "Hola Tomás! It is: walnut and oak, both oiled. Which width do you have in mind?"],
    [40, "customer", "160 cm. How long does it take?"],
    [45, "agent", "Ten working days. Shall I reserve one for you?"],
    [30, "customer", "And can it be delivered on a Saturday?"],
  ]);

  const liu = await site.caller("Liu Wei", "liu.wei@example.org");
  await liu.ask({ question: "How do I register the warranty of my lamp?", subject: "Warranty registration" });
  await dana.does({ name: "pick_chat", chat: liu.chat });
  await talk(site, dana, liu, [
    [20, "agent", "On the page “My products”, with the serial number below the base."],
    [60, "customer", "Found it, thank you."],
  ]);
  await liu.leave();

  // Colleagues' chats.
  const farid = await site.caller("Farid Haddad", "farid@example.org");
  await farid.ask({
    question: "I ordered the shelf in 80 cm, and 60 cm came.",
    subject: "Wrong size delivered",
    page: "https://northwind.example/orders/88190",
  });
  await sam.does({ name: "pick_chat", chat: farid.chat });
  await talk(site, sam, farid, [
    [25, "agent", "I am sorry. Do you have the order number at hand?"],
    [30, "customer", "88190. Could somebody from billing look at the price as well?"],
  ]);
  const bruno = await site.caller("Bruno Keller", "bruno@example.org", "de");
  await bruno.ask({
    question: "Gibt es die Gartenbank auch in Grün?",
    queue: "sales",
    subject: "Garden bench in green",
  });
  await nadia.does({ name: "pick_chat", chat: bruno.chat });
  await talk(site, nadia, bruno, [
    [20, "agent", "Guten Tag! Ja, ab April. Soll ich Ihnen eine zurücklegen?"],
  ]);
  const chloe = await site.caller("Chloé Martin", "chloe@example.org", "fr");
  await chloe.ask({
    question: "My card was declined at checkout.",
    queue: "billing",
    subject: "Card declined",
  });
  await aiko.does({ name: "pick_chat", chat: chloe.chat });
  await talk(site, aiko, chloe, [
    [35, "agent", "Our card processor has an outage. A bank transfer works at once."],
  ]);

  // Those who wait.
  const priya = await site.caller("Priya Nair", "priya@example.org");
  await priya.ask({
    question: "Is the sofa Linnea in stock in Leeds?",
    queue: "sales",
    subject: "Sofa Linnea in stock",
  });
  await clock.forward(95);
  const weber = await site.caller("Jonas Weber", "jonas.weber@example.org", "de");
  await weber.ask({ question: "Ich möchte die Lieferadresse ändern.", subject: "Change delivery address" });
  await clock.forward(55);
  const tanaka = await site.caller("Aiko Tanaka", "tanaka@example.org", "ja");
  await tanaka.ask({ question: "I cannot log in after the reset.", subject: "Cannot log in after reset" });
  await clock.forward(41);
  await dana.does({ name: "set_status", status: "available" });
  await sam.does({ name: "set_status", status: "available" });
  await nadia.does({ name: "set_status", status: "available" });
  await aiko.does({ name: "set_status", status: "lunch" });
  return { dana, sam, sofia, nadia, admin, eleanor, tomas, grace, liu, farid };
}

/** Those who work, signed in: Dana, Sam, Nadia, Sofia, Aiko. */
async function team(site: Site): Promise<Colleague[]> {
  const signedIn: Colleague[] = [];
  for (const id of ["dana", "sam", "nadia", "sofia", "aiko"]) {
    const name = staff.find(([one]) => one === id)?.[1] ?? id;
    signedIn.push(await site.hire(id, name, site.server.hasDemo(id) ? undefined : "a long password"));
  }
  return signedIn;
}

async function talk(
  site: Site,
  agent: Colleague,
  customer: Caller,
  said: [seconds: number, who: "agent" | "customer", text: string][],
): Promise<void> {
  for (const [seconds, who, text] of said) {
    await site.clock.forward(seconds);
    if (who === "customer") await customer.say(text);
    else await agent.does({ name: "post_message", chat: customer.chat, text });
  }
}

/** The shop's own names; nobody is offered anything until the morning is there. */
async function furnish(site: Site, boss: Colleague): Promise<void> {
  await boss.does({ name: "put_tenant", tenant: { name: "Northwind Home", time_zone: "Europe/Berlin" } });
  await boss.does({
    name: "put_profile",
    profile: {
      id: "standard",
      name: "Standard",
      allow_decline: true,
      auto_decline: true,
      can_monitor: false,
      can_pick: true,
      chats_max: 6,
      not_ready_after_chat: false,
      pull_policy: "first_due",
      transfer_to_other_groups: true,
    },
  });
  for (const [id, name] of queues) {
    await boss.does({
      name: "put_queue",
      queue: {
        id,
        name,
        allocation: "pick",
        balance: "longest_idle",
        priority: id === "billing" ? 1 : 0,
        waiting_max: id === "sales" ? 20 : null,
        enabled: true,
        company_filter: false,
      },
    });
  }
  for (const [id, name, role, serves] of staff) {
    await boss.does({
      name: "put_agent",
      agent: { id, name, role, profile: "standard", queues: [...serves] },
    });
    if (!site.server.hasDemo(id)) await boss.sets(id, "a long password");
  }
}
