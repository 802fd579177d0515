// The widget in its six languages, from right to left in Arabic, chosen by browser, page and person.

import type { Page } from "@playwright/test";
import { axeFindings } from "../harness/axe";
import { expect, test } from "../harness/fixtures";
import { settled } from "../harness/settled";
import { CustomerPage } from "../harness/widget";

const languages = {
  "en-GB": { open: "Open chat", name: "Your name", start: "Start chat", waiting: "You are in the queue" },
  "de-AT": {
    open: "Chat öffnen",
    name: "Ihr Name",
    start: "Chat beginnen",
    waiting: "Sie sind in der Warteschlange",
  },
  "es-MX": { open: "Abrir el chat", name: "Su nombre", start: "Iniciar chat", waiting: "Está en la cola" },
  "fr-FR": {
    open: "Ouvrir le chat",
    name: "Votre nom",
    start: "Démarrer le chat",
    waiting: "Vous êtes dans la file",
  },
  "ja-JP": {
    open: "チャットを開く",
    name: "お名前",
    start: "チャットを始める",
    waiting: "順番をお待ちいただいています",
  },
  "ar-EG": { open: "فتح المحادثة", name: "اسمك", start: "بدء المحادثة", waiting: "أنت في الانتظار" },
};

async function seriousFindings(page: Page): Promise<string[]> {
  for (const frame of page.frames()) await settled(frame);
  return axeFindings(page);
}

for (const [locale, words] of Object.entries(languages)) {
  test(`speaks the browser's language, ${locale}`, async ({ browser, server }) => {
    const context = await browser.newContext({ locale, reducedMotion: "reduce" });
    const customer = await CustomerPage.visit(context, server.url);
    const { frame } = customer;
    await customer.page.getByRole("button", { name: words.open }).click();
    await frame.getByLabel(words.name).fill("Liu Wei");
    await frame.locator("textarea").fill("?");
    const root = frame.locator("html");
    await expect(root).toHaveAttribute("lang", locale.slice(0, 2));
    await expect(root).toHaveAttribute("dir", locale.startsWith("ar") ? "rtl" : "ltr");
    await frame.getByRole("button", { name: words.start }).click();
    await expect(frame.getByText(words.waiting)).toBeVisible();
    expect(await seriousFindings(customer.page)).toEqual([]);
    await context.close();
  });
}

test("the person's choice goes before the page's, and the page's before the browser's", async ({
  browser,
  server,
}) => {
  const context = await browser.newContext({ locale: "de-DE" });
  const customer = await CustomerPage.visit(context, server.url);
  const { frame, page } = customer;
  await customer.tell(["locale", "fr"], ["open"]);
  await expect(frame.getByLabel("Votre nom")).toBeVisible();
  await frame.getByRole("combobox", { name: "Langue" }).selectOption("ar");
  await expect(frame.getByLabel("اسمك")).toBeVisible();
  await expect(frame.locator("html")).toHaveAttribute("dir", "rtl");
  // What was typed stays through a change of the language.
  await frame.getByLabel("اسمك").fill("Noor");
  await frame.getByRole("combobox", { name: "اللغة" }).selectOption("ja");
  await expect(frame.getByLabel("お名前")).toHaveValue("Noor");
  await customer.tell(["locale", "es"]);
  await page.reload();
  await customer.tell(["locale", "es"], ["open"]);
  await expect(frame.getByLabel("お名前")).toBeVisible();

  // And in a conversation, with what the server says in that language.
  await frame.getByLabel("お名前").fill("Noor");
  await frame.locator("textarea").fill("ランプはどこですか");
  await frame.getByRole("button", { name: "チャットを始める" }).click();
  await expect(frame.getByText("順番をお待ちいただいています")).toBeVisible();
  await frame.getByRole("button", { name: "その他" }).click();
  await frame.getByRole("combobox").selectOption("de");
  await expect(frame.getByText("Sie sind in der Warteschlange", { exact: true })).toBeVisible();
  await context.close();
});
