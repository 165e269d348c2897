import fs from "node:fs";
import path from "node:path";

import { provideKaia } from "../network/kaia-binary.ts";
import type { ProductName } from "../start/build.ts";
import { provideBrowser } from "./browser.ts";
import { provideEngine } from "./docker-engine.ts";
import { provideNamespace } from "./network-namespace.ts";
import { provideNft } from "./nftables.ts";
import { provideOpenssl } from "./openssl.ts";
import { failure, type Outcome } from "./outcome.ts";

const root = path.resolve(import.meta.dirname, "../..");
const node = process.execPath;

/** What a suite gets of the machine. */
export interface Provided {
  env?: NodeJS.ProcessEnv;
  /** A program, with arguments, that runs the suite's program. */
  within?: readonly string[];
}

/**
 * Suites of one lane run one after the other, lanes beside each other. What computes makes way for the others, which wait for programs
 * more than they compute: for blocks of real nodes, or for the stack that `npm start` starts. Short suites stand where the lanes then end
 * at about the same time.
 */
export const lanes = ["computes", "nodes", "stack"] as const;
export type Lane = (typeof lanes)[number];

/** A part of `npm test`: a program of its own that leaves its counts in a file. */
export interface Suite {
  name: string;
  /** For people. */
  label: string;
  /** What has to be built before. */
  needs: readonly ProductName[];
  /** What it needs of the machine beside what is built: how to run with it, or why it is missing and what helps. */
  provide?: (report: (line: string) => void) => Promise<Provided | { missing: string }>;
  command: (outcomeFile: string) => readonly [program: string, ...args: string[]];
  cwd?: string;
  /** With which suites it takes turns. */
  lane: Lane;
  /** Its output is for `read`, which shows people what they need. */
  isForMachines?: true;
  /** The counts, from what the program left in the file or wrote on its output. */
  read: (outcomeFile: string, output: string) => Outcome | undefined;
}

