import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Endpoints } from "../scripts/start/endpoints.ts";

const minute = 60_000;
const portOffset = process.env["FOEDUS_PORT_OFFSET"] ?? "3100";

/** An `npm start` in a checkout, from the command to a possible vote: the index knows an open proposal and the dApp answers. */
export class Launch {
  readonly endpoints: Endpoints;
  readonly seconds: number;
  /** What it keeps at run time: logs, and the identities of the sample. */
  readonly folder: string;
  readonly #process: ChildProcess;

  private constructor(
    process: ChildProcess,
    folder: string,
    endpoints: Endpoints,
    seconds: number,
  ) {
    this.#process = process;
    this.folder = folder;
    this.endpoints = endpoints;
    this.seconds = seconds;
  }

  /** @param env Settings beside those of this process. */
  static async of(checkout: string, env: NodeJS.ProcessEnv = {}): Promise<Launch> {
    const began = performance.now();
    const folder = path.join(checkout, ".foedus/local");
    const child = spawn("npm", ["start"], {
      cwd: checkout,
      env: { ...process.env, FOEDUS_PORT_OFFSET: portOffset, ...env },
      // A group of its own, because Ctrl-C reaches all of it: npm alone does not pass the signal on.
      detached: true,
      stdio: "ignore",
    });
    const interrupt = () => interruptGroup(child);
    process.once("exit", interrupt);
    child.once("exit", () => process.off("exit", interrupt));
    const endpoints = await endpointsIn(folder, child);
    while (!(await votePossible(endpoints))) await sleep(50);
    return new Launch(child, folder, endpoints, (performance.now() - began) / 1000);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    interruptGroup(this.#process);
    await ended;
  }
}

/** What the index of an address answers to a question in GraphQL; undefined while it gives no answer. */
export async function askIndex<T>(graphql: string, query: string): Promise<T | undefined> {
  const answer = await fetch(graphql, {
    method: "POST",
    body: JSON.stringify({ query }),
    headers: { "content-type": "application/json" },
  });
  return ((await answer.json()) as { data?: T }).data;
}

/** What Ctrl-C in the terminal of a command does. */
function interruptGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, "SIGINT");
}

async function endpointsIn(folder: string, child: ChildProcess): Promise<Endpoints> {
  const file = path.join(folder, "endpoints.json");
  for (let waited = 0; waited < 10 * minute; waited += 50) {
    if (child.exitCode !== null)
      throw new Error(`npm start ended with ${child.exitCode}; run it by hand to see why.`);
    const text = await readFile(file, "utf8").catch(() => "");
    if (text !== "") return JSON.parse(text) as Endpoints;
    await sleep(50);
  }
  throw new Error("npm start was not ready within ten minutes; run it by hand to see why.");
}

async function votePossible({ app, graphql }: Endpoints): Promise<boolean> {
  const open = "{ proposals(where: { decidedAt: null, cancelledAt: null }) { id } }";
  try {
    const [page, data] = await Promise.all([
      fetch(app),
      askIndex<{ proposals: unknown[] }>(graphql, open),
    ]);
    await page.body?.cancel();
    return page.ok && (data?.proposals.length ?? 0) > 0;
  } catch {
    return false;
  }
}
