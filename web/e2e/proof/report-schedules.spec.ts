// Reports that send themselves: a supervisor makes a schedule from the report that it looks at, tries it, sees what came of it and switches
// it off; a webhook knows by its signature from whom the file is; what cannot be sent says why. To a real mail server and a real receiver.

import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import type { Page } from "@playwright/test";
import { axeFindings } from "../harness/axe";
import { DeskPage } from "../harness/desk";
import { expect, test } from "../harness/fixtures";
import { HoldfastServer } from "../harness/server";
import { settled } from "../harness/settled";

// Each view is looked at by axe in both themes.
test.setTimeout(240_000);

/** What a test started, ended in turn whatever came of it. */
const closing: (() => Promise<unknown> | unknown)[] = [];

test.afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Received {
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Takes letters on a free port. */
async function mailServer() {
  const letters: string[] = [];
  const talk = (socket: Socket) => {
    let text: string | null = null;
    let rest = "";
    socket.on("error", () => socket.destroy());
    socket.write("220 proof ESMTP\r\n");
    socket.on("data", (chunk) => {
      rest += chunk.toString("utf8");
      for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (text !== null) {
          if (line !== ".") text += `${line}\n`;
          else {
            letters.push(text);
            text = null;
            socket.write("250 taken\r\n");
          }
        } else if (line === "DATA") {
          text = "";
          socket.write("354 go on\r\n");
        } else if (line === "QUIT") socket.end("221 bye\r\n");
        else socket.write("250 ok\r\n");
      }
    });
  };
  const server = createTcpServer(talk);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  closing.push(() => server.close());
  return { letters, port: (server.address() as AddressInfo).port };
}

