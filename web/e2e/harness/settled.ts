// When a page may be judged: after what moves has come to rest.

import type { Frame, Page } from "@playwright/test";

/** Waits until nothing moves any more: what is still fading in has less contrast than it will have. */
export async function settled(page: Page | Frame): Promise<void> {
  await page.evaluate(async () => {
    const moving = () =>
      document
        .getAnimations()
        .filter((one) => one.playState === "running" && one.effect?.getTiming().iterations !== Infinity);
    for (let quiet = 0; quiet < 3; ) {
      await new Promise((next) => requestAnimationFrame(next));
      quiet = moving().length === 0 ? quiet + 1 : 0;
    }
  });
}
