import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { downloadPackages } from "../network/base-image.ts";
import { installDebianPackage } from "./debian-package.ts";

const root = path.resolve(import.meta.dirname, "../..");
const programs = ["docker", "dockerd", "docker-compose", "iptables", "setpriv"] as const;

const prefix = "foedus-engine-";

/** Whether a Docker engine can be started on this machine, after installing it where that needs nobody's password; or what is missing. */
export async function provideEngine(report: (line: string) => void): Promise<{ missing?: string }> {
  if (process.platform !== "linux") return { missing: "a Docker engine of its own needs Linux" };
  if (absent().length > 0) {
    const remedy = await installDebianPackage("docker.io docker-compose iptables", report);
    if (remedy !== undefined)
      return { missing: `there is no program ${absent().join(", ")}: ${remedy}` };
  }
  if (process.getuid?.() !== 0)
    return { missing: "only root can start a Docker engine: run the suite as root" };
  try {
    // The suite itself runs without a way to the archive.
    await downloadPackages();
  } catch (error) {
    return {
      missing: `the packages of Debian for the images cannot be downloaded (${(error as Error).message}): see that apt-get update works`,
    };
  }
  return {};
}

const absent = (): string[] =>
  programs.filter((program) => spawnSync(program, ["--version"]).error !== undefined);

/**
 * A Docker engine of one test run: its own socket, data and mounts, in the network namespace of whoever starts it, so that no rule of a
 * firewall outlives it. It ends with the process that started it.
 */
export class DockerEngine {
  readonly host: string;
  readonly #process: ChildProcess;
  readonly #folders: readonly string[];
  readonly #exited: Promise<void>;

  private constructor(
    child: ChildProcess,
    { host, folders }: { host: string; folders: readonly string[] },
  ) {
    this.#process = child;
    this.host = host;
    this.#folders = folders;
    this.#exited = new Promise((resolve) => child.once("exit", () => resolve()));
  }

  static async start(): Promise<DockerEngine> {
    const engines = path.join(root, ".foedus", "engine");
    fs.mkdirSync(engines, { recursive: true });
    for (const folder of [engines, os.tmpdir()]) removeOrphans(folder);
    const name = `${prefix}${process.pid}-`;
    const data = fs.mkdtempSync(path.join(engines, name));
    // Paths of sockets have to be short.
    const run = fs.mkdtempSync(path.join(os.tmpdir(), name));
    const host = `unix://${run}/docker.sock`;
    const log = fs.openSync(path.join(run, "log"), "a");
    const child = spawn(
      "unshare",
      [
        // Its mounts go with it.
        ...["--mount", "--propagation", "private"],
        // So does it, with this process.
        ...["setpriv", "--pdeathsig", "TERM"],
        ...["dockerd", "--host", host, "--data-root", data, "--exec-root", `${run}/exec`],
        ...["--pidfile", `${run}/pid`],
        // The default one may be taken, and nothing here uses it.
        ...["--bridge", "none"],
      ],
      { stdio: ["ignore", log, log] },
    );
    fs.closeSync(log);
    const engine = new DockerEngine(child, { host, folders: [data, run] });
    try {
      await engine.#untilItAnswers(path.join(run, "log"));
    } catch (error) {
      await engine.stop();
      throw error;
    }
    return engine;
  }

  /** Stops it with all of its containers, and removes all that it has written. */
  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.#process.kill("SIGTERM");
      const late = setTimeout(() => this.#process.kill("SIGKILL"), 30_000);
      await this.#exited;
      clearTimeout(late);
    }
    for (const folder of this.#folders) fs.rmSync(folder, { recursive: true, force: true });
  }

  async #untilItAnswers(log: string): Promise<void> {
    const end = performance.now() + 60_000;
    while (performance.now() < end && this.#process.exitCode === null) {
      const version = spawnSync("docker", ["--host", this.host, "version"]);
      if (version.status === 0) return;
      await pause(200);
    }
    const tail = fs.readFileSync(log, "utf8").trimEnd().split("\n").slice(-10).join("\n");
    throw new Error(`The Docker engine does not start:\n${tail}`);
  }
}

/** Removes what the engines of killed runs have left; an engine itself ends with its run. */
function removeOrphans(folder: string): void {
  for (const name of fs.readdirSync(folder)) {
    const [, owner] = new RegExp(`^${prefix}(\\d+)-`).exec(name) ?? [];
    if (owner !== undefined && !fs.existsSync(`/proc/${owner}`))
      fs.rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}
