// The agent's side as a person uses it: the desk, by what is written on it.

import type { BrowserContext, Locator, Page } from "@playwright/test";

export class DeskPage {
  private constructor(readonly page: Page) {}

  static async signIn(
    context: BrowserContext,
    url: string,
    name: string,
    password: string,
  ): Promise<DeskPage> {
    const page = await context.newPage();
    await page.goto(`${url}/desk/`);
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    const desk = new DeskPage(page);
    await desk.status.waitFor();
    return desk;
  }

  get status(): Locator {
    return this.page.getByRole("button", { name: /^Status: / });
  }

  async setStatus(name: string): Promise<void> {
    if ((await this.status.getAttribute("aria-label")) === `Status: ${name}`) return;
    await this.status.click();
    await this.page.getByRole("menuitem", { name }).click();
    await this.page.getByRole("button", { name: `Status: ${name}` }).waitFor();
  }

  offer(customer: string): Locator {
    return this.page.getByRole("article", { name: `Incoming chat: ${customer}` });
  }

  async accept(customer: string): Promise<void> {
    await this.offer(customer).getByRole("button", { name: "Accept" }).click();
    await this.log.waitFor();
  }

  get log(): Locator {
    return this.page.getByRole("log");
  }

  get reply(): Locator {
    return this.page.getByRole("textbox", { name: /^Reply/ });
  }

  async say(text: string): Promise<void> {
    await this.reply.fill(text);
    await this.reply.press("Enter");
  }
}
