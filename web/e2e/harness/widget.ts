// The customer's side as a person uses it: the demo shop's page, the launcher, the frame.

import type { BrowserContext, FrameLocator, Locator, Page } from "@playwright/test";

export class CustomerPage {
  private constructor(readonly page: Page) {}

  /** Opens the shop; the widget stays closed unless an earlier session brings it back. */
  static async visit(context: BrowserContext, url: string): Promise<CustomerPage> {
    const page = await context.newPage();
    await page.goto(`${url}/`);
    return new CustomerPage(page);
  }

  get frame(): FrameLocator {
    return this.page.frameLocator("holdfast-widget iframe");
  }

  /** What the shop's page tells the widget. */
  async tell(...calls: [name: string, ...values: unknown[]][]): Promise<void> {
    await this.page.evaluate((calls) => {
      const page = window as { Holdfast?: { push(...calls: unknown[]): void } };
      page.Holdfast?.push(...calls);
    }, calls);
  }

  async open(): Promise<void> {
    await this.page.getByRole("button", { name: /^Open chat/ }).click();
  }

  /** Opens the widget and asks for a chat. */
  async ask(name: string, question: string): Promise<void> {
    await this.open();
    await this.frame.getByLabel("Your name").fill(name);
    await this.frame.getByLabel("Your question").fill(question);
    await this.frame.getByRole("button", { name: "Start chat" }).click();
  }

  async say(text: string): Promise<void> {
    const field = this.frame.getByLabel("Your message");
    await field.fill(text);
    await field.press("Enter");
  }

  /** Ends the chat that it is in. */
  async end(): Promise<void> {
    await this.frame.getByRole("button", { name: "End chat" }).click();
    await this.frame.getByRole("dialog").getByRole("button", { name: "End chat" }).click();
  }

  /** Leaves the queue. */
  async cancel(): Promise<void> {
    await this.frame.getByRole("button", { name: "Leave queue" }).click();
    await this.frame.getByRole("dialog").getByRole("button", { name: "Leave queue" }).click();
  }

  get log(): Locator {
    return this.frame.getByRole("log");
  }

  /** Texts of all messages, in order, both sides. */
  messages(): Promise<string[]> {
    return this.log.locator(".bubble").allTextContents();
  }

  /** The customer's own message with this text. */
  own(text: string): Locator {
    return this.log.locator(".message.mine").filter({ has: this.page.locator(".bubble", { hasText: text }) });
  }

  get banner(): Locator {
    return this.frame.locator(".banner");
  }

  get who(): Locator {
    return this.frame.getByRole("heading", { level: 1 });
  }
}
