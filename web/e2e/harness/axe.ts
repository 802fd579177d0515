// axe over a page and its frames. Its script is put into each frame once, not once a run: walks look at dozens of views, each twice.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Frame, Page } from "@playwright/test";

/** The axe that `@axe-core/playwright` brings. */
const resolver = createRequire(createRequire(import.meta.url).resolve("@axe-core/playwright"));
const script = readFileSync(resolver.resolve("axe-core/axe.min.js"), "utf8");

/** The parts of axe's answer that are read. */
interface Violation {
  id: string;
  impact: string | null;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

interface Axe {
  run(
    context: { exclude: string[][] },
    options: Record<string, unknown>,
  ): Promise<{ violations: Violation[] }>;
}

export interface Asked {
  /** Only these rules; all if left out. */
  rules?: string[];
  /** Parts of the page that are not looked at. */
  exclude?: string[];
}

/** Where a customer's page is drawn. No script runs in there, so axe would wait for it; and what is drawn is not ours. */
const shownPages = ["iframe[title^='Page of']", "iframe[title='Recording of the page']"];

/** What axe finds in a page with all of its frames, or in one frame alone, but for what it holds for minor: a line for each element. */
export async function axeFindings(
  place: Page | Frame,
  { rules, exclude = [] }: Asked = {},
): Promise<string[]> {
  for (const frame of "frames" in place ? place.frames() : [place]) {
    // One in which nothing runs is left out by `exclude`.
    const known = await frame.evaluate(() => "axe" in window).catch(() => true);
    // The widget's frame is of another origin than the page that it stands on.
    if (!known) await frame.evaluate(`${script};axe.configure({ allowedOrigins: ["<unsafe_all_origins>"] })`);
  }
  const violations = await place.evaluate(
    async ({ rules, exclude }) => {
      const { axe } = window as unknown as { axe: Axe };
      const options = {
        resultTypes: ["violations"],
        ...(rules ? { runOnly: { type: "rule", values: rules } } : {}),
      };
      return (await axe.run({ exclude: exclude.map((one) => [one]) }, options)).violations;
    },
    { rules, exclude: [...shownPages, ...exclude] },
  );
  return violations
    .filter((one) => one.impact !== "minor")
    .flatMap((one) =>
      one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`),
    );
}
