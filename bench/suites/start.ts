import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

import { chromium } from "playwright";

import { provideBrowser } from "../../scripts/test/browser.ts";
import { limit, type Result } from "../result.ts";

const run = promisify(execFile);
const suite = "start";
const root = path.resolve(import.meta.dirname, "../..");
const minute = 60_000;
const portOffset = "3100";

/**
 * How long it takes until a vote is possible: the index knows an open proposal and the dApp answers. Limits, said as such; the
 * fresh clone against `npm ci` of the same lock file in the same run.
 */
export async function start(): Promise<Result[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "foedus-bench-"));
  try {
    // The first start brings the builds up to date, which is what "prepared" means.
    await (await Launch.of(root)).stop();
    const prepared = await Launch.of(root);
    const script = await firstPageScript(prepared.app).finally(() => prepared.stop());

    const packages = await seconds(async () => {
      const clone = await cloneTo(path.join(folder, "packages"));
      await run("npm", ["ci"], { cwd: clone, maxBuffer: 64 * 2 ** 20 });
    });
    const fresh = await Launch.of(await cloneTo(path.join(folder, "fresh")));
    await fresh.stop();
    return [
      limit({
        suite,
        id: "prepared checkout to vote possible",
        unit: "s",
        ours: prepared.seconds,
        limit: 10,
      }),
      limit({
        suite,
        id: "fresh clone to vote possible, limit 2.5 x npm ci",
        unit: "s",
        ours: fresh.seconds,
        limit: 2.5 * packages,
      }),
      limit({
        suite,
        id: "JavaScript of the first page, gzip",
        unit: "kB",
        ours: script / 1000,
        limit: 120,
      }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function cloneTo(folder: string): Promise<string> {
  await run("git", ["clone", "--quiet", root, folder]);
  return folder;
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** An `npm start` in a checkout, from the command to a possible vote. */
class Launch {
  readonly app: string;
  readonly seconds: number;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, app: string, seconds: number) {
    this.#process = process;
    this.app = app;
    this.seconds = seconds;
  }

  static async of(checkout: string): Promise<Launch> {
    const began = performance.now();
    const child = spawn("npm", ["start"], {
      cwd: checkout,
      env: { ...process.env, FOEDUS_PORT_OFFSET: portOffset },
      // A group of its own, because Ctrl-C reaches all of it: npm alone does not pass the signal on.
      detached: true,
      stdio: "ignore",
    });
    const interrupt = () => interruptGroup(child);
    process.once("exit", interrupt);
    child.once("exit", () => process.off("exit", interrupt));
    const { app, graphql } = await endpoints(checkout, child);
    while (!(await votePossible(app, graphql))) await sleep(50);
    return new Launch(child, app, (performance.now() - began) / 1000);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    interruptGroup(this.#process);
    await ended;
  }
}

/** What Ctrl-C in the terminal of a command does. */
function interruptGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, "SIGINT");
}

async function endpoints(
  checkout: string,
  child: ChildProcess,
): Promise<{ app: string; graphql: string }> {
  const file = path.join(checkout, ".foedus/local/endpoints.json");
  for (let waited = 0; waited < 10 * minute; waited += 50) {
    if (child.exitCode !== null)
      throw new Error(`npm start ended with ${child.exitCode}; run it by hand to see why.`);
    const text = await readFile(file, "utf8").catch(() => "");
    if (text !== "") return JSON.parse(text) as { app: string; graphql: string };
    await sleep(50);
  }
  throw new Error("npm start was not ready within ten minutes; run it by hand to see why.");
}

async function votePossible(app: string, graphql: string): Promise<boolean> {
  const query = "{ proposals(where: { decidedAt: null, cancelledAt: null }) { id } }";
  try {
    const [page, answer] = await Promise.all([
      fetch(app),
      fetch(graphql, {
        method: "POST",
        body: JSON.stringify({ query }),
        headers: { "content-type": "application/json" },
      }),
    ]);
    await page.body?.cancel();
    const { data } = (await answer.json()) as { data?: { proposals: unknown[] } };
    return page.ok && (data?.proposals.length ?? 0) > 0;
  } catch {
    return false;
  }
}

/** Bytes of JavaScript, gzip, that the first page transfers before anybody does anything. */
async function firstPageScript(app: string): Promise<number> {
  const found = await provideBrowser(() => undefined);
  if ("missing" in found) throw new Error(found.missing);
  const browser = await chromium.launch({
    executablePath: found.file,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const page = await browser.newPage();
    const bodies: Promise<Buffer>[] = [];
    page.on("response", (response) => {
      if (response.request().resourceType() === "script") bodies.push(response.body());
    });
    await page.goto(app, { waitUntil: "networkidle" });
    return (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
  } finally {
    await browser.close();
  }
}
