import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";

import { copyProject } from "../mutate/project-copy.ts";
import { toleratedTitles } from "../mutate/tolerated.ts";
import { build } from "../start/build.ts";
import { describeFailure, LauncherError } from "../start/launcher-error.ts";

const root = path.resolve(import.meta.dirname, "../..");
const logs = path.join(root, ".foedus", "coverage");

/** Percent of all statements that some test has to reach. */
const goal = 98;

/**
 * `npm run coverage`: which statements of the contracts the tests reach, in a copy of the project, because the contracts are compiled
 * with marks for it. Writes docs/coverage.md; fails below the goal. The comparison of the majorities with their model and the
 * invariants take hours with marks, and are left out: what only they reach counts as not reached.
 */
const configuration = `import config from "./hardhat.config.original.ts";

export default {
  ...config,
  coverage: { skipFiles: ["contracts/mocks/**"] },
  test: { ...config.test, solidity: { ...config.test.solidity, fuzz: { runs: 64 } } },
};
`;
const tooLong = new Set(["test/integration/governance/voting-rules.test.ts"]);
const folders = ["access", "governance", "identity", "nodes", "payments"];

interface Row {
  file: string;
  statements: string;
  uncovered: string;
}

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => interruption.abort(new Error(`Stopped by ${signal}.`)));
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const builder = { logs, signal: interruption.signal, report };
  for (const product of ["contracts", "mocks", "bindings"] as const) await build(product, builder);
  const copy = copyProject(root, configuration);
  try {
    report("Compiling the contracts with marks ...");
    await hardhat(copy, "build");
    // The first block of the Solidity tests holds code; it has to be the code with marks.
    await run(copy, ["scripts/generate/generate.ts"]);
    report("Running the tests ...");
    // Not without compiling, although nothing is left to compile: a statement counts only where its contract was looked through for marks.
    const output = await hardhat(copy, "test", ...testsIn(copy));
    const rows = rowsOf(output);
    const total = Number(rows.find(({ file }) => file === "Total")?.statements);
    if (!Number.isFinite(total))
      throw new Error(`The report has no total:\n${output.slice(-3000)}`);
    const failed = [...output.matchAll(/^ +\d+\) \S+#(\S+)$/gm)].flatMap(
      ([, title]) => title ?? [],
    );
    const unexpected = failed.filter((title) => !toleratedTitles().includes(title));
    if (unexpected.length > 0) {
      throw new LauncherError(
        `Tests fail with marks: ${[...new Set(unexpected)].join(", ")}.`,
        `read ${path.join(logs, "coverage.log")}.`,
      );
    }
    fs.writeFileSync(path.join(root, "docs", "coverage.md"), page(rows, total));
    process.stdout.write(`${total} % of the statements, goal ${goal} %. Wrote docs/coverage.md.\n`);
    return total >= goal ? 0 : 1;
  } finally {
    fs.rmSync(copy, { recursive: true, force: true });
  }
}

function report(line: string): void {
  process.stderr.write(`${line}\n`);
}

function testsIn(copy: string): string[] {
  const mocha = fs.globSync(`test/integration/{${folders.join(",")}}/*.test.ts`, { cwd: copy });
  const solidity = fs
    .globSync("test/solidity/**/*.sol", { cwd: copy })
    .filter((file) => !/solidity\/(invariant|gas)\//.test(file));
  return [...mocha, ...solidity].filter((file) => !tooLong.has(file)).sort();
}

async function hardhat(copy: string, ...args: string[]): Promise<string> {
  return await run(copy, ["node_modules/hardhat/dist/src/cli.js", ...args], args[0] === "test");
}

/** Runs a program of Node in the copy, with marks in whatever it compiles; gives what it prints. */
async function run(cwd: string, args: readonly string[], mayFail = false): Promise<string> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, HARDHAT_COVERAGE: "true", FORCE_COLOR: "0" },
    stdio: ["ignore", "pipe", "pipe"],
    signal: interruption.signal,
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  fs.mkdirSync(logs, { recursive: true });
  fs.appendFileSync(path.join(logs, "coverage.log"), output);
  if (code !== 0 && !mayFail) {
    throw new LauncherError(
      `${args.join(" ")} ended with ${code}.`,
      `read ${path.join(logs, "coverage.log")}.`,
    );
  }
  return stripVTControlCharacters(output);
}

/** The lines of Hardhat's table. */
function rowsOf(output: string): Row[] {
  return output.split("\n").flatMap((line) => {
    const cells = line.split(/[║│]/).map((cell) => cell.trim());
    const [, file, , statements, uncovered] = cells;
    return statements !== undefined && /^\d+\.\d+$/.test(statements) && file !== undefined
      ? [{ file, statements, uncovered: uncovered ?? "" }]
      : [];
  });
}

function page(rows: readonly Row[], total: number): string {
  const contracts = rows
    .filter(({ file }) => file !== "Total")
    .sort((a, b) => (a.file < b.file ? -1 : 1));
  return `# Statement coverage

Written by \`npm run coverage\`: run it instead of editing.

The tests reach **${total} % of the statements** of the contracts; the goal is ${goal} %. What reaches them is the tests of the contracts
on the simulated chain and in Solidity (fuzz tests with 64 runs), without the invariants and without the comparison of the majorities
with their model, which take too long with marks in the code. Mocks are left out. Hardhat measures no branches: the
[mutation score](mutation.md) stands for them.

| contract | statements | lines not reached |
|---|--:|---|
${contracts
  .map(
    ({ file, statements, uncovered }) =>
      `| \`${file.replace("contracts/", "")}\` | ${statements} % | ${uncovered === "-" ? "" : uncovered} |`,
  )
  .join("\n")}
`;
}
