import { defineConfig } from "@playwright/test";
import proofs from "./playwright.config";

export default defineConfig({
  ...proofs,
  testDir: "./screens",
  timeout: 900_000,
  use: { ...proofs.use, trace: "off", screenshot: "off", actionTimeout: 8000 },
});
