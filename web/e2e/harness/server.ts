// A real server of the test's own: started on a free port with an empty data folder, killed as a power cut would, started again in place.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Api } from "./api";

export const binary = resolve(
  process.env.HOLDFAST_BIN ?? join(import.meta.dirname, "../../../target/release/holdfast"),
);
const startsWithinMs = 30_000;

/** Settings by name, as texts: `{ absent_interval: "1s" }`. */
export type Settings = Record<string, string>;

export class HoldfastServer {
  private child: ChildProcess | null = null;
  private output = "";
  private port = 0;

  private constructor(
    private readonly data: string,
    private readonly settings: Settings,
    private readonly environment: Record<string, string>,
    private readonly config: string,
  ) {}

  /** Starts one; `environment` goes with that of this process, `config` with the configuration. */
  static async start(
    settings: Settings = {},
    environment: Record<string, string> = {},
    config = "",
  ): Promise<HoldfastServer> {
    if (!existsSync(binary))
      throw new Error(`${binary} is not there: build it with \`cargo build --release\``);
    const folder = mkdtempSync(join(tmpdir(), "holdfast-proof-"));
    const server = new HoldfastServer(folder, settings, environment, config);
    await server.run();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Its HTTP interface. */
  get api(): Api {
    return new Api(this.url, (name) => this.password(name));
  }

  /** Everything it printed. */
  get log(): string {
    return this.output;
  }

  /** The password of a demo account. */
  password(name: string): string {
    const accounts = this.accounts();
    const password = accounts[name];
    if (!password) throw new Error(`no demo account ${name} among ${Object.keys(accounts).join(", ")}`);
    return password;
  }

  /** Whether the demo has that account. */
  hasDemo(name: string): boolean {
    return this.accounts()[name] !== undefined;
  }

  private accounts(): Record<string, string> {
    return JSON.parse(readFileSync(join(this.data, "demo-accounts.json"), "utf8"));
  }

  /** Dies at once, with nothing written that was not written. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Starts again on the same data and port. */
  async run(): Promise<void> {
    const settings = Object.entries(this.settings).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
    const listen = `127.0.0.1:${this.port}`;
    // All customers of a proof come from one address.
    const config = join(this.data, "holdfast.toml");
    writeFileSync(config, `customer_sessions_per_minute = 1000\n${this.config}`);
    const options = ["--config", config, "--data", this.data, "--listen", listen, "--demo", ...settings];
    const child = spawn(binary, ["serve", ...options], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...this.environment },
    });
    this.child = child;
    await new Promise<void>((done, fail) => {
      const timer = setTimeout(() => {
        child.kill("SIGKILL");
        fail(new Error(`server did not start:\n${this.output}`));
      }, startsWithinMs);
      const before = this.output.length;
      let isUp = false;
      const read = (chunk: Buffer) => {
        this.output += chunk.toString();
        if (isUp) return;
        // A line may come in two parts.
        const found = /listening on http:\/\/127\.0\.0\.1:(\d+)\s/.exec(this.output.slice(before));
        if (!found) return;
        isUp = true;
        this.port = Number(found[1]);
        clearTimeout(timer);
        done();
      };
      child.stdout?.on("data", read);
      child.stderr?.on("data", read);
      child.once("exit", (code, signal) => {
        clearTimeout(timer);
        fail(new Error(`server ended with ${code ?? signal}:\n${this.output}`));
      });
    });
  }

  /** Ends it politely and throws its data away. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
    rmSync(this.data, { recursive: true, force: true });
  }

  private async end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((done) => child.once("exit", () => done()));
    child.kill(signal);
    // A server that does not drain is a fault of its own, but must not outlive the test.
    const late = setTimeout(() => child.kill("SIGKILL"), 15_000);
    await gone;
    clearTimeout(late);
  }
}
