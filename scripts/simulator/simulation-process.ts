import { type ChildProcess, fork } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import type { ProposalContent } from "../proposals/proposal-content.ts";
import type { Source } from "../proposals/simulation.ts";
import type { SimulationOutcome } from "../proposals/simulation-outcome.ts";
import type { WalkStep } from "../proposals/walk.ts";

/** What the process is given. */
export interface Task {
  content: ProposalContent;
  source: Source;
  /** Mebibytes of the whole process. */
  memory: number;
}

/** What it says: where it stands, and in the end what came of it. */
export type Said =
  { step: WalkStep } | { outcome: SimulationOutcome } | { failure: "chain" | "size" };

/** Why there is no outcome: out of time or memory, a node that does not answer, a result too large to show, or an end for no known reason. */
export type SimulationFailure = "time" | "memory" | "chain" | "size" | "ended";

export type SimulationEnd = { outcome: SimulationOutcome } | { failure: SimulationFailure };

/** By which the process says that it has used up its memory. */
export const outOfMemory = 90;
/** Mebibytes of JavaScript objects at most; what lies outside of them the process watches itself. */
const largestHeap = 512;

/**
 * One simulation in a process of its own: nothing of it reaches the next one, and whatever a contract does in it, it ends in time.
 */
export class SimulationProcess {
  readonly #child: ChildProcess;
  /** Its temporary files. */
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-simulation-"));
  readonly #ended: Promise<void>;

  constructor() {
    // In an image it is bundled beside this file, under the ending of this file.
    const program = `run-simulation${path.extname(import.meta.filename)}`;
    this.#child = fork(path.join(import.meta.dirname, program), {
      // Big integers stay what they are.
      serialization: "advanced",
      execArgv: [`--max-old-space-size=${largestHeap}`],
      env: { ...process.env, TMPDIR: this.#folder },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    if (this.#child.pid !== undefined) giveWay(this.#child.pid);
    this.#ended = new Promise((resolve) => {
      this.#child.once("exit", () => resolve());
      this.#child.once("error", () => resolve());
    });
  }

  /** @param seconds After which it is ended, whatever it does. */
  async run(
    task: Task,
    { seconds, onStep }: { seconds: number; onStep: (step: WalkStep) => void },
  ): Promise<SimulationEnd> {
    const child = this.#child;
    const { promise, resolve } = Promise.withResolvers<SimulationEnd>();
    child.on("message", (said: Said) => {
      if ("step" in said) onStep(said.step);
      else resolve(said);
    });
    child.once("error", () => resolve({ failure: "ended" }));
    child.once("exit", (code, signal) => {
      // A kernel that is out of memory kills; whoever ends it here waits for no outcome.
      const isMemory = code === outOfMemory || signal === "SIGABRT" || signal === "SIGKILL";
      resolve({ failure: isMemory ? "memory" : "ended" });
    });
    const timer = setTimeout(() => resolve({ failure: "time" }), seconds * 1_000);
    child.send(task, (error) => {
      if (error) resolve({ failure: "ended" });
    });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      await this.end();
    }
  }

  async end(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Lets a process come behind the nodes, and behind the service, which has to answer meanwhile. */
function giveWay(pid: number): void {
  // A service that comes further behind itself may not raise anybody.
  const priority = Math.max(os.getPriority(), os.constants.priority.PRIORITY_BELOW_NORMAL);
  os.setPriority(pid, priority);
}
