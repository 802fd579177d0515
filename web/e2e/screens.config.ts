// The pictures of `cargo xtask screens`: the proofs' browser, one walk after another, nothing recorded besides.

import { defineConfig } from "@playwright/test";
import proofs from "./playwright.config";

export default defineConfig({
  ...proofs,
  testDir: "./screens",
  timeout: 1_800_000,
  globalSetup: "./screens/begin.ts",
  globalTeardown: "./screens/sheet.ts",
  use: { ...proofs.use, trace: "off", screenshot: "off", actionTimeout: 30_000 },
});
