// The site's time. Pictures stand still: server and pages have a clock that only the script moves. A walk that looks at no times uses the
// machine's.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";

export interface SiteClock {
  /** What the server is started with. */
  environment: Record<string, string>;
  /** Goes to a moment, for all pages that were shown it. */
  set(moment: string): Promise<void>;
  /** Goes on. */
  forward(seconds: number): Promise<void>;
  /** Shows a page this clock. */
  show(page: Page): Promise<void>;
}

/** The machine's time: nothing can be moved. */
export const machineClock: SiteClock = {
  environment: {},
  set: async () => undefined,
  forward: async () => undefined,
  show: async () => undefined,
};

/** A clock that stands still, given to the server by the library of Debian's package `faketime`. */
export function stillClock(library: string, start: string): SiteClock {
  const file = join(mkdtempSync(join(tmpdir(), "holdfast-clock-")), "now");
  const pages = new Set<Page>();
  let now = new Date(start);
  const tell = async () => {
    writeFileSync(file, `${now.toISOString().slice(0, 19).replace("T", " ")}\n`);
    for (const page of pages) {
      if (page.isClosed()) pages.delete(page);
      else await page.clock.setFixedTime(now);
    }
  };
  writeFileSync(file, `${start.slice(0, 19).replace("T", " ")}\n`);
  return {
    environment: {
      TZ: "UTC",
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      // Waiting is real; only what time it is is not.
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    },
    set: async (moment) => {
      now = new Date(moment);
      await tell();
    },
    forward: async (seconds) => {
      now = new Date(now.getTime() + seconds * 1000);
      await tell();
    },
    show: async (page) => {
      pages.add(page);
      await page.clock.setFixedTime(now);
    },
  };
}
