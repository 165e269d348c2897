import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";

import {
  abiNames,
  contracts,
  type AbiItem,
  type ManifestOptions,
  renderManifest,
} from "./manifest.ts";
import { runCommand, SubgraphError } from "./subgraph-error.ts";

const run = promisify(execFile);

const here = import.meta.dirname;
const generatedAbis = path.join(here, "..", "generated", "abis");
/** Compiled module, schema and ABIs: everything but the manifest, which knows the addresses. */
const buildFolder = path.join(here, "build");
/** Says of what the build folder was made. */
const stampFile = path.join(buildFolder, "inputs.sha256");
const compiled = ["mapping.wasm", "schema.graphql"];

/** The addresses do not change what is compiled. */
const placeholder: ManifestOptions = {
  network: "foedus",
  addresses: Object.fromEntries(contracts.map((name) => [name, `0x${"0".repeat(40)}`])),
  startBlocks: 0,
  mapping: "mapping.ts",
};

/**
 * Compiles the mappings into the build folder, unless what is there was made of the same files. Nothing in it depends on
 * addresses: `placeSubgraph` adds them.
 * @returns Whether something was compiled.
 */
export async function buildSubgraph(options: { force?: boolean } = {}): Promise<boolean> {
  const abis = readEventAbis();
  const stamp = inputsHash(abis);
  if (options.force !== true && isBuilt(stamp)) return false;

  writeAbis(path.join(here, "abis"), abis);
  fs.writeFileSync(
    path.join(here, "subgraph.yaml"),
    renderManifest(placeholder, path.join(here, "abis")),
  );
  const output = path.join(here, "build", "graph-cli");
  fs.rmSync(buildFolder, { recursive: true, force: true });
  await graph("codegen", "subgraph.yaml", "--output-dir", "generated");
  await graph("build", "subgraph.yaml", "--output-dir", output);

  const modules = fs.globSync("**/*.wasm", { cwd: output });
  const [module] = modules;
  if (module === undefined || modules.length !== 1) {
    throw new Error(
      `graph-cli compiled ${modules.length} modules instead of one: ${modules.join(", ")}.`,
    );
  }
  fs.copyFileSync(path.join(output, module), path.join(buildFolder, "mapping.wasm"));
  fs.copyFileSync(path.join(here, "schema.graphql"), path.join(buildFolder, "schema.graphql"));
  writeAbis(path.join(buildFolder, "abis"), abis);
  fs.rmSync(output, { recursive: true });
  fs.writeFileSync(stampFile, stamp);
  return true;
}

/**
 * Puts a subgraph that graph-node can run into a folder: what is compiled, and a manifest with these addresses. It takes
 * milliseconds, because nothing is compiled again.
 * @returns Path of the manifest, which is what graph-node's `subgraph_deploy` asks for.
 */
export function placeSubgraph(folder: string, options: Omit<ManifestOptions, "mapping">): string {
  if (!fs.existsSync(stampFile)) {
    throw new SubgraphError("The subgraph is not compiled.", "run `node subgraph/build.ts` first.");
  }
  fs.mkdirSync(path.join(folder, "abis"), { recursive: true });
  for (const file of compiled)
    fs.copyFileSync(path.join(buildFolder, file), path.join(folder, file));
  fs.cpSync(path.join(buildFolder, "abis"), path.join(folder, "abis"), { recursive: true });
  const manifest = path.join(folder, "subgraph.yaml");
  fs.writeFileSync(
    manifest,
    renderManifest({ ...options, mapping: "mapping.wasm" }, path.join(folder, "abis")),
  );
  return manifest;
}

/**
 * The events of every contract, without its functions: so that no mapping can call a contract, and a changed function
 * compiles nothing anew.
 */
function readEventAbis(): Map<string, AbiItem[]> {
  return new Map(
    abiNames.map((name) => {
      const file = path.join(generatedAbis, `${name}.json`);
      let text: string;
      try {
        text = fs.readFileSync(file, "utf8");
      } catch (error) {
        throw new SubgraphError(
          `The ABI ${path.relative(process.cwd(), file)} is missing.`,
          "run `npx hardhat build` and `node scripts/generate/generate.ts` first.",
          { cause: error },
        );
      }
      return [name, (JSON.parse(text) as AbiItem[]).filter(({ type }) => type === "event")];
    }),
  );
}

function writeAbis(folder: string, abis: Map<string, AbiItem[]>): void {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, abi] of abis)
    fs.writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(abi, null, 2));
}

function inputsHash(abis: Map<string, AbiItem[]>): string {
  const hash = createHash("sha256");
  const sources = fs.globSync(
    [
      "mapping.ts",
      "ids.ts",
      "enums.ts",
      "build.ts",
      "handlers/*.ts",
      "entities/*.ts",
      "schema.graphql",
      "package.json",
    ],
    { cwd: here },
  );
  for (const file of sources.sort())
    hash
      .update(`${file}\0`)
      .update(fs.readFileSync(path.join(here, file)))
      .update("\0");
  hash.update(JSON.stringify([...abis]));
  return hash.digest("hex");
}

function isBuilt(stamp: string): boolean {
  const files = [...compiled, ...abiNames.map((name) => `abis/${name}.json`)];
  if (!files.every((file) => fs.existsSync(path.join(buildFolder, file)))) return false;
  return fs.existsSync(stampFile) && fs.readFileSync(stampFile, "utf8") === stamp;
}

async function graph(...args: string[]): Promise<void> {
  const cli = createRequire(import.meta.url).resolve("@graphprotocol/graph-cli/bin/run.js");
  try {
    // Without this setting the command line would ask the registry for newer versions of itself.
    const env = { ...process.env, GRAPH_SKIP_NEW_VERSION_CHECK: "true", NO_COLOR: "1" };
    await run(process.execPath, [cli, ...args], { cwd: here, env });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new SubgraphError(
      `graph ${args[0]} failed:\n${stdout}${stderr}`.trimEnd(),
      "correct what the lines above name: schema.graphql, the handlers, or an event that a contract no longer has.",
      { cause: error },
    );
  }
}

async function main(): Promise<void> {
  const started = performance.now();
  const compiledAnew = await buildSubgraph({ force: process.argv.includes("--force") });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const folder = path.relative(process.cwd(), buildFolder);
  process.stdout.write(
    compiledAnew ? `Compiled into ${folder} in ${seconds} s.\n` : `${folder} is up to date.\n`,
  );
}

if (import.meta.main) await runCommand(main);
