// What a page's main thread does while somebody works in it: tasks over 50 ms, the time from a key to its picture, the gaps between frames.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";

export interface Frames {
  /** Longest gap between two frames, and the 99th of a hundred. */
  frame_ms_max: number;
  frame_ms_p99: number;
  /** Gaps of more than 50 ms. */
  frames_over_50: number;
  frames: number;
  /** Tasks of more than 50 ms: the browser's own count. */
  long_tasks: number;
  long_task_ms_max: number;
  /** From a key to the picture with it; the browser rounds to 8 ms and leaves out what is faster than 16. */
  key_ms_max: number;
  keys_over_50: number;
}

interface Watched {
  gaps: number[];
  tasks: number[];
  keys: number[];
  end: () => void;
}

/** Watches a page while `work` is done in it. With a folder in `HOLDFAST_PROFILE`, a profile of its processor time is left there. */
export async function frames(page: Page, name: string, work: () => Promise<void>): Promise<Frames> {
  const folder = process.env.HOLDFAST_PROFILE;
  const profiler = folder ? await page.context().newCDPSession(page) : null;
  await profiler?.send("Profiler.enable");
  await profiler?.send("Profiler.start");
  await page.evaluate(() => {
    const watched: Watched = { gaps: [], tasks: [], keys: [], end: () => undefined };
    const tasks = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) watched.tasks.push(entry.duration);
    });
    tasks.observe({ type: "longtask" });
    const keys = new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (entry.name === "keydown" || entry.name === "input") watched.keys.push(entry.duration);
    });
    keys.observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
    let last = performance.now();
    let request = 0;
    const next = (now: number) => {
      watched.gaps.push(now - last);
      last = now;
      request = requestAnimationFrame(next);
    };
    request = requestAnimationFrame((now) => {
      last = now;
      request = requestAnimationFrame(next);
    });
    watched.end = () => {
      cancelAnimationFrame(request);
      tasks.disconnect();
      keys.disconnect();
    };
    (window as unknown as { watched: Watched }).watched = watched;
  });
  await work();
  if (profiler && folder) {
    const { profile } = await profiler.send("Profiler.stop");
    writeFileSync(join(folder, `${name.replaceAll(" ", "-")}.cpuprofile`), JSON.stringify(profile));
    await profiler.detach();
  }
  const { gaps, tasks, keys } = await page.evaluate(() => {
    const { watched } = window as unknown as { watched: Watched };
    watched.end();
    return { gaps: watched.gaps, tasks: watched.tasks, keys: watched.keys };
  });
  const sorted = [...gaps].sort((a, b) => a - b);
  return {
    frame_ms_max: Math.round(sorted.at(-1) ?? 0),
    frame_ms_p99: Math.round(sorted[Math.floor(sorted.length * 0.99)] ?? 0),
    frames_over_50: gaps.filter((gap) => gap > 50).length,
    frames: gaps.length,
    long_tasks: tasks.length,
    long_task_ms_max: Math.round(Math.max(0, ...tasks)),
    key_ms_max: Math.round(Math.max(0, ...keys)),
    keys_over_50: keys.filter((key) => key > 50).length,
  };
}
