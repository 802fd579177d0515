// Every view of an agent's desk, on an ordinary morning.

import type { Page } from "@playwright/test";
import type { Morning } from "../site/morning";
import type { Site } from "../site/site";
import type { Look } from "./look";

export async function agentViews(site: Site, morning: Morning, look: Look): Promise<void> {
  const { dana, sam, eleanor, grace, farid } = morning;
  const page = await site.desk(dana);
  const chat = (name: string) => page.getByRole("region", { name: `Chat with ${name}` });
  const dialog = page.getByRole("dialog");
  const mine = page.getByRole("tab", { name: /^My chats/ });
  const choose = async (name: string) => {
    await mine.click();
    await page.getByRole("navigation", { name: "My chats" }).getByRole("button", { name }).click();
    await chat(name).waitFor();
  };
  const close = async () => {
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  };

  await choose("Eleanor Whitfield");
  await look("desk-chats", page, "My chats, several side by side");
  await page.keyboard.press("Alt+KeyM");
  await look("desk-my-chats", page, "The list of my chats");
  await lists(site, page, look);

  await choose("Liu Wei");
  await look("desk-wrap-up", page, "Wrap-up of a chat whose customer has left");

  await choose("Eleanor Whitfield");
  for (const [key, tab, words] of [
    ["Alt+KeyC", "Customer", "What is known of the customer"],
    ["Alt+KeyN", "Notes", "Notes of the chat"],
    ["Alt+KeyL", "Timeline", "What happened, in order"],
    ["Alt+KeyI", "Incident", "The incident, linked to a ticket"],
    ["Alt+KeyF", "Resources", "Outages, articles and texts"],
  ] as const) {
    await page.keyboard.press(key);
    await page.getByRole("tabpanel", { name: tab }).waitFor();
    await page.getByText("Opening…").waitFor({ state: "detached" });
    await look(`desk-panel-${tab.toLowerCase()}`, page, words);
  }
  await page
    .getByRole("textbox", { name: /^Search/ })
    .last()
    .fill("returns");
  await page.getByText("Returns and refunds").first().waitFor();
  await look("desk-resources-search", page, "A search of the resources");
  await page.keyboard.press("Alt+KeyC");
  // Where the panel is a drawer it is closed again.
  await page.setViewportSize({ width: 1024, height: 768 });
  await close();
  await page.setViewportSize({ width: 1440, height: 900 });

  const reply = chat("Eleanor Whitfield").getByRole("textbox", { name: /^Reply to/ });
  await reply.fill("/re");
  await page.getByRole("listbox", { name: "Standard texts" }).waitFor();
  await look("desk-standard-texts", page, "Standard texts, found while typing");
  await reply.fill("No need to: the carrier fetches it on Thursday.");
  await look("desk-reply", page, "A reply being written");
  await reply.fill("");

  await page.keyboard.press("Alt+KeyW");
  await look("desk-internal", page, "A message to colleagues");
  await page.keyboard.press("Alt+KeyW");
  await chat("Eleanor Whitfield").getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menu").waitFor();
  await look("desk-more-actions", page, "The menu of a chat");
  await page.keyboard.press("Escape");

  await page.keyboard.press("Alt+KeyG");
  await dialog.getByRole("radio", { name: "Nadia Reyes", exact: true }).waitFor();
  await look("dialog-transfer-agent", page, "Transfer to a colleague");
  await dialog.getByText("To a queue").click();
  await dialog.getByRole("radio", { name: "Sales" }).waitFor();
  await look("dialog-transfer-queue", page, "Transfer to a queue");
  await close();
  await page.keyboard.press("Alt+KeyB");
  await dialog.getByRole("radio", { name: "Nadia Reyes", exact: true }).waitFor();
  await look("dialog-conference", page, "Bringing a colleague in");
  await close();
  await page.keyboard.press("Alt+KeyZ");
  await dialog.waitFor();
  await look("dialog-release", page, "Releasing to the queue");
  await close();
  await page.keyboard.press("Alt+KeyK");
  await dialog.waitFor();
  await look("dialog-link", page, "Sending a link");
  await close();
  await page.keyboard.press("Alt+KeyE");
  await dialog.waitFor();
  await look("dialog-end-ticket", page, "Ending a chat with a linked open ticket");
  await close();
  await choose("Grace Okafor");
  await page.keyboard.press("Alt+KeyE");
  await dialog.waitFor();
  await look("dialog-end", page, "Ending a chat without a ticket");
  await close();

  // A conference with Sam, and Sam's own chat passed on.
  await dana.does({ name: "invite_to_conference", chat: grace.chat, agent: "sam" });
  await chat("Grace Okafor").getByText("Sam Okoro is invited").waitFor();
  await look("desk-conference-invited", page, "A colleague is invited");
  await sam.does({ name: "accept_invitation", chat: grace.chat });
  await sam.does({
    name: "post_message",
    chat: grace.chat,
    text: "Hello Grace, Sam here. The VAT number is on it now.",
  });
  await page.getByRole("region", { name: "In this chat" }).waitFor();
  await look("desk-conference", page, "Two agents in a chat");
  await sam.does({
    name: "transfer_to_agent",
    chat: farid.chat,
    agent: "dana",
    note: "Exchange is booked. Please check the price difference, he was charged for 80 cm.",
  });
  await page.getByRole("tab", { name: /^Transferred/ }).click();
  await page
    .getByRole("article", { name: "Farid Haddad" })
    .getByRole("button", { name: "Farid Haddad" })
    .first()
    .click();
  await look("desk-transferred", page, "A chat that a colleague passes on, read before it is accepted");
  await page.keyboard.press("Alt+KeyX");
  await page.getByRole("article", { name: "Farid Haddad" }).waitFor({ state: "detached" });
  await dana.does({ name: "transfer_to_agent", chat: eleanor.chat, agent: "sam" });
  await page.keyboard.press("Alt+KeyT");
  await page.getByRole("article", { name: "Eleanor Whitfield" }).waitFor();
  await look("desk-transfer-pending", page, "A transfer that is not answered yet");
  await dana.does({ name: "cancel_invitation", chat: eleanor.chat });
  await mine.click();

  await offer(site, morning, page, look);
  await messages(site, page, look);

  for (const [button, name, words] of [
    [/^Status: /, "desk-status-menu", "Changing the status"],
    [/^Profile of /, "desk-profile-menu", "Sound, notifications, theme, sign out"],
  ] as const) {
    await page.getByRole("button", { name: button }).click();
    await page.getByRole("menu").waitFor();
    await look(name, page, words);
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
  }
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await dialog.waitFor();
  await look("desk-keys", page, "The keys");
  await close();
}

