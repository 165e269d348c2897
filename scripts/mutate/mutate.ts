import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

import { build } from "../start/build.ts";
import { describeFailure, LauncherError } from "../start/launcher-error.ts";
import { LightCompiler } from "./compiler.ts";
import { equivalenceProblems, readEquivalents } from "./equivalents.ts";
import type { TestRun } from "./messages.ts";
import { isForemost, type Mutant, sampleOf } from "./mutants.ts";
import { page } from "./page.ts";
import { copyProject } from "./project-copy.ts";
import { Records, verdictOf } from "./records.ts";
import { mutantsOfTargets, targets } from "./targets.ts";
import { Worker, WorkerPool } from "./worker-pool.ts";

const root = path.resolve(import.meta.dirname, "../..");

const help = `npm run mutate [-- options]

Changes the contracts one place at a time, in a copy of the project, and runs the tests that can see the changed contract: a change that
no test notices has survived. Writes docs/mutation.md. What was found is kept in snapshots/mutation.jsonl, which is committed: the next
run goes on from there.

  --only <file>       one contract, for example contracts/governance/VotingRules.sol; may be repeated
  --sample <number>   at most so many mutants of each contract; all unless given
  --seed <number>     which ones, 1 unless given
  --workers <number>  processes at the same time, 1 unless given
  --list              print the mutants and run nothing
  --page              write the page from what was found before and run nothing
  --fresh             forget what was found before
`;

const { values } = parseArgs({
  options: {
    help: { type: "boolean", short: "h" },
    only: { type: "string", multiple: true },
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    workers: { type: "string", default: "1" },
    list: { type: "boolean" },
    page: { type: "boolean" },
    fresh: { type: "boolean" },
  },
});

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => interruption.abort(new Error(`Stopped by ${signal}.`)));
}
process.once("disconnect", () =>
  interruption.abort(new Error("The command that started this is gone.")),
);
process.channel?.unref();

if (values.help === true) process.stdout.write(help);
else {
  try {
    process.exitCode = await main();
  } catch (error) {
    const { signal } = interruption;
    process.stderr.write(`${signal.aborted ? String(signal.reason) : describeFailure(error)}\n`);
    process.exitCode = 1;
  }
}

async function main(): Promise<number> {
  const size = values.sample === undefined ? Infinity : count("sample", values.sample);
  const seed = count("seed", values.seed);
  const workers = count("workers", values.workers);
  const chosen = targets.filter(({ file }) => values.only?.includes(file) ?? true);
  const unknown = values.only?.filter((file) => !targets.some((target) => target.file === file));
  if (unknown !== undefined && unknown.length > 0) {
    throw new LauncherError(
      `There is no target ${unknown.join(", ")}.`,
      `choose from ${targets.map(({ file }) => file).join(", ")}.`,
    );
  }

  const compiler = new LightCompiler(root);
  const all = mutantsOfTargets(compiler);
  const equivalents = readEquivalents(root);
  const samples = new Map(
    chosen.map(({ file }) => [file, sampleOf(all.get(file) ?? [], size, seed)]),
  );
  if (values.list === true) {
    for (const { id, before, after } of [...samples.values()].flat()) {
      process.stdout.write(`${id}\n  - ${before}\n  + ${after}\n`);
    }
    return 0;
  }

  const records = new Records(path.join(root, ".foedus", "mutation"), root, (file) =>
    compiler.closure(file),
  );
  if (values.fresh === true) records.forget();
  if (values.page !== true) {
    try {
      await examine(inTurn([...samples.values()]), records, workers);
    } finally {
      records.tidy([...all.values()].flat());
    }
  }

  const verdicts = new Map(
    [...all.values()].flat().map((mutant) => [mutant.id, records.verdict(mutant)]),
  );
  const problems = equivalenceProblems(equivalents, [...all.values()].flat(), verdicts);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  // Of each contract as far as the draw is known without a gap: what the clock allowed must not choose.
  const tried = new Map(
    [...all].map(([file, mutants]) => {
      const drawn = sampleOf(mutants, Infinity, seed);
      const end = drawn.findIndex(({ id }) => verdicts.get(id) === undefined);
      return [file, end === -1 ? drawn : drawn.slice(0, end)];
    }),
  );
  const text = page({ all, tried, verdicts, equivalents, seed });
  fs.writeFileSync(path.join(root, "docs", "mutation.md"), text);
  process.stdout.write("Wrote docs/mutation.md.\n");
  for (const { id, before, after } of [...samples.values()].flat()) {
    if (verdicts.get(id)?.kind !== "survived") continue;
    if (equivalents.some((entry) => entry.id === id)) continue;
    process.stdout.write(`survived  ${id}\n  - ${before}\n  + ${after}\n`);
  }
  return problems.length === 0 ? 0 : 1;
}

