// A site of another origin with the widget on it, and what its page tells the widget and hears of it.

import { createServer, type IncomingMessage } from "node:http";
import type { Page } from "@playwright/test";

export interface HostSite {
  url: string;
  stop: () => void;
}

export interface HostPage {
  /** The page at every address. */
  body: string;
  /** Its script, at `/site.js`. */
  script?: string;
  /** Its content security policy. */
  policy?: string;
  /** Answers of the site's own server to what a page posts. */
  answer?: (request: IncomingMessage) => Promise<{ status: number; text: string }>;
}

/** Serves a page, and what goes with it, on an origin of its own. */
export async function serveSite({ body, script = "", policy = "", answer }: HostPage): Promise<HostSite> {
  const site = createServer(async (request, response) => {
    const isScript = request.url === "/site.js";
    const type = isScript ? "text/javascript" : "text/html; charset=utf-8";
    const headers = { "content-type": type, ...(policy ? { "content-security-policy": policy } : {}) };
    if (request.method === "POST" && answer) {
      const { status, text } = await answer(request);
      response.writeHead(status, { "content-type": "text/plain" });
      response.end(text);
      return;
    }
    response.writeHead(200, headers);
    response.end(isScript ? script : body);
  });
  await new Promise<void>((done) => site.listen(0, "127.0.0.1", done));
  const address = site.address();
  if (address === null || typeof address === "string") throw new Error("the site has no port");
  return { url: `http://127.0.0.1:${address.port}`, stop: () => void site.close() };
}

export type Heard = [name: string, detail: Record<string, unknown>];

/** Listens to everything before the widget's script is there. */
export const listening = `
  window.Holdfast = window.Holdfast || [];
  window.heard = [];
  for (const name of ["ready","open","close","message","unread","started","agent","position","ended","error"])
    Holdfast.push(["on", name, (detail) => window.heard.push([name, detail])]);
`;

/** What a page that listens has heard. */
export function heard(page: Page): Promise<Heard[]> {
  return page.evaluate(() => (window as { heard?: Heard[] }).heard ?? []);
}

/** What the page tells the widget. */
export async function tell(page: Page, ...calls: unknown[][]): Promise<void> {
  await page.evaluate((calls) => {
    (window as { Holdfast?: { push(...calls: unknown[]): void } }).Holdfast?.push(...calls);
  }, calls);
}
