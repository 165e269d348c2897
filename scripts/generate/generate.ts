import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { runTypeChain } from "typechain";

import type { Artifact } from "./artifacts.ts";
import { boundContracts, buildOutputs, contractOutput, ownArtifacts } from "./artifacts.ts";
import { errorCatalogue, errorsFile } from "./error-catalogue.ts";
import { addressesFile, allocsFile, genesisAddressesFile, localGenesis } from "./genesis-allocs.ts";
import { openZeppelinErrors } from "./openzeppelin-errors.ts";
import { askRoleTable, resolveRoleTable, rolesFile } from "./role-table.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const generated = join(root, "generated");
const preamble =
  "/* Written by scripts/generate: run `node scripts/generate/generate.ts` instead of editing. */\n";

/** Leaves an unchanged file alone, so that watchers of the app and the subgraph sleep on, and whoever reads meanwhile finds it whole. */
function write(path: string, content: string): void {
  if (existsSync(path) && readFileSync(path, "utf8") === content) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Deletes what an earlier run wrote about contracts that are gone. */
function keepOnly(folder: string, names: string[]): void {
  for (const entry of readdirSync(folder)) {
    if (!names.includes(entry)) rmSync(join(folder, entry), { recursive: true });
  }
}

/** `generated/abis/<Name>.json` for the subgraph, and from these `generated/contracts/<Name>.ts`. */
async function writeBindings(artifacts: Artifact[]): Promise<string[]> {
  const contracts = boundContracts(artifacts);
  const names = contracts.map(({ name }) => name);
  const abis = join(generated, "abis");
  const bindings = join(generated, "contracts");
  for (const { name, artifact } of contracts) {
    write(join(abis, `${name}.json`), `${JSON.stringify(artifact.abi, null, 2)}\n`);
  }
  keepOnly(
    abis,
    names.map((name) => `${name}.json`),
  );

  const files = names.map((name) => join(abis, `${name}.json`));
  const target = fileURLToPath(new URL("./viem-target.cjs", import.meta.url));
  // TypeChain writes every file anew.
  const outDir = mkdtempSync(join(tmpdir(), "foedus-bindings-"));
  try {
    await runTypeChain({ cwd: root, filesToProcess: files, allFiles: files, outDir, target });
    for (const file of readdirSync(outDir)) {
      write(join(bindings, file), readFileSync(join(outDir, file), "utf8"));
    }
    keepOnly(bindings, readdirSync(outDir));
  } finally {
    rmSync(outDir, { recursive: true });
  }
  return names;
}

function writeErrors(artifacts: Artifact[]): number {
  const outputs = buildOutputs(root, artifacts);
  const contracts = artifacts.map((artifact) => ({
    name: artifact.contractName,
    abi: artifact.abi,
    output: contractOutput(outputs, artifact),
  }));
  const entries = errorCatalogue(contracts, openZeppelinErrors);
  write(join(generated, "errors.ts"), preamble + errorsFile(entries));
  return entries.length;
}

async function writeRoles(artifacts: Artifact[]): Promise<number> {
  const table = resolveRoleTable(await askRoleTable(), artifacts);
  write(join(generated, "roles.ts"), preamble + rolesFile(table));
  return table.lines.length;
}

/** What people and keys sign, and how contracts do: the dApp takes it from here, because it must not import the deployment. */
function writeSignatures(): void {
  for (const name of ["typed-data.ts", "contract-signature.ts"]) {
    write(join(generated, name), preamble + readFileSync(join(root, "deploy", name), "utf8"));
  }
}

/** The set-up of the Solidity tests. Last, because the deployment rests on the bindings and the role table. */
async function writeGenesis(): Promise<number> {
  const { addresses, accounts } = await localGenesis();
  write(join(generated, "genesis-allocs.json"), allocsFile(accounts));
  write(join(generated, "GenesisAddresses.sol"), genesisAddressesFile(addresses));
  write(join(generated, "addresses.ts"), preamble + addressesFile(addresses));
  return Object.keys(accounts).length;
}

const started = performance.now();
const artifacts = ownArtifacts(root);
const names = await writeBindings(artifacts);
const errors = writeErrors(artifacts);
const lines = await writeRoles(artifacts);
writeSignatures();
const accounts = await writeGenesis();
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(
  `generated/: ${String(names.length)} contracts, ${String(errors)} errors, ${String(lines)} lines of the role table, ${String(accounts)} accounts of the genesis (${seconds} s)`,
);
