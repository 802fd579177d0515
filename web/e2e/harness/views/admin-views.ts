// Every page of the administration, and the dialogs in which records are made.

import type { Morning } from "../site/morning";
import type { Site } from "../site/site";
import { hold } from "./held";
import type { Look } from "./look";

/** Title of the page, and what one of its records is called. */
const pages = [
  ["Queues", "queue"],
  ["Topics", "topic"],
  ["Users", "user"],
  ["Profiles", "profile"],
  ["Statuses", "status"],
  ["Standard texts", "standard text"],
  ["Knowledge", "article"],
] as const;

/** Pages that read over HTTP, and what they read. */
const readPages = [
  ["Knowledge", /^\/api\/articles$/],
  ["Prompts", /^\/api\/prompts$/],
  ["Identity keys", /^\/api\/identity-keys$/],
  ["Invitations", /^\/api\/invitation-rules$/],
] as const;

export async function adminViews(site: Site, morning: Morning, look: Look): Promise<void> {
  const page = await site.desk(morning.admin);
  const dialog = page.getByRole("dialog");
  await page.getByRole("link", { name: "Admin", exact: true }).click();
  const menu = page.getByRole("navigation", { name: "Administration" });
  for (const [title, path] of readPages) {
    const name = title.toLowerCase().replace(" ", "-");
    const heading = page.getByRole("heading", { name: title, level: 2 });
    const reading = page.getByRole("status", { name: /^Reading / });
    const refused = page.getByRole("alert").filter({ hasText: "does not answer" });
    const held = await hold(page, path);
    await menu.getByRole("link", { name: title, exact: true }).click();
    await heading.waitFor();
    await reading.waitFor();
    await look(`admin-${name}-reading`, page, `${title}, still being read`);
    held.refuse();
    await refused.waitFor();
    await heading.waitFor();
    await look(`admin-${name}-failed`, page, `${title}, which could not be read`);
    await held.letThrough();
    await refused.getByRole("button", { name: "Try again" }).click();
    await refused.waitFor({ state: "detached" });
    await reading.waitFor({ state: "detached" });
  }
  for (const [title, one] of pages) {
    const name = title.toLowerCase().replace(" ", "-");
    await menu.getByRole("link", { name: title, exact: true }).click();
    await page.getByRole("table").waitFor();
    await look(`admin-${name}`, page, title);
    await page.getByRole("button", { name: `New ${one}` }).click();
    await dialog.getByRole("button", { name: "Save" }).waitFor();
    await look(`admin-${name}-new`, page, `A new ${one}`);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  }
  await page.getByRole("textbox", { name: /^Search/ }).fill("zzz");
  await page.getByText("No match").waitFor();
  await look("admin-no-match", page, "A search without a match");
  // Whatever else there is, also what came later than this walk.
  const known = new Set<string>(pages.map(([title]) => title));
  for (const title of await menu.getByRole("link").allTextContents()) {
    if (known.has(title)) continue;
    await menu.getByRole("link", { name: title, exact: true }).click();
    await page.getByRole("heading", { level: 2 }).first().waitFor();
    await page.getByRole("status", { name: /^Reading/ }).waitFor({ state: "detached" });
    await look(`admin-${title.toLowerCase().replaceAll(/[^a-z]+/g, "-")}`, page, title);
  }
  for (const [title, one, button] of [
    ["Invitations", "rule", "Save"],
    ["Identity keys", "key", "Make key"],
  ] as const) {
    await menu.getByRole("link", { name: title }).click();
    await page.getByRole("button", { name: `New ${one}` }).click();
    await dialog.getByRole("button", { name: button }).waitFor();
    await look(`admin-${title.toLowerCase().replace(" ", "-")}-new`, page, `A new ${one}`);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  }
  await menu.getByRole("link", { name: "Settings" }).click();
  const offerTimeout = page.getByRole("textbox", { name: "An offer runs for" });
  await offerTimeout.fill("900h");
  await offerTimeout.press("Enter");
  const told = page.getByRole("alert").filter({ hasText: "The setting was not changed" });
  await told.filter({ hasText: "limit: 100ms to 1h" }).waitFor();
  await look("admin-setting-refused", page, "A value that is refused, with the limit");
  await told.getByRole("button", { name: "Close" }).click();
  await offerTimeout.press("Escape");
  await page.getByRole("button", { name: "Save" }).waitFor({ state: "detached" });
}
