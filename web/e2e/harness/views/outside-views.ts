// Views around the work: signing in, opening, the connection gone, nothing there yet.

import type { Page } from "@playwright/test";
import type { Morning } from "../site/morning";
import type { Site } from "../site/site";
import type { Look } from "./look";

export async function outsideViews(site: Site, morning: Morning, look: Look): Promise<void> {
  const stranger = await site.page();
  await stranger.goto(`${site.server.url}/desk/`);
  const signIn = stranger.getByRole("button", { name: "Sign in" });
  await signIn.waitFor();
  await look("sign-in", stranger, "Signing in");
  await stranger.getByLabel("Name", { exact: true }).fill("dana");
  await stranger.getByLabel("Password", { exact: true }).fill("not the password");
  await signIn.click();
  await stranger.getByRole("alert").waitFor();
  await look("sign-in-refused", stranger, "A wrong password");
  await stranger.context().close();

  // The desk is opened and the server does not answer.
  const waiting = await site.page({ storageState: await morning.dana.session() });
  const line = await cutLine(waiting);
  await waiting.goto(`${site.server.url}/desk/`);
  await waiting.getByText("The server cannot be reached. Trying again…").waitFor();
  await look("desk-opening", waiting, "The desk cannot be reached");
  line.mend();
  await waiting.getByRole("button", { name: /^Profile of / }).waitFor();
  line.cut();
  await waiting.getByText("Connection interrupted. Reconnecting…").waitFor();
  await look("desk-interrupted", waiting, "The connection is interrupted");
  line.mend();
  await waiting.getByText("Connection interrupted. Reconnecting…").waitFor({ state: "detached" });
  await waiting.context().close();

  // Somebody new, in a queue of its own.
  const { admin } = morning;
  await admin.does({
    name: "put_queue",
    queue: {
      id: "returns",
      name: "Returns",
      allocation: "offer",
      balance: "longest_idle",
      priority: 0,
      waiting_max: null,
      enabled: true,
      company_filter: false,
    },
  });
  await admin.does({
    name: "put_agent",
    agent: { id: "emil", name: "Emil Strand", role: "agent", profile: "standard", queues: ["returns"] },
  });
  await admin.sets("emil", "a long password");
  const page = await site.desk(await site.hire("emil", "Emil Strand", "a long password"));
  await look("desk-empty", page, "A desk without chats");
  await page.getByRole("tab", { name: /^Queue/ }).click();
  await look("desk-empty-queue", page, "Nobody is waiting");
  await page.goto(`${site.server.url}/desk/admin`);
  await page.getByText("For administrators").waitFor();
  await look("admin-not-allowed", page, "The administration is for administrators");
}

/** A line that can be cut: the socket closes and none opens until it is mended. */
export async function cutLine(page: Page): Promise<{ cut: () => void; mend: () => void }> {
  let isCut = true;
  const open = new Set<{ close: () => Promise<void> }>();
  await page.routeWebSocket(/\/api\/socket$/, (socket) => {
    if (isCut) void socket.close();
    else {
      socket.connectToServer();
      open.add(socket);
    }
  });
  return {
    cut: () => {
      isCut = true;
      for (const socket of open) void socket.close();
      open.clear();
    },
    mend: () => {
      isCut = false;
    },
  };
}
