// Takes each view in every size, light and dark, and lays all of them out on one page.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { allSettled } from "../harness/settled";
import type { SiteClock } from "../harness/site/clock";
import type { Look } from "../harness/views/look";

export const folder = resolve(
  process.env.HOLDFAST_SCREENS ?? join(import.meta.dirname, "../../../target/screens"),
);

const sizes = [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const;
const schemes = ["light", "dark"] as const;

const longerThanAViewTakes = 15;

/** The walks, in the order of the page. */
export const parts = ["agent", "supervisor", "admin", "outside", "widget", "cobrowse"] as const;

interface View {
  name: string;
  words: string;
}

/** Empties the folder of an earlier run's pictures. */
export function emptyFolder(): void {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) {
    if (/\.(png|html)$/.test(file)) rmSync(join(folder, file));
  }
}

export class Camera {
  private readonly views: View[] = [];
  private readonly only = process.env.HOLDFAST_SCREENS_ONLY;

  constructor(
    private readonly part: (typeof parts)[number],
    private readonly clock: SiteClock,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  readonly look: Look = async (name, page, words) => {
    if (this.only && !new RegExp(this.only).test(name)) return;
    this.views.push({ name, words });
    // Where the clock stands still the server's log goes on as time really passes: without catching up a countdown would begin with more
    // than there is. Then what counts seconds counts once.
    await this.clock.forward(longerThanAViewTakes);
    await page.waitForTimeout(1_100);
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await allSettled(page);
        await page.screenshot({
          path: join(folder, `${name}-${width}-${colorScheme}.png`),
          animations: "disabled",
        });
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  };

  /** Writes the part of the contact sheet that this camera has taken. */
  writeSheet(): void {
    const rows = this.views.map(({ name, words }) => {
      const pictures = sizes.flatMap(([width]) =>
        schemes.map((scheme) => {
          const file = `${name}-${width}-${scheme}.png`;
          return `<a href="${file}"><img loading="lazy" alt="${words}, ${width}, ${scheme}" src="${file}" data-width="${width}"></a>`;
        }),
      );
      return `<section id="${name}"><h2>${words} <code>${name}</code></h2><div>${pictures.join("")}</div></section>`;
    });
    writeFileSync(join(folder, `part-${this.part}.html`), rows.join("\n"));
  }
}
