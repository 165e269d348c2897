import path from "node:path";

import hre from "hardhat";
import { FileBuildResultType } from "hardhat/types/solidity";

/**
 * Compiles the contracts: `compile.ts [--mocks]`. Mocks are left out unless asked for, because a network never needs them and
 * they take as long as the rest.
 */
const all = await hre.solidity.getRootFilePaths({ scope: "contracts" });
const mocks = path.join(hre.config.paths.root, "contracts", "mocks") + path.sep;
const withMocks = process.argv.includes("--mocks");
const results = await hre.solidity.build(
  all.filter((file) => withMocks || !file.startsWith(mocks)),
  // Hardhat leaves a core free, which is half of a small machine.
  { concurrency: 2, scope: "contracts" },
);
if (!hre.solidity.isSuccessfulBuildResult(results)) throw new Error(results.formattedReason);
const failed = [...results.values()].some(({ type }) => type === FileBuildResultType.BUILD_FAILURE);
// Removes what was compiled from files that are gone; artifacts of mocks stay.
if (!failed) await hre.solidity.cleanupArtifacts(all, { scope: "contracts" });
process.exitCode = failed ? 1 : 0;
