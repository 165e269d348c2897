import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { LauncherError } from "./launcher-error.ts";
import { signalGroup } from "./process-register.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** Something that is made from files, and made again only when one of them, or what was made, has changed. */
interface Product {
  name: string;
  /** For people, in a progress line. */
  label: string;
  inputs: readonly string[];
  outputs: readonly string[];
  /** Paths below inputs and outputs that belong to another product. */
  without?: readonly string[];
  command: readonly [program: string, ...args: string[]];
}

const node = process.execPath;
/** npm's own program file, so that it runs with this Node; the bootstrap says which. */
const npm = process.env["npm_execpath"];
const npmCommand: [string, ...string[]] = npm === undefined ? ["npm"] : [node, npm];

const products = {
  contracts: {
    name: "contracts",
    label: "contracts",
    inputs: ["contracts", "hardhat.config.ts", "scripts/generate/compile.ts", "package-lock.json"],
    outputs: ["artifacts/contracts"],
    without: ["contracts/mocks", "artifacts/contracts/mocks"],
    command: [node, "scripts/generate/compile.ts"],
  },
  mocks: {
    name: "mocks",
    label: "contracts of tests and benchmark",
    inputs: ["contracts", "hardhat.config.ts", "scripts/generate/compile.ts", "package-lock.json"],
    outputs: ["artifacts/contracts/mocks"],
    command: [node, "scripts/generate/compile.ts", "--mocks"],
  },
  bindings: {
    name: "bindings",
    label: "bindings of the contracts",
    inputs: ["artifacts/contracts", "scripts/generate", "deploy", "package-lock.json"],
    // Scripts of proposals are written by people at any time, and use the bindings.
    without: ["artifacts/contracts/mocks", "deploy/proposals"],
    outputs: [
      "generated/abis",
      "generated/contracts",
      "generated/errors.ts",
      "generated/roles.ts",
      "generated/contract-signature.ts",
      "generated/typed-data.ts",
      "generated/genesis-allocs.json",
      "generated/GenesisAddresses.sol",
      "generated/addresses.ts",
    ],
    command: [node, "scripts/generate/generate.ts"],
  },
  agents: {
    name: "agents",
    label: "agents",
    inputs: [
      "deploy/agents",
      "deploy/contract-refusal.ts",
      "deploy/contract-signature.ts",
      "deploy/typed-data.ts",
      "generated/contracts",
      "generated/errors.ts",
      "scripts/generate/bundle-agents.ts",
      "package-lock.json",
    ],
    outputs: [".foedus/agents"],
    command: [node, "scripts/generate/bundle-agents.ts"],
  },
  services: {
    name: "services",
    label: "services of networks",
    inputs: [
      "deploy/services",
      "scripts/network",
      "scripts/start",
      "scripts/generate/bundle-services.ts",
      "package-lock.json",
    ],
    outputs: [".foedus/services"],
    command: [node, "scripts/generate/bundle-services.ts"],
  },
  simulator: {
    name: "simulator",
    label: "simulator",
    inputs: [
      "scripts/simulator",
      "scripts/proposals",
      "scripts/foedus/command-error.ts",
      "deploy/agents",
      "deploy/contract-refusal.ts",
      "generated/contracts",
      "generated/errors.ts",
      "result",
      "scripts/generate/bundle-simulator.ts",
      "package-lock.json",
    ],
    outputs: [".foedus/simulator"],
    command: [node, "scripts/generate/bundle-simulator.ts"],
  },
  subgraph: {
    name: "subgraph",
    label: "subgraph",
    inputs: ["subgraph", "generated/abis", "package-lock.json"],
    outputs: ["subgraph/build"],
    command: [node, "subgraph/build.ts"],
  },
  app: {
    name: "app",
    label: "dApp",
    inputs: ["app", "generated", "packages", "result", "package-lock.json"],
    // For Solidity tests, and other at each time of making.
    without: ["generated/genesis-allocs.json", "generated/GenesisAddresses.sol"],
    outputs: ["app/build"],
    command: [...npmCommand, "run", "build", "--workspace", "app"],
  },
  appServer: {
    name: "app-server",
    label: "dApp for an image",
    inputs: ["app/build", "scripts/generate/bundle-app.ts", "package-lock.json"],
    outputs: [".foedus/app"],
    command: [node, "scripts/generate/bundle-app.ts"],
  },
} satisfies Record<string, Product>;

