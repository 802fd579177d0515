// The proofs of docs and issue in a real browser, against the real server: two files at a time, for the machine has two cores and much of a
// proof is waiting. Each has a server, a port and a data folder of its own.

import { defineConfig } from "@playwright/test";
import base from "./base.config";

export default defineConfig({
  ...base,
  testDir: "./proof",
  workers: 2,
  // The longest file first, so that it is not the one that both wait for in the end.
  projects: [
    { name: "walks", testMatch: "axe.spec.ts" },
    { name: "stories", testIgnore: "axe.spec.ts" },
  ],
  timeout: 90_000,
  use: {
    ...base.use,
    // What was on the page at each step is kept, and a picture of the end. A film of every page took more of the machine than the proofs.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
  },
});
