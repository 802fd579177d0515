// One site, one walk after another; each walk leaves its part of the page.

import { type Browser, test } from "@playwright/test";
import { stillClock } from "../harness/site/clock";
import { type Morning, morning } from "../harness/site/morning";
import { Site } from "../harness/site/site";
import { adminViews } from "../harness/views/admin-views";
import { agentViews } from "../harness/views/agent-views";
import { cobrowseViews } from "../harness/views/cobrowse-views";
import type { Look } from "../harness/views/look";
import { outsideViews } from "../harness/views/outside-views";
import { supervisorViews } from "../harness/views/supervisor-views";
import { widgetViews } from "../harness/views/widget-views";
import { Camera, type parts } from "./camera";

const library = process.env.HOLDFAST_CLOCK ?? "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

let site: Site;
let people: Morning;

test.describe.configure({ mode: "default" });

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  test.setTimeout(300_000);
  site = await Site.open(browser, stillClock(library, "2026-03-02T05:00:00Z"));
  people = await morning(site, { past: true });
});

test.afterAll(async () => {
  await site.close();
});

function take(
  part: (typeof parts)[number],
  walk: (site: Site, people: Morning, look: Look) => Promise<void>,
) {
  test(`pictures: ${part}`, async () => {
    const camera = new Camera(part, site.clock);
    try {
      await walk(site, people, camera.look);
    } finally {
      camera.writeSheet();
    }
  });
}

take("agent", agentViews);
take("supervisor", supervisorViews);
take("admin", adminViews);
take("outside", outsideViews);
take("widget", widgetViews);
take("cobrowse", cobrowseViews);
