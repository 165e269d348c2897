import hre from "hardhat";
import type { TestRunResult } from "hardhat/types/test";
import type { Result } from "hardhat/types/utils";

import { countingReporter } from "./mocha-reporter.ts";
import { type Outcome, writeOutcome } from "./outcome.ts";

/** What Hardhat tells about each contract of Solidity tests; its summary is empty when they run on their own. */
interface SolidityResult {
  suiteResults?: { testResults: { name: string; status: string; reason?: string }[] }[];
}

/** Runs the Solidity or the mocha tests of the Hardhat project: `hardhat-suite.ts <solidity|mocha> <outcome file>`. */
const [runner, file] = process.argv.slice(2);
if ((runner !== "solidity" && runner !== "mocha") || file === undefined) {
  throw new Error("usage: hardhat-suite.ts <solidity|mocha> <outcome file>");
}

// Hardhat's own summary of mocha counts pending tests as passed: the reporter counts them apart.
const ofMocha: Outcome = { passed: 0, failed: 0, skipped: [] };
hre.config.test.mocha.reporter = countingReporter(ofMocha);

type RunResult = TestRunResult & SolidityResult;
const result = (await hre.tasks.getTask(["test", runner]).run({ noCompile: true })) as Result<
  RunResult,
  RunResult
>;
writeOutcome(
  file,
  runner === "mocha" ? ofMocha : ofSolidity(result.success ? result.value : result.error),
);
// Handles of the simulated chain would keep the process alive.
process.exit(result.success ? 0 : 1);

function ofSolidity({ suiteResults = [] }: SolidityResult): Outcome {
  const tests = suiteResults.flatMap(({ testResults }) => testResults);
  const named = (status: string) => tests.filter((test) => test.status === status);
  return {
    passed: named("Success").length,
    failed: named("Failure").length,
    skipped: named("Skipped").map(({ name, reason = "it asks to be skipped" }) => ({
      name,
      reason,
    })),
  };
}
