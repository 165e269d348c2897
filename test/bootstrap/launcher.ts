import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import type { Endpoints } from "../../scripts/start/endpoints.ts";
import { portsAt, refuseTakenPorts } from "../../scripts/start/ports.ts";

export const root = path.resolve(import.meta.dirname, "../..");

/** A program under test with all that it says. */
export class Program {
  readonly child: ChildProcess;
  output = "";
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;

  constructor(
    command: string,
    args: readonly string[],
    options: { cwd: string; env: NodeJS.ProcessEnv; ipc?: boolean },
  ) {
    this.child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      // A group of its own, so that a signal can reach all of it, as Ctrl-C does.
      detached: true,
      stdio: ["ignore", "pipe", "pipe", ...(options.ipc === true ? (["ipc"] as const) : [])],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (this.output += text));
    }
    // Not the child's "close": it never comes after the channel was disconnected from this side.
    const closed = [this.child.stdout, this.child.stderr].map(
      (stream) => new Promise((resolve) => stream?.once("close", resolve)),
    );
    this.exited = new Promise((resolve, reject) => {
      this.child.once("error", reject);
      this.child.once(
        "exit",
        (code, signal) => void Promise.all(closed).then(() => resolve({ code, signal })),
      );
    });
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error("The program did not start.");
    return this.child.pid;
  }

  /** What Ctrl-C in its terminal does. */
  interrupt(): void {
    process.kill(-this.pid, "SIGINT");
  }

  /** For clean-up after a failed assertion; the program may be gone. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    try {
      process.kill(-this.pid, "SIGTERM");
    } catch {
      return;
    }
    await Promise.race([this.exited, pause(20_000)]);
  }
}

/** The launcher of this work tree on a folder of its own, beside whatever else runs here. */
export class Launcher extends Program {
  readonly home: string;

  constructor(
    home: string,
    offset: number,
    settings: { env?: NodeJS.ProcessEnv; nodeArgs?: readonly string[] } = {},
  ) {
    super(process.execPath, [...(settings.nodeArgs ?? []), "scripts/start/start.ts"], {
      cwd: root,
      env: {
        ...cleanEnvironment(),
        FOEDUS_HOME: home,
        FOEDUS_PORT_OFFSET: String(offset),
        ...settings.env,
      },
      ipc: true,
    });
    this.home = home;
  }

  get local(): string {
    return path.join(this.home, "local");
  }

  /** What it wrote down of its children, by name. */
  children(): Map<string, number> {
    const { processes } = JSON.parse(
      fs.readFileSync(path.join(this.local, "processes.json"), "utf8"),
    ) as {
      processes: { name: string; pid: number }[];
    };
    return new Map(processes.map(({ name, pid }) => [name, pid]));
  }

  async ready(): Promise<Endpoints> {
    return await readyEndpoints(this, path.join(this.local, "endpoints.json"), 180_000);
  }
}

/** Waits for the file that says that everything answers. */
export async function readyEndpoints(
  program: Program,
  file: string,
  within: number,
): Promise<Endpoints> {
  const end = performance.now() + within;
  // A killed launcher leaves its file behind; the next one removes it before anything else.
  while (!program.output.includes("Foedus is ready") || !fs.existsSync(file)) {
    if (program.child.exitCode !== null || program.child.signalCode !== null) {
      throw new Error(`The program ended before it was ready:\n${program.output}`);
    }
    if (performance.now() > end)
      throw new Error(`Not ready within ${within / 1000} s:\n${program.output}`);
    await pause(50);
  }
  return JSON.parse(fs.readFileSync(file, "utf8")) as Endpoints;
}

/** The settings of the run around the tests must not reach the programs under test. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|FOEDUS_|SUBGRAPH_URL$|NODE_TEST_CONTEXT$|INIT_CWD$)/.test(name),
  );
  return Object.fromEntries(kept);
}

/** An odd offset at which every port is free, below the ports from 32,768 on that systems give to clients while a test runs. */
export async function freeOffset(): Promise<number> {
  for (;;) {
    const offset = 2_001 + 2 * Math.floor(Math.random() * 6_000);
    const ports = portsAt(offset);
    try {
      await refuseTakenPorts(ports, Object.keys(ports) as (keyof typeof ports)[]);
      return offset;
    } catch {
      // Another one is tried.
    }
  }
}

export function temporaryFolder(name: string): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), `foedus-${name}-`));
}

/** Processes that work in a folder, or name it on their command line: what a stopped program must not leave. */
export function processesOf(folder: string): string[] {
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        const cwd = fs.readlinkSync(`/proc/${pid}/cwd`);
        return `${cwd}/`.startsWith(`${folder}/`) || command.includes(folder)
          ? [`${pid} ${command}`]
          : [];
      } catch {
        // It ended while we were looking.
        return [];
      }
    });
}

export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

export async function queryIndex(graphql: string): Promise<number> {
  const response = await fetch(graphql, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "{ _meta { block { number } } }" }),
    signal: AbortSignal.timeout(2_000),
  });
  const { data } = (await response.json()) as { data: { _meta: { block: { number: number } } } };
  return data._meta.block.number;
}

/** Repeats `attempt` until it succeeds. */
export async function eventually<T>(
  what: string,
  attempt: () => Promise<T>,
  within = 30_000,
): Promise<T> {
  const end = performance.now() + within;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end)
        throw new Error(`${what} did not happen within ${within / 1000} s.`, { cause: error });
      await pause(100);
    }
  }
}
