// A read of the server that is held back, and then fails, for as long as somebody looks at what is seen meanwhile.

import type { Page, Route } from "@playwright/test";

export interface Held {
  /** Answers what is held back, and what is asked for from now on, as a server whose storage is away. */
  refuse: () => void;
  /** Lets through what is held back, and all that comes later. */
  letThrough: () => Promise<void>;
}

/** Holds back what is asked for under `path`. */
export async function hold(page: Page, path: RegExp): Promise<Held> {
  let decide = (_refused: boolean) => {};
  let refused = new Promise<boolean>((done) => {
    decide = done;
  });
  const matches = (url: URL) => path.test(url.pathname);
  const handler = async (route: Route) => {
    if (await refused) await route.fulfill(storageAway);
    else await route.continue();
  };
  await page.route(matches, handler);
  return {
    refuse: () => {
      decide(true);
      refused = Promise.resolve(true);
    },
    letThrough: async () => {
      decide(false);
      await page.unroute(matches, handler);
    },
  };
}

const problem = {
  code: "storage_unavailable",
  status: 503,
  detail: "the storage does not answer",
  retry: false,
};
const storageAway = { status: 503, contentType: "application/problem+json", json: problem };
