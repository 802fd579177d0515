// The pictures of `cargo xtask screens`: the proofs' browser, one walk after another, nothing recorded besides.

import { defineConfig } from "@playwright/test";
import base from "./base.config";

export default defineConfig({
  ...base,
  testDir: "./screens",
  timeout: 1_800_000,
  globalSetup: "./screens/begin.ts",
  globalTeardown: "./screens/sheet.ts",
  use: { ...base.use, actionTimeout: 30_000 },
});
