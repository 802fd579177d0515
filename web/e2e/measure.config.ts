// What is measured by hand, `npm run measure` in web/e2e: it prints figures and fails on nothing but its own faults.

import { defineConfig } from "@playwright/test";
import proofs from "./playwright.config";

export default defineConfig({
  ...proofs,
  testDir: "./measure",
  timeout: 1_800_000,
  use: { ...proofs.use, trace: "off", screenshot: "off" },
});
