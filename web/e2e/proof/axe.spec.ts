// Every view of desk and widget, light and dark: axe finds nothing serious or moderate, and no page breaks its policy.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
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

const look: Look = async (name, page) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const frame of page.frames()) await settled(frame);
    // In the dark theme only colours differ.
    const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] });
    const { violations } = await (colorScheme === "dark" ? axe.withRules(["color-contrast"]) : axe).analyze();
    const found = violations
      .filter((one) => one.impact !== "minor")
      .flatMap((one) =>
        one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} ${node.failureSummary}`),
      );
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
  test(`axe finds nothing serious or moderate in ${part}`, async ({ browser }) => {
    const site = await Site.open(browser, machineClock);
    try {
      await walk(site, await morning(site), look);
      expect(site.brokenPolicies).toEqual([]);
    } finally {
      await site.close();
    }
  });
}
