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

  /** The desk in a new page of a context that is signed in already. */
  static async open(context: BrowserContext, url: string): Promise<DeskPage> {
    const desk = new DeskPage(await context.newPage());
    await desk.page.goto(`${url}/desk/`);
    await desk.status.waitFor({ state: "attached" });
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
    await this.chat(customer).waitFor();
  }

  /** The column of a chat. */
  chat(customer: string): Locator {
    return this.page.getByRole("region", { name: `Chat with ${customer}` });
  }

  /** What was said in the chat that is shown; long transcripts hold only the part that is in view. */
  get log(): Locator {
    return this.page.getByRole("region", { name: "What was said" });
  }

  messages(): Promise<string[]> {
    return this.log.locator("[class*=_bubble_]").allTextContents();
  }

  get reply(): Locator {
    return this.page.getByRole("textbox", { name: /^Reply to / });
  }

  async say(text: string): Promise<void> {
    await this.reply.fill(text);
    await this.reply.press("Enter");
  }

  async endChat(): Promise<void> {
    await this.page.getByRole("button", { name: "End chat" }).click();
    await this.page.getByRole("dialog").getByRole("button", { name: "End chat" }).click();
    await this.wrapUp.waitFor();
  }

  get wrapUp(): Locator {
    return this.page.getByRole("region", { name: "Wrap-up" });
  }

  async completeWrapUp(fields: { subject: string }): Promise<void> {
    await this.wrapUp.getByLabel("Subject").fill(fields.subject);
    await this.wrapUp.getByRole("button", { name: "Done" }).click();
    await this.wrapUp.waitFor({ state: "detached" });
  }

  /** A list of the left column: Queue, Transferred, My chats. */
  tab(name: string): Locator {
    return this.page.getByRole("tab", { name: new RegExp(`^${name}`) });
  }

  /** The chats of the Queue list, in its order. */
  get waiting(): Locator {
    return this.page.getByRole("region", { name: "Waiting chats" }).getByRole("article");
  }

  /** Shows a tab of the panel about the chat. */
  async panel(name: string): Promise<void> {
    await this.page.getByRole("tab", { name, exact: true }).click();
  }

  get banner(): Locator {
    return this.page.getByText("Connection interrupted. Reconnecting…");
  }

  async addNote(text: string): Promise<void> {
    await this.panel("Notes");
    await this.page.getByRole("textbox", { name: "New note" }).fill(text);
    await this.page.getByRole("button", { name: "Add note" }).click();
    await this.page.getByRole("region", { name: "Notes" }).getByText(text).waitFor();
  }

  /** What is typed is durable. */
  async draftsSaved(): Promise<void> {
    await this.page.getByText("Saved", { exact: true }).first().waitFor();
  }

  /** The renderer dies as in a crash: nothing is closed, said or saved. */
  async crash(): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    // The answer never comes: who would give it is gone.
    void session.send("Page.crash").catch(() => undefined);
    await this.page.waitForEvent("crash");
  }
}
