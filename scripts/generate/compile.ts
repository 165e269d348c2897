import path from "node:path";

import hre from "hardhat";
import { FileBuildResultType } from "hardhat/types/solidity";

/**
 * Compiles the contracts: `compile.ts [--mocks]`. Mocks are left out unless asked for, because a network never needs them and
 * they take as long as the rest.
 */
const all = await hre.solidity.getRootFilePaths({ scope: "contracts" });
const mocks = path.join(hre.config.paths.root, "contracts", "mocks") + path.sep;
const shipped = all.filter((file) => !file.startsWith(mocks));
// Hardhat leaves a core free, which is half of a small machine.
const options = { concurrency: 2, scope: "contracts" } as const;

/**
 * What is compiled together decides in which order the compiler sees it, and with that the code of some contracts. So that each has one
 * code, and not one for a build from nothing and another after a change, all are compiled again as soon as one is.
 */
async function build(files: string[], force: boolean): Promise<boolean> {
  const results = await hre.solidity.build(files, { ...options, force });
  if (!hre.solidity.isSuccessfulBuildResult(results)) throw new Error(results.formattedReason);
  return ![...results.values()].some(({ type }) => type === FileBuildResultType.BUILD_FAILURE);
}

const jobs = await hre.solidity.getCompilationJobs(shipped, options);
const isStale = !jobs.success || jobs.compilationJobsPerFile.size > 0;
const isBuilt =
  (await build(shipped, isStale)) &&
  (!process.argv.includes("--mocks") || (await build(all, false)));
// Removes what was compiled from files that are gone; artifacts of mocks stay.
if (isBuilt) await hre.solidity.cleanupArtifacts(all, { scope: "contracts" });
process.exitCode = isBuilt ? 0 : 1;
