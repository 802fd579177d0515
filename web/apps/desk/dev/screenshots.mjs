// Takes pictures of the desk over the mock: `npm run build && node dev/screenshots.mjs [folder]`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { attach, createMock } from "./mock.mjs";
import { serve } from "./serve.mjs";

const folder = process.argv[2] ?? "/tmp/desk-screens";
mkdirSync(folder, { recursive: true });
const server = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
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

async function open(width, height, scheme, options = {}) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme, locale: "en-GB" });
  page.on("console", (message) => message.type() === "error" && console.log(`console: ${message.text()}`));
  page.on("pageerror", (error) => console.log(`page: ${error.stack}`));
  const mock = createMock(options);
  const desk = await attach(page, mock, options);
  await page.goto(`${server.url}/desk/${options.path ?? ""}`);
  if (options.signedIn !== false) await page.getByRole("button", { name: /Profile of/ }).waitFor();
  await page.waitForTimeout(400);
  return { page, mock, desk, shot: (name) => page.screenshot({ path: join(folder, `${name}.png`) }) };
}

for (const scheme of ["light", "dark"]) {
  {
    const { page, mock, desk, shot } = await open(1440, 900, scheme);
    const [eleanor, , , , mariana] = mock.conversations;
    desk.send({
      type: "typing",
      conversation: eleanor.conversation,
      party: "customer",
      name: "Eleanor",
      text: "And could it be delivered to my office ins",
    });
    await page.waitForTimeout(300);
    await shot(`desk-${scheme}`);
    desk.emit(mariana, "agent_engagement_invitation", "system", {
      participant: { type: "agent", id: "nadia" },
      queue: "billing",
    });
    await page.waitForTimeout(500);
    await shot(`offer-${scheme}`);
    await page.getByRole("tab", { name: /Queue/ }).click();
    await page.getByRole("button", { name: "Accept" }).click();
    await page.waitForTimeout(300);
    await page.getByRole("tab", { name: /Queue/ }).click();
    await page.getByRole("tab", { name: "Timeline" }).click();
    await page.waitForTimeout(300);
    await shot(`queue-timeline-${scheme}`);
    await page.close();
  }
  {
    const { page, shot } = await open(1440, 900, scheme, { path: "chat/c-7f3a-3" });
    await page.getByRole("button", { name: /Grace Okafor/ }).click();
    await page.getByRole("tab", { name: "Notes" }).click();
    await page.waitForTimeout(300);
    await shot(`wrap-up-notes-${scheme}`);
    await page.getByRole("tab", { name: "Incident" }).click();
    await page.getByRole("button", { name: "End chat" }).first().click();
    await page.waitForTimeout(400);
    await shot(`end-incident-${scheme}`);
    await page.close();
  }
  {
    const { page, desk, shot } = await open(1024, 768, scheme);
    await shot(`desk-1024-${scheme}`);
    await page.getByRole("button", { name: "About this chat" }).first().click();
    await page.waitForTimeout(400);
    await shot(`drawer-1024-${scheme}`);
    await page.keyboard.press("Escape");
    desk.drop();
    await page.waitForTimeout(150);
    await shot(`interrupted-1024-${scheme}`);
    await page.close();
  }
  {
    const { shot, page } = await open(1440, 900, scheme, { signedIn: false });
    await page.getByLabel("Name").fill("nadia");
    await page.getByLabel("Password", { exact: true }).fill("wrong");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(400);
    await shot(`sign-in-${scheme}`);
    await page.close();
  }
  {
    const { shot, page } = await open(1920, 1080, scheme);
    await page.locator("body").press("?");
    await page.waitForTimeout(400);
    await shot(`keys-1920-${scheme}`);
    await page.close();
  }
}
await browser.close();
server.close();
