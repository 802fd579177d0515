// Files of a customer: chosen, dropped and pasted; the connection cut in the middle; saved again from the transcript.

import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "../harness/fixtures";
import { watchUploads } from "../harness/uploads";

test("a file goes on after the connection was cut in the middle, and is there once and whole", async ({
  server,
  visitor,
}) => {
  const { context, customer } = await visitor();
  const { frame, page } = customer;
  await customer.ask("Grace Okafor", "The lamp flickers");
  await expect(frame.getByText("You are in the queue")).toBeVisible();

  const content = Buffer.concat([Buffer.from("%PDF-1.7\n"), randomBytes(1_500_000)]);
  let pieces = 0;
  await page.route("**/api/uploads/*?offset=*", async (route) => {
    pieces += 1;
    // The third piece arrives, but its answer does not: the line is dead by then.
    if (pieces === 3) {
      await route.fetch().catch(() => undefined);
      await context.setOffline(true);
      await route.abort("connectionreset");
    } else await route.continue();
  });
  await frame.locator("input[type=file]").setInputFiles({
    name: "Rechnung März.pdf",
    mimeType: "application/pdf",
    buffer: content,
  });
  const upload = frame.locator("[data-upload]");
  await expect(upload).toHaveAttribute("data-upload", "waiting");
  await expect(upload.getByRole("progressbar")).toBeVisible();
  await expect(customer.banner).toContainText("Connection interrupted");
  await context.setOffline(false);

  const saved = frame.getByRole("button", { name: "Download Rechnung März.pdf" });
  await expect(saved).toHaveCount(1, { timeout: 30_000 });
  await expect(upload).toHaveCount(0);
  await expect(saved).toContainText("1.5 MB");

  const download = page.waitForEvent("download");
  await saved.click();
  const path = await (await download).path();
  const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
  expect(hash(readFileSync(path))).toBe(hash(content));
  expect((await download).suggestedFilename()).toBe("Rechnung März.pdf");

  const admin = await server.api.signedIn("admin");
  const { events } = await server.api.conversationOf(admin, "Grace Okafor");
  expect(events.filter((event) => event.kind === "file_attachment_received")).toHaveLength(1);
  await admin.dispose();
});

test("a file goes on after the page was loaded anew in the middle of it, and is there once and whole", async ({
  server,
  visitor,
}) => {
  const { context, customer } = await visitor();
  const { frame, page } = customer;
  await customer.ask("Grace Okafor", "The lamp flickers");
  await expect(frame.getByText("You are in the queue")).toBeVisible();
  const content = Buffer.concat([Buffer.from("%PDF-1.7\n"), randomBytes(1_500_000)]);
  const uploads = await watchUploads(context);
  const upload = frame.locator("[data-upload]");
  await frame.locator("input[type=file]").setInputFiles({
    name: "Rechnung März.pdf",
    mimeType: "application/pdf",
    buffer: content,
  });
  await expect(upload.getByRole("progressbar")).toHaveAttribute("value", /^3\d$/);
  expect(uploads.offsets).toEqual([0, 262_144]);

  uploads.letAllThrough();
  await page.reload();
  await customer.open();
  const saved = frame.getByRole("button", { name: "Download Rechnung März.pdf" });
  await expect(saved).toHaveCount(1, { timeout: 30_000 });
  await expect(upload).toHaveCount(0);
  expect(uploads.begun, "one upload, begun once").toHaveLength(1);
  expect(uploads.offsets[2], "no byte is sent twice").toBe(524_288);
  const download = page.waitForEvent("download");
  await saved.click();
  expect(readFileSync(await (await download).path()).equals(content)).toBe(true);

  // Nothing of it is kept in the browser any more, and a further reload sends nothing again.
  await page.reload();
  await customer.open();
  await expect(saved).toHaveCount(1);
  const left = await page.frames()[1]?.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opened = indexedDB.open("holdfast-widget-files");
        opened.onerror = () => reject(opened.error);
        opened.onsuccess = () => {
          const counted = opened.result.transaction("files").objectStore("files").count();
          counted.onsuccess = () => resolve(counted.result);
        };
      }),
  );
  expect(left).toBe(0);
  const admin = await server.api.signedIn("admin");
  const { events } = await server.api.conversationOf(admin, "Grace Okafor");
  expect(events.filter((event) => event.kind === "file_attachment_received")).toHaveLength(1);
  await admin.dispose();
});

test("files are dropped and pasted, and one that is too large says so", async ({ server, visitor }) => {
  const admin = await server.api.signedIn("admin");
  await server.api.command(admin, { name: "set_setting", setting: "file_bytes_max", value: "20000" });
  await admin.dispose();
  const { customer } = await visitor();
  const { frame } = customer;
  await customer.ask("Tomás Ruiz", "See the picture");
  await expect(frame.getByText("You are in the queue")).toBeVisible();

  const give = (target: string, type: string, name: string, bytes: number) =>
    frame.locator(target).evaluate(
      (element, [type, name, bytes]) => {
        const data = new DataTransfer();
        data.items.add(new File(["x".repeat(Number(bytes))], String(name), { type: "text/plain" }));
        const init = { bubbles: true, cancelable: true };
        if (type === "paste")
          element.dispatchEvent(new ClipboardEvent("paste", { ...init, clipboardData: data }));
        else element.dispatchEvent(new DragEvent(String(type), { ...init, dataTransfer: data }));
      },
      [type, name, bytes],
    );
  await give("main", "dragover", "a.txt", 10);
  await expect(frame.getByText("Drop files here to send them")).toBeVisible();
  await give("main", "drop", "dropped.txt", 10);
  await expect(frame.getByRole("button", { name: "Download dropped.txt" })).toBeVisible();
  await expect(frame.getByText("Drop files here to send them")).toHaveCount(0);
  await give("textarea", "paste", "pasted.txt", 10);
  await expect(frame.getByRole("button", { name: "Download pasted.txt" })).toBeVisible();

  await give("main", "drop", "large.txt", 20_001);
  await expect(frame.getByText("Files may have at most 20 kB.")).toBeVisible();
  await frame.getByRole("button", { name: "Remove" }).click();
  await expect(frame.locator("[data-upload]")).toHaveCount(0);
});
