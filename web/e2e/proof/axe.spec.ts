// Every view of desk and widget, light and dark: axe finds nothing serious or moderate, and no page breaks its policy. One site and one
// morning for all walks, in the order in which they do not disturb each other.

import { type Browser, expect, type Page, test } from "@playwright/test";
import { axeFindings } from "../harness/axe";
import { allSettled } from "../harness/settled";
import { machineClock } from "../harness/site/clock";
import { type Morning, morning } from "../harness/site/morning";
import { Site } from "../harness/site/site";
import { adminViews } from "../harness/views/admin-views";
import { agentViews } from "../harness/views/agent-views";
import { cobrowseViews } from "../harness/views/cobrowse-views";
import type { Look } from "../harness/views/look";
import { outsideViews } from "../harness/views/outside-views";
import { supervisorViews } from "../harness/views/supervisor-views";
import { widgetViews } from "../harness/views/widget-views";

// A walk looks at dozens of views, each twice.
test.setTimeout(1_200_000);
// A finding names its view and element; recording every look of axe cost more than the looks. What never comes is not waited for to the end.
test.use({ trace: "off", actionTimeout: 60_000 });

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

type Theme = "light" | "dark";

/** In which theme a page is: that in which its last view was seen last. */
const themes = new WeakMap<Page, Theme>();

/** Each view is seen in the theme that the page is in and then in the other, which stays: to draw a desk anew costs more than axe does. */
const look: Look = async (name, page) => {
  const first = themes.get(page) ?? "light";
  const second = first === "light" ? "dark" : "light";
  await judge(name, page, first);
  await page.emulateMedia({ colorScheme: second, reducedMotion: "reduce" });
  themes.set(page, second);
  // Between the themes only colours differ.
  await judge(name, page, second, ["color-contrast"]);
};

async function judge(name: string, page: Page, theme: Theme, rules?: string[]): Promise<void> {
  await allSettled(page);
  expect.soft(await axeFindings(page, rules ? { rules } : {}), `${name}, ${theme}`).toEqual([]);
}

for (const [part, walk] of [
  ["an agent's desk", agentViews],
  ["a supervisor's desk", supervisorViews],
  ["the administration", adminViews],
  ["the ways in, and what goes wrong", outsideViews],
  ["the widget", widgetViews],
  ["co-browsing", cobrowseViews],
] as [string, (site: Site, people: Morning, look: Look) => Promise<void>][]) {
  test(`axe finds nothing serious or moderate in ${part}`, async () => {
    await walk(site, people, look);
    await site.closeWindows();
    expect(site.brokenPolicies).toEqual([]);
  });
}
