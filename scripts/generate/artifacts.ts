import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Abi, AbiFunction, Hex } from "viem";
import { toFunctionSelector } from "viem";

/** What Hardhat writes about one contract; only the parts that the generators and checks read. */
export interface Artifact {
  /** Path of the JSON file. */
  path: string;
  contractName: string;
  /** Path of the Solidity file, for example `contracts/nodes/NodeRegistry.sol`. */
  sourceName: string;
  abi: Abi;
  bytecode: Hex;
  deployedBytecode: Hex;
  /** Name of the source in the compiler's input and output. */
  inputSourceName: string;
  buildInfoId: string;
}

/** What the compiler says about one contract beyond its artifact. */
export interface ContractOutput {
  devdoc?: Documentation;
  userdoc?: Documentation;
  storageLayout?: StorageLayout;
}

/** NatSpec of a contract's errors, by signature; one error may be declared at several places. */
export interface Documentation {
  errors?: Record<string, { notice?: string; details?: string; "custom:remedy"?: string }[]>;
}

export interface StorageLayout {
  storage: { label: string; slot: string; offset: number; type: string }[];
  types: Record<string, StorageType> | null;
}

export interface StorageType {
  label: string;
  encoding: string;
  numberOfBytes: string;
  base?: string;
  key?: string;
  value?: string;
  members?: { label: string; slot: string; offset: number; type: string }[];
}

/** A node of the compiler's syntax tree. */
export interface SyntaxNode {
  id: number;
  nodeType: string;
  [property: string]: unknown;
}

export interface BuildOutput {
  contracts: Record<string, Record<string, ContractOutput>>;
  sources: Record<string, { ast: SyntaxNode }>;
}

export class NothingBuilt extends Error {
  constructor(root: string) {
    super(
      `No artifact of a contract stands in ${join(root, "artifacts", "contracts")}.\n` +
        "Remedy: run `node scripts/generate/compile.ts` first.",
    );
    this.name = "NothingBuilt";
  }
}

/** Every artifact of the project's own contracts, libraries and interfaces, by name; mocks apart. */
export function ownArtifacts(root: string): Artifact[] {
  const paths = globSync("artifacts/contracts/**/*.json", { cwd: root })
    .filter((path) => !path.replaceAll("\\", "/").startsWith("artifacts/contracts/mocks/"))
    .map((path) => join(root, path));
  if (paths.length === 0) throw new NothingBuilt(root);
  return paths
    .map((path) => ({ ...(JSON.parse(readFileSync(path, "utf8")) as Artifact), path }))
    .sort((a, b) => (a.contractName < b.contractName ? -1 : 1));
}

/** The compiler's outputs that belong to the given artifacts, by build id. */
export function buildOutputs(root: string, artifacts: Artifact[]): Map<string, BuildOutput> {
  const outputs = new Map<string, BuildOutput>();
  for (const { buildInfoId } of artifacts) {
    if (outputs.has(buildInfoId)) continue;
    const path = join(root, "artifacts", "build-info", `${buildInfoId}.output.json`);
    const file = JSON.parse(readFileSync(path, "utf8")) as { output: BuildOutput };
    outputs.set(buildInfoId, file.output);
  }
  return outputs;
}

/** What the compiler says about the contract of an artifact. */
export function contractOutput(
  outputs: Map<string, BuildOutput>,
  artifact: Artifact,
): ContractOutput {
  const contract = outputs.get(artifact.buildInfoId)?.contracts[artifact.inputSourceName]?.[
    artifact.contractName
  ];
  if (contract === undefined) {
    throw new Error(
      `The build info ${artifact.buildInfoId} has no output for ${artifact.inputSourceName}:${artifact.contractName}.\n` +
        "Remedy: delete the folders `artifacts` and `cache`, then run `node scripts/generate/compile.ts`.",
    );
  }
  return contract;
}

export function isInterface(artifact: Artifact): boolean {
  return artifact.bytecode === "0x" && /^I[A-Z]/.test(artifact.contractName);
}

export function functionsOf(abi: Abi): AbiFunction[] {
  return abi.filter((item) => item.type === "function");
}

/**
 * The contracts that bindings are written for: every one with an ABI, and of the interfaces only those that no contract
 * implements. Such an interface goes by the name that its implementation will have.
 */
export function boundContracts(artifacts: Artifact[]): { name: string; artifact: Artifact }[] {
  const contracts = artifacts.filter(
    // Nothing abstract stands anywhere.
    (artifact) => artifact.bytecode !== "0x" && artifact.abi.length > 0,
  );
  const selectorSets = contracts.map(
    ({ abi }) => new Set(functionsOf(abi).map((item) => toFunctionSelector(item))),
  );
  const isImplemented = ({ abi }: Artifact): boolean =>
    selectorSets.some((selectors) =>
      functionsOf(abi).every((item) => selectors.has(toFunctionSelector(item))),
    );

  const lone = artifacts.filter(
    (artifact) => isInterface(artifact) && artifact.abi.length > 0 && !isImplemented(artifact),
  );
  const bound = [
    ...contracts.map((artifact) => ({ name: artifact.contractName, artifact })),
    ...lone.map((artifact) => ({ name: artifact.contractName.slice(1), artifact })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [index, { name, artifact }] of bound.entries()) {
    const other = bound[index + 1];
    if (other?.name === name) {
      throw new Error(
        `${artifact.sourceName} and ${other.artifact.sourceName} both lead to bindings named ${name}.\n` +
          "Remedy: rename one of the two contracts.",
      );
    }
  }
  return bound;
}
