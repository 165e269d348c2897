import fs from "node:fs";
import path from "node:path";

import type { Address, Hex } from "viem";

import { type Component, waitUntil } from "./component.ts";
import { SupervisedProcess, type Surroundings } from "./supervised-process.ts";

/** Seconds that a ballot of the embedded chain waits for others: whoever tries it wants to see it. */
const patience = 2;

/** The agent that takes signed ballots and brings them. */
export class Relayer implements Component {
  readonly name = "relayer";
  readonly url: string;
  readonly #process: SupervisedProcess;
  readonly #signal: AbortSignal;
  readonly #write: () => void;

  constructor(options: {
    port: number;
    /** Where its settings are written, with the key and the password of the database. */
    folder: string;
    rpc: string;
    databaseUrl: string;
    councils: readonly Address[];
    privateKey: Hex;
    surroundings: Surroundings;
  }) {
    const { port, folder, rpc, databaseUrl, councils, privateKey, surroundings } = options;
    this.url = `http://127.0.0.1:${port}`;
    this.#signal = surroundings.signal;
    const settings = {
      node: { rpc },
      councils,
      database: "database",
      key: "key",
      batch: { seconds: patience },
      listen: { host: "127.0.0.1", port },
    };
    this.#write = () => {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const [name, text] of [
        ["key", privateKey],
        ["database", databaseUrl],
        ["settings.json", JSON.stringify(settings)],
      ] as const)
        fs.writeFileSync(path.join(folder, name), text, { mode: 0o600 });
    };
    this.#process = new SupervisedProcess(
      {
        name: this.name,
        command: process.execPath,
        args: [
          path.resolve(import.meta.dirname, "../../deploy/agents/main.ts"),
          "relayer",
          "--settings",
          path.join(folder, "settings.json"),
        ],
        stopSignal: "SIGTERM",
      },
      surroundings,
    );
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  async start(): Promise<void> {
    this.#write();
    await this.#process.start();
  }

  async ready(): Promise<void> {
    await this.#process.untilEnd(
      waitUntil(
        "An answer of the relayer",
        async (signal) => (await fetch(`${this.url}/health`, { signal })).ok,
        { within: 30_000, signal: this.#signal },
      ),
    );
    this.#process.settled();
  }

  async stop(): Promise<void> {
    await this.#process.stop();
  }
}
