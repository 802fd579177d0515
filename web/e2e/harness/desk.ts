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

  /** A chat of the Transferred list. */
  listed(customer: string): Locator {
    return this.page.getByRole("article", { name: customer, exact: true });
  }

  /** Chooses somebody, or a queue, in a dialog. */
  async chooseTarget(name: string): Promise<void> {
    await this.page.getByRole("dialog").getByRole("radio", { name, exact: true }).check({ force: true });
  }

  async transferTo(name: string, note = "", to: "agent" | "queue" = "agent"): Promise<void> {
    await this.page.getByRole("button", { name: "Transfer", exact: true }).click();
    const dialog = this.page.getByRole("dialog");
    if (to === "queue") await dialog.getByText("To a queue").click();
    await this.chooseTarget(name);
    if (note) await dialog.getByLabel("Note for whoever takes it").fill(note);
    await dialog.getByRole("button", { name: "Transfer", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
  }

  /** Who is in the chat and who watches it, with their parts. */
  get people(): Locator {
    return this.page.getByRole("region", { name: "In this chat" });
  }

  /** An action of the chat's menu. */
  async more(name: string): Promise<void> {
    await this.page.getByRole("button", { name: "More actions" }).click();
    await this.page.getByRole("menuitem", { name: new RegExp(`^${name}`) }).click();
  }

  /** A place of the rail: Desk, Wallboard, Admin. */
  async place(name: string): Promise<void> {
    await this.page.getByRole("link", { name, exact: true }).click();
  }

  /** A way to step into a chat, on the wallboard. */
  async stepInto(customer: string, way: string): Promise<void> {
    await this.page.getByRole("button", { name: `Step into the chat with ${customer}` }).click();
    await this.page.getByRole("menuitem", { name: way }).click();
  }

  /** Makes a record on its page of the administration. */
  async make(one: string, fields: Record<string, string>): Promise<void> {
    await this.page.getByRole("button", { name: `New ${one}` }).click();
    const dialog = this.page.getByRole("dialog");
    for (const [label, value] of Object.entries(fields))
      await dialog.getByLabel(label, { exact: true }).fill(value);
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
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
