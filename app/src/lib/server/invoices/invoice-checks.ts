import { Worker } from "node:worker_threads";

import type { Expectation } from "./expectation.ts";
import type { CheckAnswer, CheckRequest } from "./invoice-thread.ts";

/** Why a check came to no end. */
export type Unchecked = "busy" | "too-long";

interface Waiting {
  request: CheckRequest;
  settle: (answer: CheckAnswer | Unchecked | Error) => void;
}

/**
 * Checks invoices one after the other in a thread of its own. Some rules compare every line with every other, so that an invoice can be
 * made to take for ever: its thread is ended, and the server answers others meanwhile.
 */
export class InvoiceChecks {
  readonly #patience: number;
  readonly #mostWaiting: number;
  readonly #waiting: Waiting[] = [];
  #thread: Worker | undefined;
  #isBusy = false;

  /** @param options patience: milliseconds that a check may take; mostWaiting: checks that may stand in line. */
  constructor(options: { patience?: number; mostWaiting?: number } = {}) {
    this.#patience = options.patience ?? 30_000;
    this.#mostWaiting = options.mostWaiting ?? 4;
  }

  /** @throws Error where the thread failed, which is a fault of ours. */
  async check(bytes: Uint8Array, expected?: Expectation): Promise<CheckAnswer | Unchecked> {
    if (this.#waiting.length >= this.#mostWaiting) return "busy";
    const { promise, resolve } = Promise.withResolvers<CheckAnswer | Unchecked | Error>();
    this.#waiting.push({ request: { bytes, expected }, settle: resolve });
    void this.#next();
    const answer = await promise;
    if (answer instanceof Error) throw answer;
    return answer;
  }

  /** Ends the thread; the next check begins another. */
  async end(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }

  async #next(): Promise<void> {
    if (this.#isBusy) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#isBusy = true;
    try {
      next.settle(await this.#ask(next.request));
    } catch (error) {
      await this.end();
      next.settle(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#isBusy = false;
      void this.#next();
    }
  }

  async #ask(request: CheckRequest): Promise<CheckAnswer | "too-long"> {
    const thread = (this.#thread ??= await startThread());
    const { promise, resolve, reject } = Promise.withResolvers<CheckAnswer | "too-long">();
    const timer = setTimeout(() => resolve("too-long"), this.#patience);
    const onExit = (code: number) => reject(new Error(`The thread ended with ${code}.`));
    thread.once("message", resolve).once("error", reject).once("exit", onExit);
    thread.ref();
    thread.postMessage(request);
    try {
      const answer = await promise;
      if (answer === "too-long") await this.end();
      return answer;
    } finally {
      clearTimeout(timer);
      thread.off("message", resolve).off("error", reject).off("exit", onExit);
      // A thread that waits for invoices keeps no server from ending.
      thread.unref();
    }
  }
}

async function startThread(): Promise<Worker> {
  // The rules are loaded when the first invoice comes, not with the server.
  const { threadProgram, threadPurpose } = await import("./invoice-thread.ts");
  const thread = new Worker(threadProgram, {
    workerData: threadPurpose,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  // What fails between two checks shows in the next one, which finds no thread.
  thread.on("error", () => undefined);
  return thread;
}
