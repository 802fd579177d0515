// When a page may be judged: after what moves has come to rest.

import type { Frame, Page } from "@playwright/test";

/** Waits for a page and all of its frames in which something may move: where a customer's page is drawn no script runs, and none would answer. */
export async function allSettled(page: Page): Promise<void> {
  for (const frame of page.frames()) if (await runsScripts(frame)) await settled(frame);
}

async function runsScripts(frame: Frame): Promise<boolean> {
  if (!frame.parentFrame()) return true;
  const element = await frame.frameElement();
  const sandbox = await element.getAttribute("sandbox");
  return sandbox === null || sandbox.includes("allow-scripts");
}

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
