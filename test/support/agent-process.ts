import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

const main = path.resolve(import.meta.dirname, "../../deploy/agents/main.ts");

export interface AgentPlan {
  agent: "relayer" | "webhooks";
  settings: object;
  /** Files of mode 0600 beside the settings, by their names. */
  files: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
}

/** An agent with its log and its requests as a program of its own, as it runs in production. */
export abstract class AgentProcess {
  readonly #agent: string;
  readonly #folder: string;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly output: string[] = [];
  url = "";

  protected constructor({ agent, settings, files, env }: AgentPlan) {
    this.#agent = agent;
    this.#folder = fs.mkdtempSync(path.join(os.tmpdir(), `foedus-test-${agent}-`));
    const file = path.join(this.#folder, "settings.json");
    fs.writeFileSync(file, JSON.stringify(settings));
    for (const [name, text] of Object.entries(files))
      fs.writeFileSync(path.join(this.#folder, name), text, { mode: 0o600 });
    this.#child = spawn(process.execPath, [main, agent, "--settings", file], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    this.#exited = once(this.#child, "exit");
    this.#child.stderr?.on("data", (chunk: Buffer) => this.output.push(chunk.toString()));
  }

  /** Waits until it serves; what has ended before that leaves nothing behind. */
  async ready(): Promise<this> {
    try {
      await this.#untilStarted();
    } catch (error) {
      await this.kill();
      throw error;
    }
    return this;
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Asks it to end; its exit code. */
  async stop(): Promise<number | null> {
    await this.#end("SIGTERM");
    return this.#child.exitCode;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#child.kill(signal);
    await this.#exited;
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  async #untilStarted(): Promise<void> {
    const { stdout } = this.#child;
    if (stdout === null) throw new Error("The program has no output.");
    const started = new Promise<void>((resolve) => {
      createInterface({ input: stdout }).on("line", (line) => {
        this.output.push(line);
        const { msg, url } = JSON.parse(line) as { msg: string; url?: string };
        if (msg !== `${this.#agent} started` || url === undefined) return;
        this.url = url;
        resolve();
      });
    });
    const ended = this.#exited.then(() => {
      throw new Error(`The ${this.#agent} program ended: ${this.output.join("\n")}`);
    });
    ended.catch(() => undefined);
    await Promise.race([started, ended]);
  }
}
