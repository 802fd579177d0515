// Files from the desk: picked, sent in pieces, in the transcript of both, downloaded byte for byte; a type that is not taken says why.

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "../harness/fixtures";
import { watchUploads } from "../harness/uploads";

test("an agent sends a file, also over a connection that was cut, and downloads it again", async ({
  visitor,
  agent,
}) => {
  const { desk, context } = await agent("dana");
  const { page } = desk;
  await desk.setStatus("Available");
  const { customer } = await visitor();
  await customer.ask("Eleanor Whitfield", "Could you send me the form?");
  await desk.accept("Eleanor Whitfield");
  // A picture as far as its first bytes tell; larger than one piece of the upload.
  const png = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), randomBytes(700_000)]);
  let cut = true;
  await context.route("**/api/uploads/*?offset=*", async (route) => {
    // The second piece meets a dead connection once.
    if (cut && !route.request().url().endsWith("offset=0")) {
      cut = false;
      return route.abort("connectionreset");
    }
    return route.continue();
  });
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Send a file" }).click();
  await (await chooser).setFiles({ name: "shelf.png", mimeType: "image/png", buffer: png });
  const sent = desk.chat("Eleanor Whitfield").getByRole("button", { name: /^Download shelf\.png/ });
  await sent.waitFor();
  expect(cut).toBe(false);
  await expect(sent).toHaveCount(1);
  const download = page.waitForEvent("download");
  await sent.click();
  const file = await (await download).path();
  expect(readFileSync(file).equals(png)).toBe(true);
});

test("a file goes on after the desk was loaded anew in the middle of it, and is there once and whole", async ({
  server,
  visitor,
  agent,
}) => {
  const { desk, context } = await agent("dana");
  const { page } = desk;
  await desk.setStatus("Available");
  const { customer } = await visitor();
  await customer.ask("Eleanor Whitfield", "Could you send me the form?");
  await desk.accept("Eleanor Whitfield");
  const content = Buffer.concat([Buffer.from("%PDF-1.7\n"), randomBytes(1_500_000)]);
  const uploads = await watchUploads(context);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Send a file" }).click();
  await (await chooser).setFiles({ name: "form.pdf", mimeType: "application/pdf", buffer: content });
  const onItsWay = page.getByRole("progressbar", { name: "form.pdf on its way" });
  await expect(onItsWay).toHaveAttribute("aria-valuenow", /^3\d/);
  expect(uploads.offsets).toEqual([0, 262_144]);

  uploads.letAllThrough();
  await page.reload();
  const sent = desk.chat("Eleanor Whitfield").getByRole("button", { name: /^Download form\.pdf/ });
  await expect(sent).toHaveCount(1, { timeout: 30_000 });
  await expect(onItsWay).toHaveCount(0);
  expect(uploads.begun, "one upload, begun once").toHaveLength(1);
  expect(uploads.offsets[2], "no byte is sent twice").toBe(524_288);
  const download = page.waitForEvent("download");
  await sent.click();
  expect(readFileSync(await (await download).path()).equals(content)).toBe(true);

  // Nothing of it is kept in the browser any more, and a further reload sends nothing again.
  await page.reload();
  await expect(sent).toHaveCount(1);
  const left = await page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opened = indexedDB.open("holdfast-desk-dana-files");
        opened.onerror = () => reject(opened.error);
        opened.onsuccess = () => {
          const counted = opened.result.transaction("files").objectStore("files").count();
          counted.onsuccess = () => resolve(counted.result);
        };
      }),
  );
  expect(left).toBe(0);
  const admin = await server.api.signedIn("admin");
  const { events } = await server.api.conversationOf(admin, "Eleanor Whitfield");
  expect(events.filter((event) => event.kind === "agent_file_sent")).toHaveLength(1);
  await admin.dispose();
});