/** Folders that hold what is made, or what does not go into what is made. */
const ignoredFolders = new Set([
  "node_modules",
  "build",
  "paraglide",
  "e2e",
  "test",
  "tests",
  "test-results",
]);
/** The subgraph's own intermediate files. */
const ignoredPaths = new Set(["subgraph/generated", "subgraph/abis", "subgraph/subgraph.yaml"]);

export type ProductName = keyof typeof products;

export interface Builder {
  logs: string;
  signal: AbortSignal;
  /** Told before something is made, which can take a while, and after. */
  report: (line: string) => void;
}

/** Makes `name` unless what stands there was made from the same files. */
export async function build(name: ProductName, builder: Builder): Promise<void> {
  const product: Product = products[name];
  const stamp = path.join(root, ".foedus", "built", `${product.name}.json`);
  const inputs = contentHash(product);
  if (fs.existsSync(stamp)) {
    const before = JSON.parse(fs.readFileSync(stamp, "utf8")) as {
      inputs: string;
      outputs: string;
    };
    // Somebody may have made it in between from other files: then the files are not the ones of the stamp.
    if (before.inputs === inputs && before.outputs === stateOf(product)) return;
  }
  const began = performance.now();
  builder.report(`Building the ${product.label} ...`);
  await runToEnd(product, builder);
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, JSON.stringify({ inputs, outputs: stateOf(product) }));
  builder.report(
    `Built the ${product.label} in ${((performance.now() - began) / 1000).toFixed(1)} s.`,
  );
}

async function runToEnd(product: Product, { logs, signal }: Builder): Promise<void> {
  signal.throwIfAborted();
  fs.mkdirSync(logs, { recursive: true });
  const logFile = path.join(logs, `build-${product.name}.log`);
  const log = fs.openSync(logFile, "w");
  const [program, ...args] = product.command;
  const child = spawn(program, args, { cwd: root, detached: true, stdio: ["ignore", log, log] });
  fs.closeSync(log);
  const abort = () => {
    if (child.pid !== undefined) signalGroup(child.pid, "SIGTERM");
  };
  signal.addEventListener("abort", abort);
  try {
    const how = await new Promise<string>((resolve, reject) => {
      child.once("error", (error) =>
        reject(
          new LauncherError(
            `Building the ${product.label} is impossible: ${error.message}`,
            "run it by its npm script (npm start, npm test), which knows where npm is.",
            { cause: error },
          ),
        ),
      );
      child.once("exit", (code, by) => resolve(by ?? String(code)));
    });
    signal.throwIfAborted();
    if (how !== "0") {
      const tail = fs.readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-25).join("\n    ");
      throw new LauncherError(
        `Building the ${product.label} failed (${how}). The end of its output:\n    ${tail}`,
        `correct what the lines above name; all of it stands in ${path.relative(process.cwd(), logFile)}.`,
      );
    }
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** One hash of all files that a product is made from, by name and content. */
function contentHash({ inputs, without }: Product): string {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap((entry) => [...files(entry, { without })])) {
    hash
      .update(`${file}\0`)
      .update(fs.readFileSync(path.join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/** One hash of what was made, by name, size and time of the last change: cheap, for files that nobody edits. */
function stateOf({ outputs, without }: Product): string {
  const hash = createHash("sha256");
  for (const entry of outputs) {
    if (!fs.existsSync(path.join(root, entry))) return "missing";
    for (const file of files(entry, { all: true, without })) {
      const { size, mtimeMs } = fs.statSync(path.join(root, file));
      hash.update(`${file}\0${size}\0${mtimeMs}\0`);
    }
  }
  return hash.digest("hex");
}

interface FilesAsked {
  /** What is made, too. */
  all?: boolean;
  without?: readonly string[] | undefined;
}

function* files(entry: string, options: FilesAsked = {}): Generator<string> {
  if (options.without?.includes(entry) === true) return;
  const stat = fs.statSync(path.join(root, entry), { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) {
    // Unit tests and texts stand beside their subjects and are no part of what is made.
    if (options.all === true || !/\.(test\.ts|md)$/.test(entry)) yield entry;
    return;
  }
  for (const name of fs.readdirSync(path.join(root, entry)).sort()) {
    const below = `${entry}/${name}`;
    // Hidden files are notes that tools make for themselves.
    const isIgnored = name.startsWith(".") || ignoredFolders.has(name) || ignoredPaths.has(below);
    if (options.all !== true && isIgnored) continue;
    yield* files(below, options);
  }
}
