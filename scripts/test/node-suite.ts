import path from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";

import { failure, type Outcome, writeOutcome } from "./outcome.ts";

/** Runs files of node's own test runner, one after the other: `node-suite.ts <outcome file> <test file>...`. */
const [file, ...files] = process.argv.slice(2);
if (file === undefined || files.length === 0)
  throw new Error("usage: node-suite.ts <outcome file> <test file>...");

// The runner itself goes on after a signal, and with it the programs that its tests have started.
const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    interruption.abort(new Error(`Stopped by ${signal}.`));
    setTimeout(() => process.exit(1), 5_000).unref();
  });
}

const outcome: Outcome = { passed: 0, failed: [], skipped: [] };
// One at a time: these tests start and end whole stacks, which would share the machine's two cores.
const stream = run({ files, concurrency: 1, signal: interruption.signal });
stream.on("test:pass", ({ name, skip, todo, details }) => {
  if (details.type === "suite") return;
  // A file without a test would pass under its own name.
  if (path.isAbsolute(name) && files.some((entry) => path.resolve(entry) === name)) {
    const line = `${name} holds no test.`;
    process.stdout.write(`${line}\n`);
    outcome.failed.push(line);
    return;
  }
  if (skip !== undefined && skip !== false)
    outcome.skipped.push({ name, reason: typeof skip === "string" ? skip : "no reason given" });
  else if (todo !== undefined && todo !== false)
    outcome.skipped.push({ name, reason: "marked as not done yet" });
  else outcome.passed += 1;
});
stream.on("test:fail", ({ name, details }) => {
  if (details.type === "suite") return;
  const { cause } = details.error;
  outcome.failed.push(failure(name, cause instanceof Error ? cause.message : String(cause)));
});
for await (const text of stream.compose(spec)) process.stdout.write(text);
writeOutcome(file, outcome);
process.exitCode = outcome.failed.length === 0 ? 0 : 1;
