// Uploads as the wire has them, and a page that goes in the middle of one.

import type { BrowserContext } from "@playwright/test";

/** What was asked of the server for files. */
export interface WatchedUploads {
  /** Addresses at which an upload was begun. */
  begun: string[];
  /** From which byte on each piece was sent. */
  offsets: number[];
  /** From now on nothing is held back. */
  letAllThrough(): void;
}

/** Watches uploads; the third piece of one never gets out of its page, until all are let through. */
export async function watchUploads(context: BrowserContext): Promise<WatchedUploads> {
  const begun: string[] = [];
  const offsets: number[] = [];
  let isHeld = true;
  context.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/files")) begun.push(request.url());
  });
  await context.route("**/api/uploads/*?offset=*", async (route) => {
    const offset = Number(new URL(route.request().url()).searchParams.get("offset"));
    if (isHeld && offset >= 500_000) return;
    offsets.push(offset);
    await route.continue();
  });
  return {
    begun,
    offsets,
    letAllThrough() {
      isHeld = false;
    },
  };
}