/** In the order in which those of a lane run: the nearer to the contracts, the earlier. */
export const suites: readonly Suite[] = [
  {
    name: "solidity",
    lane: "computes",
    label: "Solidity: unit, fuzz and invariant tests",
    needs: ["contracts", "mocks", "bindings"],
    command: (file) => [node, "scripts/test/hardhat-suite.ts", "solidity", file],
    read: readOwn,
  },
  {
    name: "integration",
    lane: "computes",
    label: "Contracts and deployment on the simulated chain (mocha)",
    needs: ["contracts", "mocks", "bindings"],
    command: (file) => [node, "scripts/test/hardhat-suite.ts", "mocha", file],
    read: readOwn,
  },
  {
    name: "subgraph",
    lane: "nodes",
    label: "Subgraph in the real graph-node",
    needs: ["contracts", "bindings", "subgraph"],
    command: () => [node, "subgraph/test.ts", "--json"],
    isForMachines: true,
    read: (_, output) => fromSubgraph(output),
  },
  {
    name: "app",
    lane: "computes",
    label: "Decisions of the dApp (vitest)",
    needs: ["contracts", "bindings", "app"],
    command: (file) => [
      node,
      "../node_modules/vitest/vitest.mjs",
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile=${file}`,
    ],
    cwd: "app",
    read: fromVitest,
  },
  {
    name: "client",
    lane: "stack",
    label: "Client of the identity registers",
    needs: ["contracts", "bindings"],
    command: (file) => [
      node,
      "scripts/test/node-suite.ts",
      file,
      ...testFiles("packages/client/src"),
    ],
    read: readOwn,
  },
  {
    name: "conformance",
    lane: "stack",
    label: "EBSI's published clients, unmodified, on the whole stack",
    needs: ["contracts", "bindings", "subgraph", "app"],
    command: (file) => [node, "scripts/test/node-suite.ts", file, ...testFiles("test/conformance")],
    read: readOwn,
  },
  {
    name: "network",
    lane: "nodes",
    label: "Real nodes of a network that obeys the contracts",
    needs: ["contracts", "bindings", "subgraph"],
    provide: async (report) => {
      const nodes = await provideNodes(report);
      if ("missing" in nodes) return nodes;
      // Here, because the suite's own network leads to no package.
      const { missing } = await provideNft(report);
      return missing === undefined
        ? nodes
        : { ...nodes, env: { ...nodes.env, FOEDUS_NO_NFT: missing } };
    },
    command: (file) => [
      node,
      "scripts/test/node-suite.ts",
      file,
      "test/network/filter.test.ts",
      "test/network/network.test.ts",
    ],
    read: readOwn,
  },
  {
    // In a network of its own: an engine changes what the kernel lets pass between other nodes' machines.
    name: "containers",
    lane: "nodes",
    label: "The same in containers, as operators run it",
    needs: ["contracts", "bindings", "subgraph", "app"],
    provide: async (report) => {
      const nodes = await provideNodes(report);
      if ("missing" in nodes) return nodes;
      const browser = await provideBrowser(report);
      if ("missing" in browser) return browser;
      const env = { ...nodes.env, CHROME_PATH: browser.file };
      const { missing } = await provideEngine(report);
      return { ...nodes, env: missing === undefined ? env : { ...env, FOEDUS_NO_ENGINE: missing } };
    },
    command: (file) => [
      node,
      "scripts/test/node-suite.ts",
      file,
      "test/network/containers.test.ts",
    ],
    read: readOwn,
  },
  {
    name: "bootstrap",
    lane: "stack",
    label: "Bootstrap and launcher, from a fresh clone",
    needs: ["contracts", "bindings", "subgraph", "app"],
    command: (file) => [node, "scripts/test/node-suite.ts", file, ...testFiles("test/bootstrap")],
    read: readOwn,
  },
  {
    name: "e2e",
    lane: "stack",
    label: "The thread in the browser, on the whole stack",
    needs: ["contracts", "mocks", "bindings", "subgraph", "app"],
    provide: async (report) => {
      const browser = await provideBrowser(report);
      if ("missing" in browser) return browser;
      const { missing } = await provideOpenssl(report);
      return missing === undefined ? { env: { CHROME_PATH: browser.file } } : { missing };
    },
    command: (file) => [node, "scripts/test/node-suite.ts", file, ...testFiles("app/e2e")],
    read: readOwn,
  },
];

/** The client's programs, and a network in which nodes can run; or what is missing. */
async function provideNodes(report: (line: string) => void) {
  const kcn = await provideKaia("kcn", report);
  if ("missing" in kcn) return kcn;
  const ken = await provideKaia("ken", report);
  if ("missing" in ken) return ken;
  const namespace = await provideNamespace(report);
  return "missing" in namespace
    ? namespace
    : { env: { KCN: kcn.file, KEN: ken.file }, within: namespace.within };
}

function testFiles(folder: string): string[] {
  return fs
    .globSync("**/*.test.ts", { cwd: path.join(root, folder) })
    .sort()
    .map((file) => `${folder}/${file}`);
}

function readOwn(file: string): Outcome | undefined {
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Outcome) : undefined;
}

interface SubgraphOutcome {
  tests: { name: string; status: "passed" | "failed" | "skipped"; reason?: string }[];
}

/** The subgraph's tests write one line of JSON; what failed is shown as the other suites show it. */
function fromSubgraph(output: string): Outcome | undefined {
  const last = output.trimEnd().split("\n").at(-1) ?? "";
  if (!last.startsWith("{")) return undefined;
  const { tests } = JSON.parse(last) as SubgraphOutcome;
  for (const { name, status, reason } of tests) {
    process.stdout.write(`  ${status}  ${name}\n${status === "failed" ? `${reason ?? ""}\n` : ""}`);
  }
  const named = (status: string) => tests.filter((test) => test.status === status);
  return {
    passed: named("passed").length,
    failed: named("failed").map(({ name, reason }) => failure(name, reason)),
    skipped: named("skipped").map(({ name, reason = "no reason given" }) => ({ name, reason })),
  };
}

interface VitestOutcome {
  numPassedTests: number;
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
  }[];
}

function fromVitest(file: string): Outcome | undefined {
  if (!fs.existsSync(file)) return undefined;
  const { numPassedTests, testResults } = JSON.parse(
    fs.readFileSync(file, "utf8"),
  ) as VitestOutcome;
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.filter(({ status }) => status === "failed");
  const skipped = tests
    .filter(({ status }) => status !== "passed" && status !== "failed")
    .map(({ fullName, status }) => ({ name: fullName, reason: `marked as ${status} in its file` }));
  return {
    passed: numPassedTests,
    failed: [
      ...failed.map(({ fullName, failureMessages }) => failure(fullName, failureMessages?.[0])),
      ...unloaded.map(({ name, message }) => failure(name, message)),
    ],
    skipped,
  };
}
