// Takes pictures of the reports over the mock: `npm run build && node dev/screenshots-reports.mjs [folder] [view]`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { attach, createMock } from "./mock.mjs";
import { attachReports } from "./mock-reports.mjs";
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

async function open(width, height, scheme, search = "", options = {}) {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: scheme,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
  });
  page.on("console", (message) => message.type() === "error" && console.log(`console: ${message.text()}`));
  page.on("pageerror", (error) => console.log(`page: ${error.stack}`));
  const mock = createMock();
  await attach(page, mock);
  await attachReports(page, mock, options);
  page.setDefaultTimeout(20_000);
  await page.goto(`${server.url}/desk/reports/queue-performance${search}`);
  await page.getByRole("heading", { name: "Queue performance" }).waitFor();
  await page.waitForTimeout(1_200);
  const shot = (name, more = {}) =>
    page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`), ...more });
  return { page, shot };
}

const views = {
  async top({ shot }) {
    await shot("report");
  },
  async table({ page, shot }) {
    await page.getByRole("grid", { name: "By time" }).scrollIntoViewIfNeeded();
    const cell = page.getByRole("grid", { name: "By time" }).getByRole("button").nth(4);
    await cell.hover();
    await page.waitForTimeout(500);
    await shot("report-table");
  },
  async chats({ page, shot }) {
    await page.getByRole("grid", { name: "By time" }).getByRole("button").nth(4).click();
    await page.getByRole("list", { name: "Chats" }).waitFor();
    await page.waitForTimeout(400);
    await shot("report-chats");
    await page.getByRole("list", { name: "Chats" }).getByRole("button").first().click();
    await page.getByRole("tab", { name: "Transcript" }).waitFor();
    await page.waitForTimeout(500);
    await shot("report-transcript");
  },
  async period({ page, shot }) {
    await page.getByRole("button", { name: /Current month/ }).click();
    await page.waitForTimeout(300);
    await shot("report-period");
  },
  async tip({ page, shot }) {
    const box = await page.locator(".recharts-surface").first().boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForTimeout(400);
    await shot("report-tip");
  },
};

for (const [width, height, scheme] of [
  [1440, 900, "light"],
  [1440, 900, "dark"],
  [1024, 768, "dark"],
  [390, 844, "light"],
]) {
  for (const [name, view] of Object.entries(views)) {
    if (only && name !== only) continue;
    const at = await open(width, height, scheme);
    try {
      await view(at);
    } catch (error) {
      console.log(`${name} ${width} ${scheme}: ${error.message}`);
    }
    await at.page.close();
  }
}
if (!only || only === "states") {
  for (const [name, search, options] of [
    ["empty", "?queue=sales", {}],
    ["refused", "?time_zone=Mars%2FBase", { refuse: true }],
  ]) {
    const at = await open(1440, 900, "light", search, options);
    await at.shot(`report-${name}`);
    await at.page.close();
  }
}
if (!only || only === "print") {
  const { page } = await open(1440, 900, "dark");
  await page.pdf({ path: join(folder, "report.pdf"), format: "A4", landscape: true });
  await page.close();
}
await browser.close();
server.close();
