import fs from "node:fs";
import path from "node:path";

import type { Artifact, BuildOutput } from "../generate/artifacts.ts";
import { buildOutputs, ownArtifacts } from "../generate/artifacts.ts";
import { storageLayouts } from "./storage-layout.ts";

/** Contents of the snapshots by path below `snapshots/`. */
export type Snapshots = Map<string, string>;

/** The folders that this check keeps; others in `snapshots/` (gas) have their own keepers. */
const folders = ["abi", "bytecode", "storage"];

/** Contracts that never go on the chain. */
const neverDeployed = new Set(["RoleTable"]);

/**
 * What later versions are held against: for each contract its ABI, its code (creation code too, so that a test can deploy this very
 * version and upgrade it), and where it keeps its state.
 */
export function takeSnapshots(
  root: string,
  artifacts: Artifact[],
  outputs: Map<string, BuildOutput>,
): Snapshots {
  const deployed = artifacts.filter(
    ({ contractName, deployedBytecode, abi }) =>
      deployedBytecode !== "0x" && abi.length > 0 && !neverDeployed.has(contractName),
  );
  const layouts = storageLayouts(root, deployed, outputs);
  const snapshots: Snapshots = new Map();
  for (const artifact of deployed) {
    const { contractName, abi, bytecode, deployedBytecode } = artifact;
    const lines = abi.map((item) => `  ${JSON.stringify(item)}`).join(",\n");
    snapshots.set(`abi/${contractName}.json`, `[\n${lines}\n]\n`);
    snapshots.set(`bytecode/${contractName}.json`, json({ bytecode, deployedBytecode }));
    snapshots.set(`storage/${contractName}.json`, json(layouts.get(contractName)));
  }
  return snapshots;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

export function readSnapshots(folder: string): Snapshots {
  const files = folders.flatMap((name) => fs.globSync(`${name}/*.json`, { cwd: folder }));
  return new Map(files.map((file) => [file, fs.readFileSync(path.join(folder, file), "utf8")]));
}

export function writeSnapshots(folder: string, snapshots: Snapshots): void {
  for (const name of folders) fs.rmSync(path.join(folder, name), { recursive: true, force: true });
  for (const [file, content] of snapshots) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), content);
  }
}

/** Where the present contracts differ from what is committed. */
export function snapshotProblems(committed: Snapshots, present: Snapshots): string[] {
  const files = [...new Set([...committed.keys(), ...present.keys()])].sort();
  const problems = files.flatMap((file) => {
    const before = committed.get(file);
    const now = present.get(file);
    if (before === now) return [];
    if (before === undefined) return [`snapshots/${file} is missing`];
    if (now === undefined) return [`snapshots/${file} belongs to no contract`];
    return [`snapshots/${file} differs from line ${firstDifference(before, now)} on`];
  });
  if (problems.length === 0) return [];
  return [
    ...problems,
    "Remedy: if the change is meant, run `node scripts/check/snapshots.ts --write` and commit what it wrote; a changed layout " +
      "or ABI of a contract that is deployed somewhere needs an upgrade that was tested from the old version.",
  ];
}

function firstDifference(before: string, now: string): number {
  const other = now.split("\n");
  return before.split("\n").findIndex((line, index) => line !== other[index]) + 1;
}

if (import.meta.main) {
  const root = path.resolve(import.meta.dirname, "../..");
  const folder = path.join(root, "snapshots");
  const artifacts = ownArtifacts(root);
  const present = takeSnapshots(root, artifacts, buildOutputs(root, artifacts));
  if (process.argv.includes("--write")) {
    writeSnapshots(folder, present);
    console.log(`Wrote ${present.size} snapshots.`);
  } else {
    const problems = snapshotProblems(readSnapshots(folder), present);
    for (const problem of problems) console.error(problem);
    process.exitCode = problems.length === 0 ? 0 : 1;
  }
}
