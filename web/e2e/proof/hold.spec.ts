// An async chat: put on hold, its slot free, and woken by its customer's next message.

import { expect, test } from "../harness/fixtures";

test("a chat on hold is away until its customer writes again", async ({ agent, server }) => {
  const { desk: dana } = await agent("dana");
  await dana.setStatus("Available");
  const customer = await server.api.startAsync("Eleanor Whitfield", "No hurry with this one.");
  await dana.accept("Eleanor Whitfield");
  await dana.say("I ask the workshop.");
  await dana.more("Put on hold");
  await expect(dana.chat("Eleanor Whitfield")).toHaveCount(0);
  await expect(dana.page.getByText("0 of")).toBeVisible();
  await customer.say("Any news?");
  await dana.accept("Eleanor Whitfield");
  await expect(dana.chat("Eleanor Whitfield")).toContainText("I ask the workshop.");
  await expect(dana.chat("Eleanor Whitfield")).toContainText("Any news?");
  await customer.end();
});
