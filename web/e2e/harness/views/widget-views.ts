// Every view of the widget on the shop's page: closed, form, waiting, talking, interrupted, agent lost, ended, a message left, other languages.

import type { Page } from "@playwright/test";
import type { Morning } from "../site/morning";
import type { Site } from "../site/site";
import type { Look } from "./look";
import { cutLine } from "./outside-views";

const general = {
  id: "general",
  name: "General",
  balance: "longest_idle",
  priority: 0,
  waiting_max: null,
  enabled: true,
  company_filter: false,
  allocation: "pick",
} as const;

const never = { time_zone: "Europe/Berlin", week: [[], [], [], [], [], [], []], closed_dates: [] };

export async function widgetViews(site: Site, morning: Morning, look: Look): Promise<void> {
  const { nadia } = morning;
  const page = await site.page();
  const line = await cutLine(page);
  line.mend();
  const frame = page.frameLocator("holdfast-widget iframe");
  await page.goto(`${site.server.url}/`);
  const launcher = page.getByRole("button", { name: /^Open chat/ });
  await launcher.waitFor();
  await look("widget-closed", page, "The widget is closed");
  await launcher.click();
  await frame.getByLabel("Your name").waitFor();
  await look("widget-form", page, "The form before a chat");
  await frame.getByRole("button", { name: "Start chat" }).click();
  await frame.getByText("Please tell us your name.").waitFor();
  await look("widget-form-missing", page, "Something is missing");
  await frame.getByLabel("Your name").fill("Amelia Stone");
  await frame.getByLabel("Your question").fill("The lamp LX-2290 flickers when I dim it. Is that normal?");
  await frame.getByRole("button", { name: "Start chat" }).click();
  await frame.getByText("You are in the queue").waitFor();
  await look("widget-waiting", page, "Waiting, with the place in the queue");

  const chat = await chatOf(morning, "Amelia Stone");
  await nadia.does({ name: "pick_chat", chat });
  await site.clock.forward(20);
  await nadia.does({
    name: "post_message",
    chat,
    text: "Hello Amelia, no, it should not. Could you send me a picture of the label?",
  });
  await frame.getByText("Could you send me a picture").waitFor();
  await site.clock.forward(45);
  await frame.locator("input[type=file]").setInputFiles({
    name: "label of the lamp.pdf",
    mimeType: "application/pdf",
    buffer: Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(340_000)]),
  });
  await frame.getByRole("button", { name: /^Download label/ }).waitFor();
  await frame.getByLabel("Your message").fill("Here it is");
  await frame.getByLabel("Your message").press("Enter");
  await frame.locator(".message.mine[data-status=sent]", { hasText: "Here it is" }).waitFor();
  await look("widget-chat", page, "A chat, with a file");
  await frame.locator(".menu-place > button").click();
  await look("widget-menu", page, "The menu");
  await page.keyboard.press("Escape");
  await frame.getByRole("button", { name: "End chat" }).click();
  await frame.getByRole("dialog").waitFor();
  await look("widget-leave", page, "Asked before the chat is ended");
  await page.keyboard.press("Escape");

  line.cut();
  await frame.getByText("Connection interrupted").waitFor();
  await frame.getByLabel("Your message").fill("Are you still there?");
  await frame.getByLabel("Your message").press("Enter");
  await look("widget-interrupted", page, "The connection is interrupted: what is written waits");
  line.mend();
  await frame.locator(".message.mine[data-status=sent]", { hasText: "Are you still there?" }).waitFor();
  await nadia.does({ name: "transfer_to_queue", chat, queue: "sales" });
  await frame.getByText("You are in the queue").or(frame.getByText("You are next")).first().waitFor();
  await look("widget-passed-on", page, "Passed on to another queue");
  const next = await chatOf(morning, "Amelia Stone");
  await nadia.does({ name: "pick_chat", chat: next });
  await frame.getByRole("button", { name: "End chat" }).click();
  await frame.getByRole("dialog").getByRole("button", { name: "End chat" }).click();
  await frame.getByText("This chat has ended").waitFor();
  await look("widget-ended", page, "The chat has ended");
  await frame.getByRole("radio", { name: "4: Good" }).check({ force: true });
  await frame.getByLabel("Anything to add?").fill("Quick and kind");
  await look("widget-rating", page, "The conversation is rated");
  await frame.getByRole("button", { name: "Send", exact: true }).click();
  await frame.getByText("Thank you for telling us.").waitFor();
  await look("widget-rated", page, "It has been rated");
  await page.context().close();

  await languages(site, morning, look);
  await closed(site, morning, look);
  await invitation(site, morning, look);
}

