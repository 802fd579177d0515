// Checks the built desk over the mock: axe in both themes, and how long a frame takes while one types beside 5,000 messages.
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "@playwright/test";
import { attach, createMock } from "./mock.mjs";
import { attachReports } from "./mock-reports.mjs";
import { serve } from "./serve.mjs";

const server = await serve();
const browser = await chromium.launch({
  executablePath: process.env.HOLDFAST_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
let failures = 0;

async function axe(page, name) {
  const found = await new AxeBuilder({ page }).analyze();
  for (const violation of found.violations) {
    failures += 1;
    console.log(`${name}: ${violation.impact} ${violation.id}: ${violation.help}`);
    for (const node of violation.nodes.slice(0, 4))
      console.log(`    ${node.target} ${node.failureSummary?.split("\n")[1]}`);
  }
}

for (const colorScheme of ["light", "dark"]) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
  const page = await context.newPage();
  const mock = createMock();
  const desk = await attach(page, mock);
  await page.goto(`${server.url}/desk/`);
  await page.getByRole("button", { name: /Profile of/ }).waitFor();
  await page.getByText("End user has cancelled chat.").waitFor();
  await axe(page, `desk ${colorScheme}`);
  for (const tab of ["Notes", "Timeline", "Incident"]) {
    await page.getByRole("tab", { name: tab }).click();
    await axe(page, `${tab} ${colorScheme}`);
  }
  desk.emit(mock.conversations[4], "agent_engagement_invitation", "system", {
    participant: { type: "agent", id: "nadia" },
    queue: "billing",
  });
  await page.getByRole("button", { name: "Accept" }).waitFor();
  await page.waitForTimeout(400);
  await page.getByRole("tab", { name: /Queue/ }).click();
  await axe(page, `offer and queue ${colorScheme}`);
  await page.getByRole("button", { name: "Accept" }).click();
  await page.getByRole("region", { name: "Chat with Mariana Costa" }).waitFor();
  await page.keyboard.press("Alt+KeyE");
  await page.getByRole("dialog").waitFor();
  await page.waitForTimeout(300);
  await axe(page, `end ${colorScheme}`);
  await context.close();
}

for (const colorScheme of ["light", "dark"]) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
  const page = await context.newPage();
  const mock = createMock();
  await attach(page, mock);
  await attachReports(page, mock);
  await page.goto(`${server.url}/desk/reports/queue-performance`);
  const table = page.getByRole("grid", { name: "By time" });
  await table.waitFor();
  await page.locator(".recharts-surface").first().waitFor();
  await axe(page, `report ${colorScheme}`);
  await table.getByRole("button").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tooltip").waitFor();
  await axe(page, `figure explained ${colorScheme}`);
  await page.getByRole("button", { name: /Current month/ }).click();
  await page.getByLabel("From").waitFor();
  await page.waitForTimeout(300);
  await axe(page, `period ${colorScheme}`);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Queue/ }).click();
  await page.getByRole("checkbox", { name: "Billing" }).waitFor();
  await page.waitForTimeout(300);
  await axe(page, `filter ${colorScheme}`);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Times in/ }).click();
  await page.getByLabel("Weeks begin on").waitFor();
  await page.waitForTimeout(300);
  await axe(page, `zone ${colorScheme}`);
  await page.keyboard.press("Escape");
  await table.getByRole("button").first().click();
  await page.getByRole("list", { name: "Chats" }).getByRole("button").first().waitFor();
  await page.waitForTimeout(400);
  await axe(page, `chats ${colorScheme}`);
  await page.getByRole("list", { name: "Chats" }).getByRole("button").first().click();
  for (const tab of ["Transcript", "Timeline", "Incident"]) {
    await page.getByRole("tab", { name: tab }).click();
    await axe(page, `${tab} behind a figure ${colorScheme}`);
  }
  await context.close();
}

{
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const mock = createMock({ messages: 5000 });
  const desk = await attach(page, mock);
  await page.goto(`${server.url}/desk/chat/c-7f3a-0`);
  const log = page
    .getByRole("region", { name: "Chat with Eleanor Whitfield" })
    .getByRole("region", { name: "What was said" });
  await log.waitFor();
  const began = Date.now();
  while (Date.now() - began < 60_000) {
    await log.evaluate((element) => element.scrollTo(0, 0));
    await page.waitForTimeout(60);
    if ((await log.innerText()).includes("Chat requested")) break;
  }
  console.log(`read back to the beginning in ${Date.now() - began} ms`);
  await log.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  const box = page.getByRole("textbox", { name: "Reply to Eleanor Whitfield" });
  await box.focus();
  await page.evaluate(() => {
    window.frames_ = [];
    let last = performance.now();
    const frame = (now) => {
      window.frames_.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    window.long_ = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.long_.push(entry.duration);
    }).observe({ type: "longtask" });
  });
  for (let index = 0; index < 20; index += 1) {
    await page.keyboard.type("typing on ", { delay: 25 });
    if (index % 4 === 0)
      desk.emit(mock.conversations[0], "end_user_post", "customer", {
        text: `new ${index}`,
        message: `x${index}`,
      });
  }
  const { frames, long } = await page.evaluate(() => ({
    frames: window.frames_.slice(5),
    long: window.long_,
  }));
  frames.sort((a, b) => a - b);
  console.log(
    `frames while typing: ${frames.length}, p50 ${frames[frames.length >> 1].toFixed(1)} ms, p99 ${frames[Math.floor(frames.length * 0.99)].toFixed(1)} ms, longest ${frames.at(-1).toFixed(1)} ms; tasks over 50 ms: ${long.map((one) => one.toFixed(0)).join(", ") || "none"}`,
  );
}

await browser.close();
server.close();
console.log(failures === 0 ? "axe: nothing found" : `axe: ${failures} found`);
process.exitCode = failures === 0 ? 0 : 1;
