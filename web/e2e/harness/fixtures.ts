// What every proof starts from: a server of its own, customers and agents in browser contexts of their own. Settings that shorten the
// rules' waits are chosen with `test.use({ settings: {…} })`.

import { type BrowserContext, test as base } from "@playwright/test";
import { DeskPage } from "./desk";
import { HoldfastServer, type Settings } from "./server";
import { CustomerPage } from "./widget";

interface Fixtures {
  settings: Settings;
  server: HoldfastServer;
  /** A new visitor on the shop's page, in a context of its own. */
  visitor: () => Promise<{ context: BrowserContext; customer: CustomerPage }>;
  /** A demo account signed in at the desk, in a context of its own. */
  agent: (name: string) => Promise<{ context: BrowserContext; desk: DeskPage }>;
}

export const test = base.extend<Fixtures>({
  settings: [{}, { option: true }],
  server: async ({ settings }, use, info) => {
    const server = await HoldfastServer.start(settings);
    await use(server);
    if (info.status !== info.expectedStatus) await info.attach("server log", { body: server.log });
    await server.stop();
  },
  visitor: async ({ browser, server }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext();
      contexts.push(context);
      return { context, customer: await CustomerPage.visit(context, server.url) };
    });
    for (const context of contexts) await context.close();
  },
  agent: async ({ browser, server }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (name) => {
      const context = await browser.newContext();
      contexts.push(context);
      return { context, desk: await DeskPage.signIn(context, server.url, name, server.password(name)) };
    });
    for (const context of contexts) await context.close();
  },
});

export { expect } from "@playwright/test";
