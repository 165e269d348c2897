import fs from "node:fs";
import path from "node:path";

import { processIdentity } from "./process-identity.ts";

interface Left {
  processes: { name: string; pid: number; identity: string }[];
  /** Folders outside the launcher's own, such as the database's when its user cannot reach ours. */
  folders: string[];
}

/**
 * Written before anything can go wrong: which processes and folders a launcher has made. A launcher that was
 * killed could not tidy up; the next one reads this and ends exactly these, and nothing that only looks like them.
 */
export class ProcessRegister {
  readonly #file: string;
  #left: Left = { processes: [], folders: [] };

  constructor(file: string) {
    this.#file = file;
  }

  addProcess(name: string, pid: number): void {
    const identity = processIdentity(pid);
    if (identity === undefined) return;
    this.#left.processes.push({ name, pid, identity });
    this.#write();
  }

  removeProcess(pid: number): void {
    this.#left.processes = this.#left.processes.filter((entry) => entry.pid !== pid);
    this.#write();
  }

  addFolder(folder: string): void {
    this.#left.folders.push(folder);
    this.#write();
  }

  removeFolder(folder: string): void {
    this.#left.folders = this.#left.folders.filter((entry) => entry !== folder);
    this.#write();
  }

  /** Ends what an earlier launcher left behind; answers with the names of the processes that it ended. */
  async endLeftOver(): Promise<string[]> {
    let left: Left;
    try {
      left = JSON.parse(fs.readFileSync(this.#file, "utf8")) as Left;
    } catch {
      return [];
    }
    const alive = left.processes.filter(({ pid, identity }) => processIdentity(pid) === identity);
    await Promise.all(
      alive.map(async ({ pid, identity }) => {
        const lives = () => processIdentity(pid) === identity;
        signalGroup(pid, "SIGINT");
        for (let waited = 0; lives() && waited < 3_000; waited += 50) await pause(50);
        if (lives()) signalGroup(pid, "SIGKILL");
        for (let waited = 0; lives() && waited < 2_000; waited += 50) await pause(50);
      }),
    );
    for (const folder of left.folders) fs.rmSync(folder, { recursive: true, force: true });
    fs.rmSync(this.#file, { force: true });
    return alive.map(({ name }) => name);
  }

  #write(): void {
    fs.mkdirSync(path.dirname(this.#file), { recursive: true });
    const partial = `${this.#file}.partial`;
    fs.writeFileSync(partial, JSON.stringify(this.#left));
    fs.renameSync(partial, this.#file);
  }
}

/** Our children lead a process group each, so that what they started goes with them. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // No such group, or no longer: the process itself is tried, and it may be gone too.
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