/** The foremost before the others, one of each contract, then the next of each: whenever the run ends, all have been looked at alike. */
function inTurn(samples: readonly (readonly Mutant[])[]): Mutant[] {
  const others = (mutant: Mutant) => !isForemost(mutant);
  return [isForemost, others].flatMap((group) =>
    alternating(samples.map((sample) => sample.filter(group))),
  );
}

function alternating(samples: readonly (readonly Mutant[])[]): Mutant[] {
  const longest = Math.max(...samples.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) =>
    samples.flatMap((sample) => sample[index] ?? []),
  ).flat();
}

function count(name: string, text: string): number {
  if (!/^[1-9][0-9]*$/.test(text)) {
    throw new LauncherError(`--${name} ${text} is no number above 0.`, "give a whole number.");
  }
  return Number(text);
}

/** Finds out about every mutant of which nothing is known. */
async function examine(
  mutants: readonly Mutant[],
  records: Records,
  workers: number,
): Promise<void> {
  const open = mutants.filter((mutant) => records.verdict(mutant) === undefined);
  process.stderr.write(
    `${mutants.length} mutants, of which ${mutants.length - open.length} are known.\n`,
  );
  if (open.length === 0) return;

  const builder = {
    logs: path.join(root, ".foedus", "mutation"),
    signal: interruption.signal,
    report: (line: string) => void process.stderr.write(`${line}\n`),
  };
  await build("contracts", builder);
  await build("mocks", builder);
  await build("bindings", builder);

  const pool = new WorkerPool(
    Math.min(workers, open.length, os.availableParallelism()),
    () => new Worker(copyProject(root), path.join(root, ".foedus", "mutation", "code")),
    interruption.signal,
  );
  try {
    await measure(open, records, pool);
    const began = performance.now();
    let done = 0;
    await pool.forEach(open, async (mutant, worker) => {
      const tests = records.ordered(mutant);
      const usual = tests.reduce((sum, test) => sum + (records.duration(test) ?? 0), 0);
      const result = await worker.examine(mutant, tests, usual);
      // A worker that was stopped has found nothing out.
      interruption.signal.throwIfAborted();
      const verdict = verdictOf(result);
      records.note(mutant, verdict);
      done += 1;
      const minutes = ((performance.now() - began) / 60_000).toFixed(1);
      process.stderr.write(
        `${done}/${open.length} ${minutes} min  ${verdict.kind.padEnd(10)} ${mutant.id}\n`,
      );
    });
  } finally {
    await pool.close();
  }
}

/** The tests have to pass without a mutant, with the same settings; how long each takes says in which order they run. */
async function measure(
  mutants: readonly Mutant[],
  records: Records,
  pool: WorkerPool,
): Promise<void> {
  const files = new Set(mutants.map(({ file }) => file));
  const needed = new Set(
    targets.filter(({ file }) => files.has(file)).flatMap(({ tests }) => tests),
  );
  const tests = [...needed].filter((test) => records.duration(test) === undefined);
  const failed: string[] = [];
  await pool.forEach(tests, async (test, worker) => {
    const [run] = (await worker.run([test])) as [TestRun];
    if (run.failures.length > 0 || run.passed === 0) {
      failed.push(test, ...(run.passed === 0 ? ["  no test passed"] : []));
      failed.push(...run.failures.map((failure) => `  ${failure}`));
      return;
    }
    records.noteDuration(test, run.milliseconds);
    process.stderr.write(`${String(run.milliseconds).padStart(8)} ms  ${test}\n`);
  });
  if (failed.length > 0) {
    throw new LauncherError(
      `Tests do not pass without a mutant:\n    ${failed.join("\n    ")}`,
      "correct them, or name those that measure optimised code in scripts/mutate/tolerated.ts.",
    );
  }
}
