// What a supervisor sees: the wallboard, chats of others, reports.

import type { Page } from "@playwright/test";
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
  await reportViews(page, look);
}

async function reportViews(page: Page, look: Look): Promise<void> {
  await page.getByRole("link", { name: "Reports", exact: true }).click();
  await page.getByRole("link", { name: "Queue performance" }).click();
  const table = page.getByRole("grid", { name: "By queue" });
  await table.waitFor();
  await page.locator(".recharts-surface").first().waitFor();
  await look("report", page, "A report");
  await page.getByRole("button", { name: /^Current month/ }).click();
  await page.getByLabel("From", { exact: true }).waitFor();
  await look("report-period", page, "The period of a report");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: "Print" }).waitFor();
  await look("report-export", page, "Ways to take a report away");
  await page.keyboard.press("Escape");
  await table.getByRole("button").first().focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tooltip").waitFor();
  await look("report-figure", page, "What a figure means");
  await page.keyboard.press("Enter");
  const chats = page.getByRole("list", { name: "Chats" }).getByRole("button");
  await chats.first().waitFor();
  await look("report-chats", page, "The chats behind a figure");
  await chats.first().click();
  await page.getByRole("region", { name: /^What was said/ }).waitFor();
  await look("report-transcript", page, "What was said in one of them");
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Reports", exact: true }).click();
  const menu = page.getByRole("navigation", { name: "Reports" });
  await menu.waitFor();
  for (const report of await menu.getByRole("link").all()) {
    const title = (await report.textContent())?.trim() ?? "";
    await report.click();
    await page.getByRole("heading", { level: 2, name: title }).waitFor();
    await look(`report-${title.toLowerCase().replaceAll(/[^a-z]+/g, "-")}`, page, `Report: ${title}`);
  }
  await page.getByRole("link", { name: "Schedules" }).click();
  await page.getByRole("button", { name: "New schedule" }).click();
  const dialog = page.getByRole("dialog", { name: "New schedule" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Queues of the week");
  await dialog.getByLabel("Report", { exact: true }).selectOption({ label: "Queue performance" });
  await dialog.getByLabel("File").selectOption("csv");
  await dialog.getByLabel("Table").selectOption({ label: "By queue" });
  await dialog.getByLabel("How often").selectOption("week");
  await dialog.getByRole("radio", { name: "To a webhook" }).check();
  await dialog.getByLabel("Address of the webhook").fill("https://figures.northwind.example/hooks/weekly");
  await look("schedule-new", page, "A report that is sent regularly");
  await dialog.getByRole("button", { name: "Save" }).click();
  const secret = page.getByRole("dialog", { name: "The webhook’s secret" });
  await secret.waitFor();
  await look("schedule-secret", page, "The secret of a webhook, shown once");
  await secret.getByRole("button", { name: "Done" }).click();
  await secret.waitFor({ state: "detached" });
  await page.getByRole("row", { name: /Queues of the week/ }).waitFor();
  await look("schedules", page, "The reports that are sent regularly");
}
