// What a supervisor sees: the wallboard, and chats of others.

import type { Morning } from "../site/morning";
import type { Site } from "../site/site";
import type { Look } from "./look";

export async function supervisorViews(site: Site, morning: Morning, look: Look): Promise<void> {
  const page = await site.desk(morning.sofia);
  const dialog = page.getByRole("dialog");
  const closeMenu = async () => {
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
  };
  const step = async (into: string) => {
    await page.getByRole("link", { name: "Wallboard", exact: true }).click();
    await page.getByRole("button", { name: `Step into the chat with ${into}` }).click();
    await page.getByRole("menu").waitFor();
  };
  await look("supervisor-no-chat", page, "A desk without a chat");
  await page.getByRole("link", { name: "Wallboard", exact: true }).click();
  await page.getByRole("heading", { name: "Queues" }).waitFor();
  await look("wallboard", page, "The wallboard");
  await step("Bruno Keller");
  await look("wallboard-step-in", page, "Ways to step into a chat");
  await closeMenu();
  await page.getByRole("button", { name: /^Status of Nadia Reyes/ }).click();
  await page.getByRole("menu").waitFor();
  await look("wallboard-status", page, "An agent's status is changed");
  await closeMenu();
  await step("Bruno Keller");
  await page.getByRole("menuitem", { name: "Reassign…" }).click();
  await dialog.getByRole("radio", { name: "Sam Okoro", exact: true }).waitFor();
  await look("wallboard-reassign", page, "A chat is given to somebody else");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await step("Bruno Keller");
  await page.getByRole("menuitem", { name: "Monitor" }).click();
  await page.getByText("You monitor: nobody sees you.").waitFor();
  await look("supervisor-monitor", page, "A chat is monitored");
  await page.getByRole("button", { name: "Coach" }).click();
  await page.getByRole("textbox", { name: "Message to the agents" }).waitFor();
  await look("supervisor-coach", page, "A chat is coached");
  await page.getByRole("button", { name: "Join" }).click();
  await page.getByRole("textbox", { name: /^Reply to/ }).waitFor();
  await look("supervisor-joined", page, "A supervisor has joined");
}
