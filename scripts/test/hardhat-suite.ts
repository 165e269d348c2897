import hre from "hardhat";
import type { TestRunResult } from "hardhat/types/test";
import type { Result } from "hardhat/types/utils";

import { countingReporter } from "./mocha-reporter.ts";
import { gasProblems, type GasSnapshot, writeGas } from "./gas-snapshot.ts";
import { failure, type Outcome, writeOutcome } from "./outcome.ts";

/** What Hardhat tells about each contract of Solidity tests; its summary is empty when they run on their own. */
interface SolidityResult {
  suiteResults?: {
    testResults: {
      name: string;
      status: string;
      reason?: string;
      valueSnapshotGroups?: { entries: { name: string; value: string }[] }[];
    }[];
  }[];
}

/**
 * Runs the Solidity or the mocha tests of the Hardhat project. With `--write-gas` the gas that the Solidity tests name is kept instead of
 * compared.
 */
const [runner, file, option] = process.argv.slice(2);
if ((runner !== "solidity" && runner !== "mocha") || file === undefined) {
  throw new Error("usage: hardhat-suite.ts <solidity|mocha> <outcome file> [--write-gas]");
}

// Hardhat's own summary of mocha counts pending tests as passed: the reporter counts them apart.
const ofMocha: Outcome = { passed: 0, failed: [], skipped: [] };
hre.config.test.mocha.reporter = countingReporter(ofMocha);

type RunResult = TestRunResult & SolidityResult;
const result = (await hre.tasks.getTask(["test", runner]).run({ noCompile: true })) as Result<
  RunResult,
  RunResult
>;
const outcome =
  runner === "mocha" ? ofMocha : ofSolidity(result.success ? result.value : result.error);
writeOutcome(file, outcome);
// Handles of the simulated chain would keep the process alive.
process.exit(outcome.failed.length === 0 && result.success ? 0 : 1);

function ofSolidity({ suiteResults = [] }: SolidityResult): Outcome {
  const tests = suiteResults.flatMap(({ testResults }) => testResults);
  const named = (status: string) => tests.filter((test) => test.status === status);
  const gas: GasSnapshot = Object.fromEntries(
    tests
      .flatMap(({ valueSnapshotGroups = [] }) => valueSnapshotGroups)
      .flatMap(({ entries }) => entries.map(({ name, value }) => [name, Number(value)])),
  );
  if (option === "--write-gas") writeGas(gas);
  const problems = gasProblems(gas);
  for (const problem of problems) console.error(problem);
  // The comparison is one test more.
  return {
    passed: named("Success").length + (problems.length === 0 ? 1 : 0),
    failed: [
      ...named("Failure").map(({ name, reason }) => failure(name, reason)),
      ...(problems.length === 0 ? [] : [failure("gas", problems.join(" "))]),
    ],
    skipped: named("Skipped").map(({ name, reason = "it asks to be skipped" }) => ({
      name,
      reason,
    })),
  };
}
