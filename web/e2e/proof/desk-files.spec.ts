// Files from the desk: picked, sent in pieces, in the transcript of both, downloaded byte for byte; a type that is not taken says why.

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "../harness/fixtures";

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
