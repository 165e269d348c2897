import fs from "node:fs";
import path from "node:path";

import type { Source } from "../proposals/simulation.ts";
import { type Component, waitUntil } from "./component.ts";
import { SupervisedProcess, type Surroundings } from "./supervised-process.ts";

/** The service that tries proposals on copies of the chain. */
export class Simulator implements Component {
  readonly name = "simulator";
  readonly url: string;
  readonly #process: SupervisedProcess;
  readonly #signal: AbortSignal;
  readonly #write: () => void;

  constructor(options: {
    port: number;
    /** Where its settings are written. */
    folder: string;
    source: Source;
    surroundings: Surroundings;
  }) {
    const { port, folder, source, surroundings } = options;
    this.url = `http://127.0.0.1:${port}`;
    this.#signal = surroundings.signal;
    const settings = path.join(folder, "settings.json");
    this.#write = () => {
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(settings, JSON.stringify({ source, port }));
    };
    this.#process = new SupervisedProcess(
      {
        name: this.name,
        command: process.execPath,
        args: [path.resolve(import.meta.dirname, "../simulator/main.ts"), settings],
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
        "An answer of the simulator",
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
