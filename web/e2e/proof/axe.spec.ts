// Every view of desk and widget, light and dark: axe finds nothing serious or moderate, and no page breaks its policy. One site and one
// morning for all walks, in the order in which they do not disturb each other.

import { type Browser, expect, test } from "@playwright/test";
import { axeFindings } from "../harness/axe";
import { settled } from "../harness/settled";
import { machineClock } from "../harness/site/clock";
import { type Morning, morning } from "../harness/site/morning";
import { Site } from "../harness/site/site";
import { adminViews } from "../harness/views/admin-views";
import { agentViews } from "../harness/views/agent-views";
import type { Look } from "../harness/views/look";
import { outsideViews } from "../harness/views/outside-views";
import { supervisorViews } from "../harness/views/supervisor-views";
import { widgetViews } from "../harness/views/widget-views";

// A walk looks at dozens of views, each twice.
test.setTimeout(1_200_000);
// A finding names its view and element; recording every look of axe cost more than the looks.
test.use({ trace: "off" });

let site: Site;
let people: Morning;

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  test.setTimeout(300_000);
  site = await Site.open(browser, machineClock);
  people = await morning(site);
});

test.afterAll(async () => {
  await site.close();
});

const look: Look = async (name, page) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await Promise.all(page.frames().map(settled));
    // In the dark theme only colours differ.
    const found = await axeFindings(page, colorScheme === "dark" ? { rules: ["color-contrast"] } : {});
    expect.soft(found, `${name}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
};

for (const [part, walk] of [
  ["an agent's desk", agentViews],
  ["a supervisor's desk", supervisorViews],
  ["the administration", adminViews],
  ["the ways in, and what goes wrong", outsideViews],
  ["the widget", widgetViews],
] as [string, (site: Site, people: Morning, look: Look) => Promise<void>][]) {
  test(`axe finds nothing serious or moderate in ${part}`, async () => {
    await walk(site, people, look);
    await site.closeWindows();
    expect(site.brokenPolicies).toEqual([]);
  });
}