/** Takes what is posted on a free port, and answers with the statuses of a list, then with 204. */
async function receiver(...statuses: number[]) {
  const requests: Received[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      requests.push({ headers: request.headers, body: Buffer.concat(pieces) });
      response.writeHead(statuses.shift() ?? 204).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  closing.push(() => server.close());
  return { requests, url: `http://127.0.0.1:${port}/hook` };
}

async function looksWell(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const frame of page.frames()) await settled(frame);
    expect.soft(await axeFindings(page), `${name}, ${colorScheme}`).toEqual([]);
    await page.screenshot({ path: test.info().outputPath(`${name}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
}

test("made from a report, tried, switched off and removed, also over a crash of the server", async ({
  browser,
}) => {
  const mail = await mailServer();
  const server = await HoldfastServer.start(
    {},
    {
      HOLDFAST_SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      HOLDFAST_MAIL_FROM: "Holdfast <reports@example.com>",
    },
  );
  closing.push(() => server.stop());
  const context = await browser.newContext();
  closing.push(() => context.close());
  const sofia = await DeskPage.signIn(context, server.url, "sofia", server.password("sofia"));
  const { page } = sofia;
  await sofia.place("Reports");
  await page.getByRole("link", { name: "Schedules" }).click();
  await expect(page.getByText("No schedules yet")).toBeVisible();
  await looksWell(page, "schedules-empty");
  await page.getByRole("link", { name: "Queue performance" }).click();
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: "Send it regularly" }).click();
  const dialog = page.getByRole("dialog", { name: "New schedule" });
  // The form is filled by keyboard alone, from the field that it begins in.
  const name = dialog.getByRole("textbox", { name: "Name" });
  await expect(name).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Queues of the week");
  await expect(dialog.getByLabel("Report", { exact: true })).toHaveValue("queue-performance");
  await dialog.getByLabel("Period").selectOption("last_week");
  await dialog.getByLabel("How often").selectOption("week");
  await dialog.getByLabel("At", { exact: true }).fill("07:30");
  await dialog.getByLabel("Addresses").fill("figures@example.com\nsofia@example.com");
  await looksWell(page, "schedule-dialog");
  await name.focus();
  await page.keyboard.press("Enter");
  const row = page.getByRole("row", { name: /Queues of the week/ });
  await expect(row).toContainText("Every Monday at 07:30");
  await expect(row).toContainText("figures@example.com and 1 more");
  await expect(row).toContainText("Never sent");

  await row.getByRole("button", { name: "Send Queues of the week now" }).click();
  await expect(row).toContainText("Delivered");
  expect(mail.letters).toHaveLength(1);
  expect(mail.letters[0]).toContain("Subject: Queues of the week: Queue performance");
  expect(mail.letters[0]).toMatch(/filename="queue-performance_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.xlsx"/);
  await looksWell(page, "schedules");

  const inForce = row.getByRole("switch", { name: "Queues of the week in force" });
  await inForce.focus();
  await page.keyboard.press("Space");
  await expect(inForce).not.toBeChecked();
  await expect(row).not.toContainText("next");
  await server.kill();
  await server.run();
  await page.reload();
  await expect(row).toContainText("Delivered");
  await expect(inForce).not.toBeChecked();
  expect(mail.letters, "nothing is sent once more").toHaveLength(1);

  await row.getByRole("button", { name: "Queues of the week", exact: true }).click();
  const open = page.getByRole("dialog", { name: "Queues of the week" });
  await expect(open.getByRole("list", { name: "Sent of late" })).toContainText("by hand");
  await open.getByRole("button", { name: "Remove" }).click();
  await open.getByRole("button", { name: "Remove for good" }).click();
  await expect(page.getByText("No schedules yet")).toBeVisible();
});

test("a webhook gets a signed file, and a failure is told", async ({ browser }) => {
  const hook = await receiver(500);
  const server = await HoldfastServer.start({}, { HOLDFAST_WEBHOOK_PRIVATE_HOSTS: "127.0.0.1" });
  closing.push(() => server.stop());
  const context = await browser.newContext();
  closing.push(() => context.close());
  const sofia = await DeskPage.signIn(context, server.url, "sofia", server.password("sofia"));
  const { page } = sofia;
  await sofia.place("Reports");
  await page.getByRole("link", { name: "Schedules" }).click();
  await page.getByRole("button", { name: "New schedule" }).click();
  const dialog = page.getByRole("dialog", { name: "New schedule" });
  await expect(dialog.getByText("This server sends no mail")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Name" }).fill("To the ERP");
  await dialog.getByLabel("Addresses").fill("figures@example.com");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("The server has no mail server");
  await dialog.getByRole("radio", { name: "To a webhook" }).check();
  const address = dialog.getByLabel("Address of the webhook");
  await address.fill("https://192.168.1.20/hook");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("private network");
  await address.fill(hook.url);
  await dialog.getByLabel("Report", { exact: true }).selectOption({ label: "Conversations" });
  await dialog.getByLabel("File").selectOption("json");
  await expect(dialog.getByLabel("Table"), "a file with all tables names none").toHaveCount(0);
  await dialog.getByRole("button", { name: "Save" }).click();
  const shown = page.getByRole("dialog", { name: "The webhook’s secret" });
  const secret = (await shown.locator("code").first().textContent()) ?? "";
  expect(secret).toMatch(/^hfw_[0-9a-f]{64}$/);
  await looksWell(page, "webhook-secret");
  await shown.getByRole("button", { name: "Done" }).click();

  const row = page.getByRole("row", { name: /To the ERP/ });
  await row.getByRole("button", { name: "Send To the ERP now" }).click();
  await expect(row).toContainText("Failed");
  await expect(row).toContainText("the receiver answered 500");
  await looksWell(page, "schedules-failed");
  await row.getByRole("button", { name: "Send To the ERP now" }).click();
  await expect(row).toContainText("Delivered");
  const { headers, body } = hook.requests[1] ?? { headers: {}, body: Buffer.alloc(0) };
  const [, seconds, digits] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["holdfast-signature"])) ?? [];
  const expected = createHmac("sha256", secret).update(`${seconds}.`).update(body).digest("hex");
  expect(digits).toBe(expected);
  expect(JSON.parse(body.toString("utf8")).report.id).toBe("conversations");

  // One table of another report, chosen in the form, and chosen still when the form is opened again.
  await row.getByRole("button", { name: "To the ERP", exact: true }).click();
  const open = page.getByRole("dialog", { name: "To the ERP" });
  await open.getByLabel("Report", { exact: true }).selectOption({ label: "Queue performance" });
  await open.getByLabel("File").selectOption("csv");
  await open.getByLabel("Table").selectOption({ label: "By queue" });
  await looksWell(page, "schedule-one-table");
  await open.getByRole("button", { name: "Save" }).click();
  await expect(open).toHaveCount(0);
  await row.getByRole("button", { name: "Send To the ERP now" }).click();
  await expect.poll(() => hook.requests.length).toBe(3);
  expect(hook.requests[2]?.body.toString("utf8")).toMatch(/^queue,queue_id,/);
  await row.getByRole("button", { name: "To the ERP", exact: true }).click();
  await expect(open.getByLabel("Table")).toHaveValue("queues");
  await open.getByRole("button", { name: "Cancel" }).click();
  await expect(row).toContainText("Delivered");

  // The list that cannot be read says so, and goes on.
  await page.route("**/api/report-schedules", (route) => route.fulfill({ status: 503, body: "" }));
  await page.reload();
  const failed = page.getByRole("alert");
  await expect(failed).toBeVisible();
  const asked = page.waitForRequest("**/api/report-schedules");
  await failed.getByRole("button", { name: "Try again" }).click();
  await asked;
  await page.unroute("**/api/report-schedules");
  // It is read again by itself too.
  await expect(row).toContainText("Delivered", { timeout: 30_000 });
});
