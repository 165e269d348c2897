import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** What the tests of contracts read. Packages are linked. */
const parts = [
  "artifacts/artifacts.d.ts",
  "artifacts/contracts",
  "contracts",
  "deploy",
  "docs",
  "generated",
  "result",
  "scripts",
  "test",
  "package.json",
  "tsconfig.json",
];

/** Code without optimiser is longer than a chain takes. */
const roomForLongCode = `import config from "./hardhat.config.original.ts";

const { default: simulated, ...networks } = config.networks;
export default {
  ...config,
  networks: { ...networks, default: { ...simulated, allowUnlimitedContractSize: true } },
};
`;

/**
 * A copy of the project below the system's temporary folder: the tree itself is never changed. `configuration` stands in the copy's
 * `hardhat.config.ts`, beside the project's own as `hardhat.config.original.ts`.
 */
export function copyProject(root: string, configuration = roomForLongCode): string {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-mutate-"));
  for (const part of parts) {
    fs.cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
  }
  fs.cpSync(path.join(root, "hardhat.config.ts"), path.join(copy, "hardhat.config.original.ts"));
  fs.writeFileSync(path.join(copy, "hardhat.config.ts"), configuration);
  fs.symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"), "dir");
  return copy;
}
