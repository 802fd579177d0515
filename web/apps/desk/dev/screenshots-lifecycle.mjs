// Takes pictures of transfers, the wallboard and the administration over the mock: `npm run build && node dev/screenshots-lifecycle.mjs [folder]`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { attach, createMock } from "./mock.mjs";
import { serve } from "./serve.mjs";

const folder = process.argv[2] ?? "/tmp/desk-screens";
const only = process.argv[3];
mkdirSync(folder, { recursive: true });
const server = await serve();
const browser = await chromium.launch({
  executablePath: process.env.HOLDFAST_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
  ],
});

async function open(width, height, scheme, options) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme, locale: "en-GB" });
  page.on("console", (message) => message.type() === "error" && console.log(`console: ${message.text()}`));
  page.on("pageerror", (error) => console.log(`page: ${error.stack}`));
  await attach(page, createMock(options));
  await page.goto(`${server.url}/desk/`);
  await page.getByRole("button", { name: /Profile of/ }).waitFor();
  await page.waitForTimeout(600);
  page.setDefaultTimeout(8_000);
  return { page, shot: (name) => page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`) }) };
}

const views = {
  async transfer({ page, shot }) {
    await page.getByRole("button", { name: /is here Eleanor Whitfield/ }).click();
    await page.getByRole("button", { name: "Transfer", exact: true }).first().click();
    await page.getByText("Priya Natarajan").first().waitFor();
    await page.waitForTimeout(300);
    await shot("transfer");
  },
  async transferred({ page, shot }) {
    await page.getByRole("tab", { name: /Transferred/ }).click();
    await page.getByRole("button", { name: "Read first" }).click();
    await page.waitForTimeout(500);
    await shot("transferred");
  },
  async texts({ page, shot }) {
    await page.getByRole("textbox", { name: "Reply to Eleanor Whitfield" }).fill("/");
    await page.getByRole("tab", { name: "Resources" }).click();
    await page.waitForTimeout(500);
    await shot("texts");
  },
  async incident({ page, shot }) {
    await page.getByRole("tab", { name: "Incident" }).click();
    await page.getByRole("button", { name: "More actions" }).first().click();
    await page.waitForTimeout(400);
    await shot("incident");
  },
  async wallboard({ page, shot }) {
    await page.getByRole("link", { name: "Wallboard" }).click();
    await page.getByRole("heading", { name: "Wallboard" }).waitFor();
    await page.waitForTimeout(500);
    await shot("wallboard");
  },
  async admin({ page, shot }) {
    await page.getByRole("link", { name: "Admin" }).click();
    await page.getByRole("heading", { name: "Queues" }).waitFor();
    await page.waitForTimeout(300);
    await shot("admin-queues");
    await page.getByRole("button", { name: "General", exact: true }).click();
    await page.getByRole("switch", { name: "Only at certain hours" }).click();
    await page.waitForTimeout(400);
    await shot("admin-queue");
    await page.keyboard.press("Escape");
    for (const name of ["Users", "Settings", "Prompts", "Knowledge"]) {
      await page.getByRole("link", { name, exact: true }).click();
      await page.waitForTimeout(400);
      await shot(`admin-${name.toLowerCase()}`);
    }
  },
  async keys({ page, shot }) {
    await page.locator("body").press("?");
    await page.waitForTimeout(500);
    await shot("keys");
  },
};

for (const [width, height, scheme] of [
  [1440, 900, "light"],
  [1024, 768, "dark"],
]) {
  for (const [name, view] of Object.entries(views)) {
    if (only && name !== only) continue;
    // Where the panel is a drawer, what is in it is not shown beside.
    if (width < 1180 && (name === "texts" || name === "incident")) continue;
    const at = await open(width, height, scheme, { invited: name === "transferred" });
    try {
      await view(at);
    } catch (error) {
      console.log(`${name} ${width} ${scheme}: ${error.message}`);
    }
    await at.page.close();
  }
}
await browser.close();
server.close();
