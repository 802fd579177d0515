// A whole chat without a mouse: from sign-in to wrap-up, with a note, a standard text, a transfer begun and left, and the next chat.

import { expect, test } from "../harness/fixtures";

test("keyboard only, from sign-in to wrap-up", async ({ visitor, browser, server }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const press = (key: string) => page.keyboard.press(key);
  const type = (text: string) => page.keyboard.type(text);
  // Where a mouse is used all the same, the test fails.
  await page.addInitScript(() => {
    for (const kind of ["mousedown", "pointerdown", "touchstart"])
      addEventListener(kind, () => document.documentElement.setAttribute("data-mouse", kind), true);
  });
  await page.goto(`${server.url}/desk/`);
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await type("dana");
  await press("Tab");
  await type(server.password("dana"));
  await press("Enter");
  const status = page.getByRole("button", { name: /^Status: / });
  await status.waitFor();
  await press("Alt+KeyS");
  await page.getByRole("menuitem", { name: "Available" }).waitFor();
  await press("Home");
  await expect(page.getByRole("menuitem", { name: "Available" })).toBeFocused();
  await press("Enter");
  await expect(status).toHaveAccessibleName("Status: Available");

  const { customer } = await visitor();
  await customer.ask("Eleanor Whitfield", "Is the oak shelf back in stock?");
  await page.getByRole("article", { name: "Incoming chat: Eleanor Whitfield" }).waitFor();
  await press("Alt+KeyA");
  const reply = page.getByRole("textbox", { name: "Reply to Eleanor Whitfield" });
  await expect(reply).toBeFocused();
  await type("/hi");
  await page.getByRole("listbox", { name: "Standard texts" }).waitFor();
  await press("Enter");
  await expect(reply).toHaveValue(/thank you for writing/);
  await press("Enter");
  await expect(customer.log).toContainText("thank you for writing");

  await press("Alt+KeyN");
  await expect(page.getByRole("textbox", { name: "New note" })).toBeFocused();
  await type("Wants two");
  await press("Control+Enter");
  await expect(page.getByRole("article").filter({ hasText: "Wants two" })).toBeVisible();
  await press("Alt+KeyR");
  await expect(reply).toBeFocused();

  // A dialog takes the keys, and gives the place back.
  await press("Alt+KeyG");
  await expect(page.getByRole("textbox", { name: "Find a colleague" })).toBeFocused();
  await press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await press("Alt+KeyR");
  await type("Yes, since Monday.");
  await press("Enter");
  await expect(customer.log).toContainText("Yes, since Monday.");

  // A list, from the outside in.
  await press("Alt+KeyQ");
  await expect(page.getByRole("tab", { name: /^Queue/, selected: true })).toBeVisible();
  await press("Alt+KeyM");
  await expect(page.getByRole("tab", { name: /^My chats/, selected: true })).toBeVisible();

  await press("Alt+KeyE");
  await expect(page.getByRole("dialog").getByRole("button", { name: "End chat" })).toBeFocused();
  await press("Enter");
  const wrapUp = page.getByRole("region", { name: "Wrap-up" });
  await expect(wrapUp.getByLabel("Subject")).toBeFocused();
  await press("Control+KeyA");
  await type("Oak shelf");
  await press("Tab");
  await type("Advised");
  await press("Enter");
  await expect(wrapUp).toHaveCount(0);
  await expect(page.getByText("0 of")).toBeVisible();
  await expect(page.locator("html[data-mouse]")).toHaveCount(0);

  const staff = await server.api.signedIn("sofia");
  const rows = (await (await staff.get("/api/incidents")).json()) as { incident: Record<string, unknown> }[];
  expect(rows[0]?.incident).toMatchObject({ subject: "Oak shelf", disposition: "Advised" });
  await staff.dispose();
  await context.close();
});
