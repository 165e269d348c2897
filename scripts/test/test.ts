import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

import { build, type ProductName } from "../start/build.ts";
import { describeFailure } from "../start/launcher-error.ts";
import { closingLine, judge, type Verdict } from "./outcome.ts";
import { lanes, type Suite, suites } from "./suites.ts";

const root = path.resolve(import.meta.dirname, "../..");

const help = `npm test [-- <suite>...]

Runs every test that this machine can run, or the named suites only. The last line is "N passed, N failed", with
", N skipped" where something was skipped, the reasons standing above it. With CI=true a skipped test has failed.

Suites:
${suites.map(({ name, label }) => `  ${name.padEnd(12)} ${label}`).join("\n")}
`;

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => interruption.abort(new Error(`Stopped by ${signal}.`)));
}
process.once("disconnect", () =>
  interruption.abort(new Error("The command that started the tests is gone.")),
);
process.channel?.unref();

/** Ends when the machine's last build or installation has ended. */
let turn: Promise<unknown> = Promise.resolve();

const { values, positionals } = parseArgs({
  options: { help: { type: "boolean", short: "h" } },
  allowPositionals: true,
});
if (values.help === true) process.stdout.write(help);
else process.exitCode = await main(positionals);

async function main(names: string[]): Promise<number> {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`There is no suite ${unknown.join(", ")}.\n\n${help}`);
    return 2;
  }
  const chosen = names.length === 0 ? suites : suites.filter(({ name }) => names.includes(name));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-test-"));
  const verdicts: Verdict[] = [];
  const turns = lanes
    .map((name) => chosen.filter(({ lane }) => lane === name))
    .filter((lane) => lane.length > 0);
  try {
    const ends = await Promise.allSettled(
      turns.map(async (lane) => {
        for (const suite of lane) verdicts.push(await runSuite(suite, folder, turns.length > 1));
      }),
    );
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  } catch (error) {
    process.stdout.write(`\n${describeFailure(error)}\n`);
    verdicts.push(judge("run", undefined, { exit: "interrupted", allowsSkips: true }));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  report(verdicts);
  return verdicts.some(({ failed }) => failed.length > 0) ? 1 : 0;
}

/** Runs a suite, where `beside` with others at the same time: then each line says whose it is, and what computes makes way. */
async function runSuite(suite: Suite, folder: string, beside: boolean): Promise<Verdict> {
  const allowsSkips = process.env["CI"] !== "true";
  const write = beside ? linesOf(suite.name) : toOutput;
  write(`\n=== ${suite.name}: ${suite.label}\n\n`);
  const began = performance.now();
  const verdict = await run(suite, {
    folder,
    allowsSkips,
    write,
    makesWay: beside && suite.lane === "computes",
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  write(`\n--- ${suite.name}: ${counts(verdict)} (${seconds} s)\n`);
  return verdict;
}

type Write = (text: string) => void;

function toOutput(text: string): void {
  process.stdout.write(text);
}

/** Writes whole lines with a name before each. */
function linesOf(name: string): Write {
  let rest = "";
  return (text) => {
    const lines = `${rest}${text}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) toOutput(line === "" ? "\n" : `[${name}] ${line}\n`);
  };
}

interface Run {
  folder: string;
  allowsSkips: boolean;
  write: Write;
  /** Leaves the machine to others that want it. */
  makesWay: boolean;
}

async function run(suite: Suite, how: Run): Promise<Verdict> {
  const { folder, allowsSkips, write } = how;
  // The programs write to a pipe and would think that nobody sees colours.
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }),
  };
  let within: readonly string[] = [];
  const ready = await inTurn(async () => {
    const failedBefore = await prepare(suite.needs, folder, write);
    return failedBefore === undefined
      ? await suite.provide?.((line) => write(`${line}\n`))
      : { failedBefore };
  });
  if (ready !== undefined) {
    if ("failedBefore" in ready) {
      write(`${ready.failedBefore}\n`);
      return judge(suite.name, undefined, { exit: "its set-up failed", allowsSkips });
    }
    if ("missing" in ready) {
      const skipped = [{ name: suite.label, reason: ready.missing }];
      return judge(suite.name, { passed: 0, failed: [], skipped }, { exit: "exit 0", allowsSkips });
    }
    Object.assign(env, ready.env);
    within = ready.within ?? [];
  }
  const outcomeFile = path.join(folder, `${suite.name}.json`);
  const { exit, output } = await runProgram(suite, outcomeFile, { ...how, env, within });
  interruption.signal.throwIfAborted();
  return judge(suite.name, suite.read(outcomeFile, output), { exit, allowsSkips });
}

/** One build or installation at a time. */
async function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const mine = turn.then(task);
  turn = mine.catch(() => undefined);
  return await mine;
}

/** Builds what is stale; the text of the failure when that is impossible. */
async function prepare(
  needs: readonly ProductName[],
  folder: string,
  write: Write,
): Promise<string | undefined> {
  const builder = {
    logs: folder,
    signal: interruption.signal,
    report: (line: string) => write(`${line}\n`),
  };
  try {
    for (const name of needs) await build(name, builder);
    return undefined;
  } catch (error) {
    interruption.signal.throwIfAborted();
    return describeFailure(error);
  }
}

async function runProgram(
  suite: Suite,
  outcomeFile: string,
  { env, within, write, makesWay }: Run & { env: NodeJS.ProcessEnv; within: readonly string[] },
): Promise<{ exit: string; output: string }> {
  const [program = "", ...args] = [...within, ...suite.command(outcomeFile)];
  const child = spawn(program, args, {
    cwd: path.join(root, suite.cwd ?? "."),
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (makesWay && child.pid !== undefined)
    os.setPriority(child.pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (suite.isForMachines !== true) write(text);
  });
  child.stderr.setEncoding("utf8").on("data", write);
  const stop = () => child.kill("SIGTERM");
  interruption.signal.addEventListener("abort", stop);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve({ exit: signal ?? `exit ${code}`, output }));
    });
  } finally {
    interruption.signal.removeEventListener("abort", stop);
  }
}

function counts({ passed, failed, skipped }: Verdict): string {
  return `${passed} passed, ${failed.length} failed${skipped.length === 0 ? "" : `, ${skipped.length} skipped`}`;
}

function report(verdicts: readonly Verdict[]): void {
  const lines = ["", "=== Summary", ""];
  for (const verdict of verdicts) {
    lines.push(`${verdict.suite.padEnd(12)} ${counts(verdict)}`);
    for (const failed of verdict.failed) lines.push(`  failed: ${failed}`);
    for (const { name, reason } of verdict.skipped) lines.push(`  skipped: ${name}: ${reason}`);
  }
  process.stdout.write(`${lines.join("\n")}\n\n${closingLine(verdicts)}\n`);
}
