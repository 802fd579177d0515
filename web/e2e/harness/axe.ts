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

/**
 * What axe finds in a page with all of its frames, or in one frame alone, but for what it holds for minor: a line for each element. All
 * frames must be of the page's origin.
 */
export async function axeFindings(
  place: Page | Frame,
  { rules, exclude = [] }: Asked = {},
): Promise<string[]> {
  for (const frame of "frames" in place ? place.frames() : [place]) {
    // A frame in which nothing runs is left out by `exclude`.
    const known = await frame.evaluate(() => "axe" in window).catch(() => true);
    if (!known) await frame.evaluate(script);
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
    { rules, exclude },
  );
  return violations
    .filter((one) => one.impact !== "minor")
    .flatMap((one) =>
      one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`),
    );
}
