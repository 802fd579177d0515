// A running site with its staff and customers: what the pictures are taken of and what the walk through all views looks at.

import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { HoldfastServer } from "../server";
import type { SiteClock } from "./clock";
import { Caller, Colleague } from "./people";

/** Nothing runs out while somebody looks. */
const patience = {
  offer_timeout: "5min",
  offer_confirm_timeout: "1min",
  transfer_timeout: "5min",
  wrap_up_timeout: "30min",
  idle_alert: "50min",
  idle_timeout: "2h",
  missed_offers_limit: "100",
  queue_timeout: "4h",
  // Many windows share a small machine: none is taken for lost because it was slow.
  heartbeat_interval: "20s",
  absent_interval: "10min",
};

export class Site {
  readonly staff = new Map<string, Colleague>();
  /** What pages were refused by their content security policy. */
  readonly brokenPolicies: string[] = [];
  private pages: Page[] = [];
  /** Of those of the staff who have no desk open. */
  private readonly present: Page[] = [];
  private lobby: Page | null = null;

  private constructor(
    readonly server: HoldfastServer,
    readonly clock: SiteClock,
    private readonly browser: Browser,
  ) {}

  static async open(browser: Browser, clock: SiteClock): Promise<Site> {
    return new Site(await HoldfastServer.start(patience, clock.environment), clock, browser);
  }

  async close(): Promise<void> {
    await this.closeWindows();
    for (const page of [...this.present, this.lobby]) await page?.context().close();
    await this.server.stop();
  }

  /** Closes what was opened with `desk` and `page`. */
  async closeWindows(): Promise<void> {
    for (const page of this.pages) await page.context().close();
    this.pages = [];
  }

  one(id: string): Colleague {
    const found = this.staff.get(id);
    if (!found) throw new Error(`nobody is called ${id}`);
    return found;
  }

  async hire(id: string, name: string, password?: string): Promise<Colleague> {
    const colleague = await Colleague.signIn(this.server, id, name, password);
    this.staff.set(id, colleague);
    return colleague;
  }

  /** A customer who is connected. */
  async caller(name: string, email: string, language?: string): Promise<Caller> {
    const caller = await Caller.come(this.server, name, email, language);
    await this.connect(caller.token);
    return caller;
  }

  /** Somebody's desk in a window of its own. */
  async desk(colleague: Colleague, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.page({ storageState: await colleague.session(), ...options });
    await page.goto(`${this.server.url}/desk/`);
    await page.getByRole("button", { name: /^Profile of / }).waitFor();
    return page;
  }

  /** A window of a stranger. */
  async page(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: "en-GB",
      timezoneId: "Europe/Berlin",
      reducedMotion: "reduce",
      ...options,
    });
    const page = await context.newPage();
    page.on("console", (message) => {
      const { url, lineNumber, columnNumber } = message.location();
      if (/Content Security Policy/.test(message.text()))
        this.brokenPolicies.push(`${page.url()}, ${url}:${lineNumber}:${columnNumber}: ${message.text()}`);
    });
    await this.clock.show(page);
    this.pages.push(page);
    return page;
  }

  /** Lets a colleague be heard without a desk. */
  async connectStaff(colleague: Colleague): Promise<void> {
    const context = await this.browser.newContext({ storageState: await colleague.session() });
    const page = await context.newPage();
    this.present.push(page);
    await page.goto(`${this.server.url}/`);
    await keepOpen(page, null);
  }

  private async connect(token: string): Promise<void> {
    if (!this.lobby) {
      const context = await this.browser.newContext();
      this.lobby = await context.newPage();
      await this.lobby.goto(`${this.server.url}/`);
    }
    await keepOpen(this.lobby, token);
  }
}

/** Opens a socket in a page, as who has the token or else the page's cookie, and answers for it from then on. */
async function keepOpen(page: Page, token: string | null): Promise<void> {
  await page.evaluate(async (token) => {
    const socket = new WebSocket(`${location.origin.replace("http", "ws")}/api/socket`);
    await new Promise<void>((done, fail) => {
      socket.onerror = () => fail(new Error("the socket was refused"));
      socket.onopen = () => {
        const hello = {
          type: "hello",
          protocol: 1,
          client: crypto.randomUUID(),
          ...(token ? { token } : {}),
        };
        socket.send(JSON.stringify(hello));
      };
      socket.onmessage = ({ data }) => {
        const frame = JSON.parse(String(data)) as { type: string };
        if (frame.type !== "welcome") return;
        setInterval(() => socket.readyState === 1 && socket.send('{"type":"ping"}'), 1_000);
        done();
      };
    });
  }, token);
}
