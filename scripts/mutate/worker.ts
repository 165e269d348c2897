import fs from "node:fs";
import path from "node:path";

import { NothingBuilt } from "../generate/artifacts.ts";
import { LightCompiler, Refused } from "./compiler.ts";
import type { Answer, Order, TestRun } from "./messages.ts";
import { applied } from "./mutants.ts";
import { runMocha } from "./mocha-runner.ts";
import { SolidityRunner } from "./solidity-runner.ts";

/**
 * Runs in a copy of the project: puts one mutant after another into the artifacts and runs the tests against them. Asked and answering
 * by messages of the process that started it; ends with it. `worker.ts [folder]`: where code of unchanged files is kept.
 */
const root = process.cwd();
/** Without optimiser they take more gas than a vote has for its signature; nothing in them is mutated. */
const builtAsEver = new Set([
  "contracts/governance/P256Verifier.sol",
  "contracts/governance/PasskeyVerifier.sol",
]);
const artifactFolder = path.join(root, "artifacts", "contracts");
const compiler = new LightCompiler(root, process.argv[2]);
/** Files with a contract that somebody deploys, and all that they import. */
const closures = new Map<string, ReadonlySet<string>>();
/** What stands in the artifacts without a mutant, to be put back. */
const original = new Map<string, string>();
/** Files whose artifacts hold a mutant. */
let changed: string[] = [];
const solidity = new SolidityRunner(root, compiler);

process.on("disconnect", () => process.exit());
process.on("message", (order: Order) => {
  void run(order).then(answer, fail);
});
prepare();
answer({ kind: "ready" });

function answer(message: Answer): void {
  process.send?.(message);
}

function fail(error: unknown): void {
  console.error(error);
  process.exit(1);
}

/** Every artifact gets the code of the light compiler, so that a mutant differs from the rest in its change alone. */
function prepare(): void {
  const files = fs
    .globSync("**/*.sol", { cwd: artifactFolder })
    .map((name) => `contracts/${name}`)
    .filter((file) => !builtAsEver.has(file))
    .sort();
  if (files.length === 0) throw new NothingBuilt(root);
  for (const file of files) {
    const deployed = artifactsOf(file).filter(({ text }) => !text.includes('"bytecode": "0x",'));
    if (deployed.length === 0) continue;
    closures.set(file, compiler.closure(file));
    write(file);
    for (const { place } of deployed) original.set(place, fs.readFileSync(place, "utf8"));
  }
}

function artifactsOf(file: string): { place: string; text: string }[] {
  const folder = path.join(root, "artifacts", file);
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => path.join(folder, name))
    .map((place) => ({ place, text: fs.readFileSync(place, "utf8") }));
}

/** Puts the code of a file into its artifacts. */
function write(file: string): void {
  const code = compiler.code(file);
  for (const { place, text } of artifactsOf(file)) {
    const own = code.get(path.basename(place, ".json"));
    if (own === undefined || own.bytecode === "0x") continue;
    const artifact = JSON.parse(text) as object;
    fs.writeFileSync(place, JSON.stringify({ ...artifact, ...own }, null, 2));
  }
}

async function run({ mutant, tests }: Order): Promise<Answer> {
  for (const file of changed) {
    for (const { place } of artifactsOf(file)) {
      const text = original.get(place);
      if (text !== undefined) fs.writeFileSync(place, text);
    }
  }
  changed = [];
  if (mutant === undefined) return { kind: "tested", runs: await runTests(tests, false) };

  compiler.change(mutant.file, applied(compiler.text(mutant.file), mutant));
  try {
    return { kind: "tested", runs: await runTests(tests, true, mutant.file) };
  } catch (error) {
    if (error instanceof Refused) return { kind: "uncompiled", message: error.message };
    throw error;
  } finally {
    compiler.change(mutant.file, undefined);
  }
}

/** Puts the mutant into all artifacts that hold some of its file. */
function writeMutant(mutated: string): void {
  for (const [file, closure] of closures) {
    if (!closure.has(mutated)) continue;
    changed.push(file);
    write(file);
  }
}

async function runTests(
  tests: readonly string[],
  untilFailure: boolean,
  mutated?: string,
): Promise<TestRun[]> {
  const runs: TestRun[] = [];
  solidity.reset();
  for (const file of tests) {
    // Many mutants are killed by tests that compile what they test themselves: for those no artifact is needed.
    const isDeployed = !file.endsWith(".sol") || solidity.needsArtifacts(file);
    if (isDeployed && mutated !== undefined && changed.length === 0) writeMutant(mutated);
    const began = performance.now();
    const { passed, failures } = await (file.endsWith(".sol")
      ? solidity.run(file)
      : runMocha(path.join(root, file), untilFailure));
    runs.push({ file, milliseconds: Math.round(performance.now() - began), passed, failures });
    if (untilFailure && failures.length > 0) break;
  }
  return runs;
}
