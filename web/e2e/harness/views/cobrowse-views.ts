// A customer shows its page: asked, shown, as the agent sees it and points into it.

import type { Morning } from "../site/morning";
import type { Site } from "../site/site";
import type { Look } from "./look";
import { chatOf, openWidget } from "./widget-views";

const customer = "Henrik Dahl";

export async function cobrowseViews(site: Site, morning: Morning, look: Look): Promise<void> {
  const { dana } = morning;
  const shop = await site.page();
  await openWidget(shop, site);
  const frame = shop.frameLocator("holdfast-widget iframe");
  await frame.getByLabel("Your name").fill(customer);
  await frame.getByLabel("Your question").fill("Which of these lamps is the one in your window?");
  await frame.getByRole("button", { name: "Start chat" }).click();
  await frame.getByText("You are in the queue").or(frame.getByText("You are next")).first().waitFor();
  const chat = await chatOf(morning, customer);
  await dana.does({ name: "pick_chat", chat });
  await dana.does({
    name: "post_message",
    chat,
    text: "Let us look together. I am asking you to show me the page that you are on.",
  });
  const desk = await site.desk(dana);
  await desk.getByRole("tab", { name: /^My chats/ }).click();
  await desk.getByRole("navigation", { name: "My chats" }).getByRole("button", { name: customer }).click();
  await dana.does({ name: "invite_to_cobrowse", chat });
  await frame.getByRole("dialog").waitFor();
  await look("widget-cobrowse", shop, "Asked to show the page");
  await frame.getByRole("button", { name: "Show my page" }).click();
  await shop.getByRole("button", { name: "Close chat" }).click();
  const mirror = desk.frameLocator(`iframe[title="Page of ${customer}"]`).frameLocator("iframe");
  const heading = mirror.getByRole("heading", { level: 1 });
  await heading.waitFor();
  await look("desk-cobrowse", desk, "A customer's page, as it is now");
  const place = await heading.boundingBox();
  if (!place) throw new Error("the page is not in the mirror");
  await desk.mouse.move(place.x + 20, place.y + 10);
  await desk.mouse.move(place.x + 40, place.y + place.height / 2, { steps: 4 });
  await desk.mouse.click(place.x + 40, place.y + place.height / 2);
  await shop.locator("holdfast-widget .mark").waitFor();
  await look("widget-cobrowse-shown", shop, "The page is shown, and the agent points at something");
  await dana.does({ name: "stop_cobrowse", chat });
  await shop.getByText(/is being shared/).waitFor({ state: "detached" });
}