async function lists(site: Site, page: Page, look: Look): Promise<void> {
  await page.keyboard.press("Alt+KeyQ");
  await page.getByRole("region", { name: "Waiting chats" }).waitFor();
  await look("desk-queue", page, "The queue");
  await page
    .getByRole("textbox", { name: /^Search/ })
    .first()
    .fill("zzz");
  await page.getByText("No match").waitFor();
  await look("desk-queue-no-match", page, "A search without a match");
  await page
    .getByRole("textbox", { name: /^Search/ })
    .first()
    .fill("");
  await page.keyboard.press("Alt+KeyT");
  await look("desk-transferred-none", page, "Nothing transferred");
  await site.clock.forward(4);
}

async function messages(site: Site, page: Page, look: Look): Promise<void> {
  await page.getByRole("link", { name: /^Messages/ }).click();
  await page.getByText("Nothing to answer").waitFor();
  await look("messages-none", page, "No message was left");
  const oscar = await site.caller("Oscar Lind", "oscar@example.org");
  await oscar.leaveMessage(
    "Please call me about the wardrobe.\nI am at home after five.",
    "general",
    "https://northwind.example/wardrobes/fjell",
  );
  const message = page.getByRole("listitem", { name: /^Oscar Lind/ });
  await message.waitFor();
  await look("messages", page, "A message that was left while nobody was there");
  await message.getByRole("button", { name: "Settle…" }).click();
  await page.getByRole("dialog").waitFor();
  await look("messages-settle", page, "A message is settled");
  await page.getByLabel("How was it settled?").fill("Called back");
  await page.getByRole("dialog").getByRole("button", { name: "Settle" }).click();
  await message.waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Desk", exact: true }).click();
}

async function offer(site: Site, morning: Morning, page: Page, look: Look): Promise<void> {
  const { sam, admin } = morning;
  await sam.does({ name: "set_status", status: "away" });
  const billing = {
    id: "billing",
    name: "Billing",
    balance: "longest_idle",
    priority: 1,
    waiting_max: null,
    enabled: true,
    company_filter: false,
  } as const;
  await admin.does({ name: "put_queue", queue: { ...billing, allocation: "offer" } });
  const mariana = await site.caller("Mariana Costa", "mariana@example.org", "pt");
  await mariana.ask({
    question: "When do I get the refund for order 88213?",
    queue: "billing",
    subject: "Refund for order 88213",
  });
  await site.clock.forward(11);
  const toast = page.getByRole("article", { name: "Incoming chat: Mariana Costa" });
  await toast.waitFor();
  await look("desk-offer", page, "A chat is offered");
  await mariana.leave();
  await toast.waitFor({ state: "detached" });
  await admin.does({ name: "put_queue", queue: { ...billing, allocation: "pick" } });
  await sam.does({ name: "set_status", status: "available" });
}
