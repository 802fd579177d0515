// The example bot as its users run it: a process of its own, with a key that an admin made.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { binary, type HoldfastServer } from "./server";

const bot = process.env.HOLDFAST_BOT_BIN ?? join(dirname(binary), "knowledge-bot");

export class Bot {
  private constructor(private readonly child: ChildProcess) {}

  /** Makes the account, which alone serves a queue of its own, and starts the bot. */
  static async start(server: HoldfastServer, id: string, name: string, queue: string): Promise<Bot> {
    if (!existsSync(bot))
      throw new Error(`${bot} is not there: build it with \`cargo build -p knowledge-bot\``);
    const admin = await server.api.signedIn("admin");
    await server.api.command(admin, {
      name: "put_agent",
      agent: { id, name, role: "bot", profile: "standard", queues: [queue] },
    });
    const made = await admin.post(`/api/agents/${id}/keys`);
    if (!made.ok()) throw new Error(await made.text());
    const { key } = (await made.json()) as { key: string };
    await admin.dispose();
    const environment = { ...process.env, HOLDFAST_KEY: key, HOLDFAST_SERVER: server.url };
    return new Bot(spawn(bot, ["--queue", "general"], { stdio: "ignore", env: environment }));
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((done) => child.once("exit", () => done()));
    child.kill("SIGTERM");
    await gone;
  }
}
