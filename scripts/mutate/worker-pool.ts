import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";

import type { Answer, Order, TestRun } from "./messages.ts";
import type { Mutant } from "./mutants.ts";

/** Milliseconds in which a process starts, or the tests end, on a machine that does much else. */
const patience = 600_000;
/** A process that has run so many mutants makes way for a new one: compiler and chains leave things in its memory. */
const ordersInALife = 150;

/** A process in a copy of the project. */
export class Worker {
  readonly #copy: string;
  readonly #cache: string | undefined;
  #process: ChildProcess | undefined;
  #orders = 0;

  /** `cache` is a folder for code of unchanged files, shared by all workers. */
  constructor(copy: string, cache?: string) {
    this.#copy = copy;
    this.#cache = cache;
  }

  /** Runs the tests against one mutant until one fails. `usual` is how long all of them take without one, in milliseconds. */
  async examine(
    mutant: Mutant,
    tests: readonly string[],
    usual = 0,
  ): Promise<Answer | "unfinished"> {
    return await this.#order({ mutant, tests }, Math.max(patience, 10 * usual));
  }

  /** Runs the tests without any mutant. */
  async run(tests: readonly string[]): Promise<TestRun[]> {
    const answer = await this.#order({ tests }, 10 * patience);
    if (answer === "unfinished" || answer.kind !== "tested") {
      throw new Error(`No result of ${tests.join(", ")} without a mutant.`);
    }
    return answer.runs;
  }

  stop(): void {
    this.#process?.kill("SIGKILL");
    this.#process = undefined;
  }

  remove(): void {
    this.stop();
    fs.rmSync(this.#copy, { recursive: true, force: true });
  }

  async #order(order: Order, milliseconds: number): Promise<Answer | "unfinished"> {
    if (this.#orders >= ordersInALife) this.stop();
    const worker = (this.#process ??= await this.#start());
    this.#orders += 1;
    const answer = this.#next(worker, milliseconds);
    worker.send(order);
    const result = await answer;
    if (result === undefined) this.stop();
    return result ?? "unfinished";
  }

  async #start(): Promise<ChildProcess> {
    this.#orders = 0;
    const log = fs.openSync(path.join(this.#copy, "worker.log"), "a");
    const program = path.join(this.#copy, "scripts", "mutate", "worker.ts");
    const worker = fork(program, this.#cache === undefined ? [] : [this.#cache], {
      cwd: this.#copy,
      stdio: ["ignore", log, log, "ipc"],
    });
    fs.closeSync(log);
    if ((await this.#next(worker, patience)) === undefined) {
      const end = fs.readFileSync(path.join(this.#copy, "worker.log"), "utf8").slice(-3000);
      throw new Error(`A process that tests mutants does not start:\n${end}`);
    }
    return worker;
  }

  /** What the process says next; nothing when it ends, or is silent for too long. */
  async #next(worker: ChildProcess, milliseconds: number): Promise<Answer | undefined> {
    const waiting = new AbortController();
    const { signal } = waiting;
    const timer = setTimeout(() => waiting.abort(), milliseconds);
    try {
      return await Promise.race([
        once(worker, "message", { signal }).then(([answer]) => answer as Answer),
        once(worker, "exit", { signal }).then(() => undefined),
      ]);
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    } finally {
      clearTimeout(timer);
      waiting.abort();
    }
  }
}

/** Workers that share a list of things to do. */
export class WorkerPool {
  readonly #workers: Worker[];
  readonly #signal: AbortSignal;

  constructor(size: number, start: () => Worker, signal: AbortSignal) {
    this.#workers = Array.from({ length: size }, start);
    this.#signal = signal;
    signal.addEventListener("abort", () => {
      for (const worker of this.#workers) worker.stop();
    });
  }

  async forEach<Item>(
    items: readonly Item[],
    work: (item: Item, worker: Worker) => Promise<void>,
  ): Promise<void> {
    const waiting = [...items];
    await Promise.all(
      this.#workers.map(async (worker) => {
        for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
          this.#signal.throwIfAborted();
          await work(item, worker);
          this.#signal.throwIfAborted();
        }
      }),
    );
  }

  close(): Promise<void> {
    for (const worker of this.#workers) worker.remove();
    return Promise.resolve();
  }
}