/** A conversation from right to left: both sides, a file that does not get on, being asked to show the page. */
async function rightToLeft(site: Site, morning: Morning, page: Page, look: Look): Promise<void> {
  const { nadia } = morning;
  const frame = page.frameLocator("holdfast-widget iframe");
  const chat = await chatOf(morning, "ليلى حداد");
  await nadia.does({ name: "pick_chat", chat });
  await nadia.does({ name: "post_message", chat, text: "مرحبًا ليلى، طلبك في الطريق ويصل يوم الخميس." });
  await frame.getByText("طلبك في الطريق").waitFor();
  await site.clock.forward(30);
  await frame.locator(".composer textarea").fill("شكرًا! هل يمكن تغيير العنوان؟");
  await frame.locator(".composer textarea").press("Enter");
  await frame.locator(".message.mine[data-status=sent]").first().waitFor();
  await page.route("**/api/uploads/**", (route) => route.abort());
  await frame.locator("input[type=file]").setInputFiles({
    name: "العنوان الجديد.pdf",
    mimeType: "application/pdf",
    buffer: Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(340_000)]),
  });
  await frame.locator("[data-upload=waiting]").waitFor();
  await look("widget-chat-ar", page, "A chat in Arabic, with a file that waits for the connection");
  await nadia.does({ name: "invite_to_cobrowse", chat });
  await frame.getByRole("dialog").waitFor();
  await look("widget-cobrowse-ar", page, "Asked to show the page, in Arabic");
}

async function languages(site: Site, morning: Morning, look: Look): Promise<void> {
  for (const [locale, name] of [
    ["ar", "Arabic, from right to left"],
    ["de", "German"],
    ["es", "Spanish"],
  ] as const) {
    const page = await site.page({ locale });
    await openWidget(page, site);
    await look(`widget-form-${locale}`, page, name);
    if (locale === "ar") {
      const frame = page.frameLocator("holdfast-widget iframe");
      await frame.locator("[name=name]").fill("ليلى حداد");
      await frame.locator("[name=question]").fill("أين طلبي رقم 88213؟");
      await frame.locator("[type=submit]").click();
      await frame.locator(".waiting").waitFor();
      await look("widget-waiting-ar", page, "Waiting, in Arabic");
      await rightToLeft(site, morning, page, look);
    }
    await page.context().close();
  }
}

async function closed(site: Site, { admin }: Morning, look: Look): Promise<void> {
  await admin.does({ name: "put_queue", queue: { ...general, hours: never } });
  const page = await site.page();
  await openWidget(page, site);
  const frame = page.frameLocator("holdfast-widget iframe");
  await look("widget-offline", page, "Closed: a message is left");
  await frame.getByLabel("Your name").fill("Oscar Lind");
  await frame.getByLabel("E-mail").fill("oscar@example.org");
  await frame.getByLabel("Your message").fill("Please call me about the wardrobe.");
  await frame.getByRole("button", { name: "Send message" }).click();
  await frame.getByRole("heading", { name: "We have your message" }).waitFor();
  await look("widget-message-left", page, "The message is there");
  await page.context().close();
  await admin.does({ name: "put_queue", queue: { ...general, hours: null } });
}

/** A visitor is asked whether it wants a chat. */
async function invitation(site: Site, { admin }: Morning, look: Look): Promise<void> {
  const rule = {
    id: "lamps",
    name: "Lamps",
    enabled: true,
    url: "",
    seconds_on_page: 0,
    visitors: "all",
    texts: { en: "Not sure which lamp fits? We are here to help you choose." },
    every_days: 7,
  } as const;
  await admin.does({ name: "put_invitation_rule", invitation_rule: rule });
  const page = await site.page();
  await page.goto(`${site.server.url}/`);
  await page.getByRole("region", { name: "Invitation to chat" }).waitFor();
  await look("widget-invitation", page, "A visitor is invited to chat");
  await page.context().close();
  await admin.does({ name: "remove_invitation_rule", invitation_rule: rule.id });
}

/** Opens the shop and the widget on it. */
export async function openWidget(page: Page, site: Site): Promise<void> {
  await page.goto(`${site.server.url}/`);
  await page.locator("holdfast-widget").waitFor({ state: "attached" });
  await page.evaluate(() =>
    (window as { Holdfast?: { push(call: string[]): void } }).Holdfast?.push(["open"]),
  );
  await page.frameLocator("holdfast-widget iframe").locator("[name=name]").waitFor();
}

/** The open chat of the only customer with that name. */
export async function chatOf({ sofia }: Morning, name: string): Promise<string> {
  const answer = await sofia.http.get("/api/incidents");
  const rows = (await answer.json()) as { conversation: string; customer_name: string }[];
  const found = rows.find((row) => row.customer_name === name);
  if (!found) throw new Error(`${name} has no incident`);
  const history = await sofia.http.get(`/api/conversations/${found.conversation}?limit=500`);
  const { events } = (await history.json()) as { events: { chat?: string }[] };
  const chat = events.findLast((event) => event.chat)?.chat;
  if (!chat) throw new Error(`${name} has no chat`);
  return chat;
}
