import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import type { Report } from "./component.ts";
import { LauncherError } from "./launcher-error.ts";
import { type ProcessRegister, signalGroup } from "./process-register.ts";

/** What the stack gives to each of its parts. */
export interface Surroundings {
  logs: string;
  register: ProcessRegister;
  report: Report;
  /** Aborted when the start is given up: nobody waits for anything any more. */
  signal: AbortSignal;
}

interface Program {
  name: string;
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  user?: { uid: number; gid: number };
  stopSignal: NodeJS.Signals;
  /** Called after an unexpected end, when the program runs again. */
  onRestart?: () => void;
}

const longestPause = 10_000;
const stopWithin = 5_000;

/**
 * A child that is started again when it ends unasked, with growing pauses. Until `settled()` was called, an end is
 * a failure of the start instead: a program that never worked is not helped by more attempts.
 */
export class SupervisedProcess {
  readonly #program: Program;
  readonly #surroundings: Surroundings;
  readonly #endedEarly = Promise.withResolvers<never>();
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  #isSettled = false;
  #isStopping = false;
  #pause = 0;
  #startedAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(program: Program, surroundings: Surroundings) {
    this.#program = program;
    this.#surroundings = surroundings;
    // Whoever waits sees the rejection; when nobody waits any more it must not end the launcher.
    this.#endedEarly.promise.catch(() => undefined);
  }

  get logFile(): string {
    return path.join(this.#surroundings.logs, `${this.#program.name}.log`);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    const { name, command, args, env, cwd, user } = this.#program;
    fs.mkdirSync(this.#surroundings.logs, { recursive: true });
    const log = fs.openSync(this.logFile, "a");
    this.#startedAt = performance.now();
    let child: ChildProcess;
    try {
      child = spawn(command, args, {
        cwd,
        env: { ...process.env, ...env },
        ...user,
        // A group of its own: Ctrl-C reaches the launcher only, which stops the parts in order.
        detached: true,
        stdio: ["ignore", log, log],
      });
    } finally {
      fs.closeSync(log);
    }
    this.#child = child;
    const exited = Promise.withResolvers<void>();
    this.#exited = exited.promise;
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", (error) => {
        exited.resolve();
        reject(
          new Error(`${name} cannot be started (${command}): ${error.message}`, { cause: error }),
        );
      });
    });
    const pid = child.pid;
    if (pid === undefined) throw new Error(`${name} has no process id.`);
    this.#surroundings.register.addProcess(name, pid);
    child.once("exit", (code, signal) => {
      this.#surroundings.register.removeProcess(pid);
      exited.resolve();
      this.#onExit(signal ?? `exit ${code}`);
    });
  }

  /** Passes on what `waiting` gives, unless the program ends before: then it fails with the end of its log. */
  untilEnd<T>(waiting: Promise<T>): Promise<T> {
    return Promise.race([waiting, this.#endedEarly.promise]);
  }

  /** From now on an end is answered by a new start. */
  settled(): void {
    this.#isSettled = true;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    signalGroup(pid, this.#program.stopSignal);
    const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), stopWithin);
    await this.#exited;
    clearTimeout(timer);
    this.#child = undefined;
  }

  /** Ends the program without asking; the supervision starts it again. */
  restart(): void {
    if (this.#child?.pid !== undefined) signalGroup(this.#child.pid, "SIGKILL");
  }

  #onExit(how: string): void {
    const { name } = this.#program;
    this.#child = undefined;
    if (this.#isStopping) return;
    if (!this.#isSettled) {
      this.#endedEarly.reject(
        new LauncherError(
          `${name} ended (${how}) before it was ready. The end of its log:\n${this.#logTail()}`,
          `read ${this.logFile}, then run the command again.`,
        ),
      );
      return;
    }
    const hasRunWell = performance.now() - this.#startedAt > 30_000;
    this.#pause = hasRunWell || this.#pause === 0 ? 250 : Math.min(this.#pause * 2, longestPause);
    this.#surroundings.report(
      `${name} ended (${how}); it is started again in ${this.#pause / 1000} s.`,
    );
    this.#timer = setTimeout(() => void this.#again(), this.#pause);
  }

  async #again(): Promise<void> {
    if (this.#isStopping) return;
    try {
      await this.start();
    } catch (error) {
      this.#onExit(error instanceof Error ? error.message : String(error));
      return;
    }
    this.#surroundings.report(`${this.#program.name} runs again.`);
    this.#program.onRestart?.();
  }

  #logTail(): string {
    try {
      return fs
        .readFileSync(this.logFile, "utf8")
        .trimEnd()
        .split("\n")
        .slice(-8)
        .map((line) => `    ${line}`)
        .join("\n");
    } catch {
      return "    (no log)";
    }
  }
}
