import { type Component, waitUntil } from "./component.ts";
import { SupervisedProcess, type Surroundings } from "./supervised-process.ts";

export interface ServicePlan {
  name: string;
  /** On loopback; it answers `/health` there. */
  port: number;
  /** Arguments of Node: the program, and where its settings are. */
  args: string[];
  /** Writes the settings, before the program starts for the first time. */
  prepare: () => void;
  /** Milliseconds until it answers, at most: 30 seconds when left out. */
  patience?: number;
  surroundings: Surroundings;
}

/** A program of this repository that is asked over HTTP: it answers once its `/health` does. */
export class SupervisedService implements Component {
  readonly name: string;
  readonly url: string;
  readonly #process: SupervisedProcess;
  readonly #signal: AbortSignal;
  readonly #prepare: () => void;
  readonly #patience: number;

  constructor({ name, port, args, prepare, patience = 30_000, surroundings }: ServicePlan) {
    this.#patience = patience;
    this.name = name;
    this.url = `http://127.0.0.1:${port}`;
    this.#signal = surroundings.signal;
    this.#prepare = prepare;
    this.#process = new SupervisedProcess(
      { name, command: process.execPath, args, stopSignal: "SIGTERM" },
      surroundings,
    );
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  async start(): Promise<void> {
    this.#prepare();
    await this.#process.start();
  }

  async ready(): Promise<void> {
    await this.#process.untilEnd(
      waitUntil(
        `An answer of the ${this.name}`,
        async (signal) => (await fetch(`${this.url}/health`, { signal })).ok,
        { within: this.#patience, signal: this.#signal },
      ),
    );
    this.#process.settled();
  }

  async stop(): Promise<void> {
    await this.#process.stop();
  }
}
