// What is measured by hand, `npm run measure` in web/e2e: it prints figures and fails on nothing but its own faults.

import { defineConfig } from "@playwright/test";
import base from "./base.config";

export default defineConfig({ ...base, testDir: "./measure", timeout: 1_800_000 });
