import fs from "node:fs";
import path from "node:path";

import { LauncherError } from "./launcher-error.ts";
import { processIdentity } from "./process-identity.ts";

interface Holder {
  pid: number;
  identity: string;
  since: string;
}

/** Held by the one launcher that may use a folder. Two would share ports and data, and each would end the other's parts. */
export class LauncherLock {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  take(): void {
    const own: Holder = {
      pid: process.pid,
      identity: processIdentity(process.pid) ?? "",
      since: new Date().toISOString(),
    };
    fs.mkdirSync(path.dirname(this.#file), { recursive: true });
    const written = `${this.#file}.${process.pid}`;
    fs.writeFileSync(written, JSON.stringify(own));
    try {
      for (;;) {
        try {
          // A link appears with its whole content or not at all, so that nobody reads half a lock.
          fs.linkSync(written, this.#file);
          return;
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        }
        const holder = this.#holder();
        if (holder !== undefined && processIdentity(holder.pid) === holder.identity) {
          throw new LauncherError(
            `Foedus is running already in this folder (process ${holder.pid}, since ${holder.since}).`,
            `use that one (its addresses stand in ${path.join(path.dirname(this.#file), "endpoints.json")}), or stop it first: Ctrl-C in its terminal, or kill ${holder.pid}.`,
          );
        }
        fs.rmSync(this.#file, { force: true });
      }
    } finally {
      fs.rmSync(written, { force: true });
    }
  }

  release(): void {
    if (this.#holder()?.pid === process.pid) fs.rmSync(this.#file, { force: true });
  }

  #holder(): Holder | undefined {
    try {
      return JSON.parse(fs.readFileSync(this.#file, "utf8")) as Holder;
    } catch {
      return undefined;
    }
  }
}
