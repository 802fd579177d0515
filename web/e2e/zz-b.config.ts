import { defineConfig } from "@playwright/test";
import proofs from "./playwright.config";

const t = process.env.T;
export default defineConfig({
  ...proofs,
  workers: Number(process.env.W ?? 1),
  use: {
    ...proofs.use,
    trace:
      t === "full"
        ? "retain-on-failure"
        : t === "off"
          ? "off"
          : { mode: "retain-on-failure", screenshots: false, snapshots: t === "snap" },
  },
});
