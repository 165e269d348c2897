import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";

import pg from "pg";

import { Chain } from "../scripts/start/chain.ts";
import type { Component } from "../scripts/start/component.ts";
import { findGraphNode, GraphNode } from "../scripts/start/graph-node.ts";
import { IpfsStandIn } from "../scripts/start/ipfs-stand-in.ts";
import { portsAt } from "../scripts/start/ports.ts";
import { EmbeddedPostgres } from "../scripts/start/postgres.ts";
import { ProcessRegister } from "../scripts/start/process-register.ts";
import type { Surroundings } from "../scripts/start/supervised-process.ts";
import { buildSubgraph, placeSubgraph } from "./build.ts";
import {
  type AbiInput,
  abiNames,
  contractAt,
  contracts,
  handledEvents,
  typeOf,
} from "./manifest.ts";
import { runCommand, SubgraphError } from "./subgraph-error.ts";
import { comparisons, emittedThere } from "./tests/deployed-system.ts";
import { at, type Emitted, type Suite } from "./tests/suite.ts";
import { suites } from "./tests/suites.ts";

/** What the test runner of the workspace reads (`--json`). */
interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
  tests: TestOutcome[];
}

interface TestOutcome {
  name: string;
  status: "passed" | "failed" | "skipped";
  /** Why it failed or was skipped. */
  reason?: string;
}

/** Ctrl-C ends gnd, and then the database is stopped as after any other failure. */
const interrupted = new AbortController();

const network = "foedus";
const folder = path.join(import.meta.dirname, "..", ".foedus", `subgraph-test-${process.pid}`);
const surroundings: Surroundings = {
  logs: path.join(folder, "logs"),
  register: new ProcessRegister(path.join(folder, "processes.json")),
  report: () => undefined,
  signal: interrupted.signal,
};

async function runAll(
  gnd: string,
  chosen: Suite[],
  withDeployedSystem: boolean,
): Promise<TestOutcome[]> {
  await buildSubgraph();
  const database = new EmbeddedPostgres({
    port: await freePort(),
    folder: path.join(folder, "postgres"),
    surroundings,
    onRestart: () => undefined,
  });
  const running: Component[] = [];
  try {
    await launch(database, running);
    const outcomes = await runSuites(gnd, chosen, database);
    if (withDeployedSystem)
      outcomes.push(coverageOutcome(), ...(await runDeployedSystem(gnd, database, running)));
    return outcomes;
  } finally {
    for (const component of running.reverse()) await component.stop();
  }
}

async function runSuites(
  gnd: string,
  chosen: Suite[],
  database: EmbeddedPostgres,
): Promise<TestOutcome[]> {
  // gnd takes the built subgraph from the folder `build` beside the manifest that it is given.
  placeSubgraph(path.join(folder, "build"), { network, addresses: { ...at }, startBlocks: 0 });
  const files = writeSuites(chosen, path.join(folder, "build", "abis"));
  const outcomes: TestOutcome[] = [];
  for (const [index, suite] of chosen.entries()) {
    interrupted.signal.throwIfAborted();
    const file = files[index];
    if (file === undefined) throw new Error(`The suite "${suite.name}" was not written.`);
    const args = ["test", "--manifest", path.join(folder, "subgraph.yaml"), "--skip-build", file];
    const { code, output } = await runGnd(
      gnd,
      args,
      await createDatabase(database, `suite_${index}`),
    );
    outcomes.push(outcomeOf(suite, code, output));
  }
  return outcomes;
}

/** The sample of `npm start` on a real chain, deployed by the real modules and indexed as in production. */
async function runDeployedSystem(
  gnd: string,
  database: EmbeddedPostgres,
  running: Component[],
): Promise<TestOutcome[]> {
  const ports = { ...portsAt(0) };
  for (const name of Object.keys(ports) as (keyof typeof ports)[]) ports[name] = await freePort();
  const chain = new Chain({ port: ports.rpc });
  await launch(chain, running);
  const genesis = await chain.deploy();
  const { addresses, startBlock } = genesis;
  const lastBlock = await chain.seed(genesis);
  const rpc = `http://127.0.0.1:${ports.rpc}`;
  const manifest = placeSubgraph(path.join(folder, "deployed"), {
    network,
    addresses: { ...addresses },
    startBlocks: startBlock,
  });
  const ipfs = new IpfsStandIn({ port: ports.ipfs, folder: path.join(folder, "ipfs") });
  await launch(ipfs, running);
  const databaseUrl = await createDatabase(database, "deployed");
  const graphNode = new GraphNode({
    ports,
    binary: gnd,
    manifest,
    network,
    databaseUrl,
    rpc,
    ipfs: ipfs.url,
    surroundings,
  });
  await launch(graphNode, running);
  await graphNode.indexed(lastBlock);

  const system = {
    rpc,
    graphql: graphNode.url,
    addresses,
    indexed: (block: number) => graphNode.indexed(block),
  };
  const outcomes: TestOutcome[] = [];
  for (const { name, compare } of comparisons(system)) {
    interrupted.signal.throwIfAborted();
    try {
      await compare();
      outcomes.push({ name, status: "passed" });
    } catch (error) {
      outcomes.push({
        name,
        status: "failed",
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }
  return outcomes;
}

/** gnd's own format: events with their whole signature, which comes from the ABI. */
function writeSuites(chosen: Suite[], abis: string): string[] {
  const signatures = new Map<string, string>();
  for (const contract of contracts) {
    for (const event of handledEvents(path.join(abis, `${contractAt[contract]}.json`))) {
      signatures.set(`${contract}.${event.name}`, namedSignature(event));
    }
  }
  const tests = path.join(folder, "tests");
  fs.mkdirSync(tests, { recursive: true });
  return chosen.map(({ name, blocks, assertions }, index) => {
    const encode = ({ contract, event, params, transaction }: Emitted) => {
      const signature = signatures.get(`${contract}.${event}`);
      if (signature === undefined) {
        throw new SubgraphError(
          `The suite "${name}" has the event ${contract}.${event}, which the ABI does not know.`,
          "correct the suite.",
        );
      }
      return { address: at[contract], event: signature, params, txHash: transaction };
    };
    const file = path.join(tests, `${String(index).padStart(2, "0")}.json`);
    const content = {
      name,
      blocks: blocks.map(({ timestamp, events = [] }) => ({
        timestamp,
        events: events.map(encode),
      })),
      assertions,
    };
    fs.writeFileSync(file, JSON.stringify(content, null, 2));
    return file;
  });
}

type Parameters = (AbiInput & { name?: string })[];

function namedSignature({ name, inputs }: { name: string; inputs: Parameters }): string {
  const parameters = inputs.map(
    (input) => `${typeOf(input)} ${input.indexed === true ? "indexed " : ""}${input.name}`,
  );
  return `${name}(${parameters.join(", ")})`;
}

/** A part that has begun to start is stopped at the end, whether it ever answered or not. */
async function launch(component: Component, running: Component[]): Promise<void> {
  running.push(component);
  await component.start();
  await component.ready();
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve, reject) =>
    server.once("error", reject).listen(0, "127.0.0.1", resolve),
  );
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** gnd leaves its data behind when a suite fails: with a database each, suites never see each other's. */
async function createDatabase(server: EmbeddedPostgres, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return url.href;
}

async function runGnd(
  command: string,
  args: string[],
  databaseUrl: string,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(command, args, {
    cwd: folder,
    // In the environment and not among the arguments, where every user of the machine could read the password.
    env: { ...process.env, POSTGRES_URL: databaseUrl, GRAPH_LOG: "error", NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    signal: interrupted.signal,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  try {
    const code = await new Promise<number | null>((resolve, reject) =>
      child.once("error", reject).once("close", resolve),
    );
    return { code, output };
  } catch (error) {
    interrupted.signal.throwIfAborted();
    throw error;
  }
}

/** gnd ends with an error when something failed; its summary tells that it ran the suite at all. */
function outcomeOf({ name }: Suite, code: number | null, output: string): TestOutcome {
  if (code === 0 && output.includes("Tests: 1 passed, 0 failed")) return { name, status: "passed" };
  const failures = output.slice(Math.max(0, output.indexOf(`✘ ${name}`))).trimEnd();
  return { name, status: "failed", reason: `gnd ended with exit code ${code}:\n${failures}` };
}

/** A handler that no suite calls would fail only on a real chain. */
function coverageOutcome(): TestOutcome {
  const name = "Every event that a contract can emit stands in a suite";
  const emitted = new Set(
    suites.flatMap(({ blocks }) =>
      blocks.flatMap(({ events = [] }) =>
        events.map(({ contract, event }) => `${contractAt[contract]}.${event}`),
      ),
    ),
  );
  const abis = path.join(import.meta.dirname, "build", "abis");
  const missing = abiNames.flatMap((contract) =>
    handledEvents(path.join(abis, `${contract}.json`))
      .map((event) => `${contract}.${event.name}`)
      .filter((event) => !emitted.has(event) && !emittedThere.has(event)),
  );
  if (missing.length === 0) return { name, status: "passed" };
  return {
    name,
    status: "failed",
    reason: `No suite has ${missing.join(", ")}. Remedy: add it to one in subgraph/tests.`,
  };
}

async function main(): Promise<void> {
  const json = process.argv.includes("--json");
  const words = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
  const chosen = suites.filter(({ name }) =>
    words.every((part) => name.toLowerCase().includes(part.toLowerCase())),
  );
  if (chosen.length === 0) {
    throw new SubgraphError(
      `No suite has "${words.join(" ")}" in its name.`,
      `choose from: ${suites.map(({ name }) => name).join("; ")}.`,
    );
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () =>
      interrupted.abort(new SubgraphError(`Stopped by ${signal}.`, "run the command again.")),
    );
  }
  try {
    const gnd = findGraphNode();
    const tests =
      gnd === undefined
        ? chosen.map(skipped)
        : await runAll(gnd, chosen, chosen.length === suites.length);
    report(tests, json);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function skipped({ name }: Suite): TestOutcome {
  const reason =
    `gnd, which runs these tests, exists for Linux on x64 only, and this is ${process.platform} on ${process.arch}. ` +
    "Remedy: run them in a container for linux/amd64.";
  return { name, status: "skipped", reason };
}

function report(tests: TestOutcome[], json: boolean): void {
  const count = (status: TestOutcome["status"]) =>
    tests.filter((test) => test.status === status).length;
  const outcome: Outcome = {
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
    tests,
  };
  if (outcome.failed > 0) process.exitCode = 1;
  if (json) {
    process.stdout.write(`${JSON.stringify(outcome)}\n`);
    return;
  }
  for (const { name, status, reason } of tests)
    process.stdout.write(`${status}  ${name}\n${reason === undefined ? "" : `${reason}\n`}`);
  const skipped = outcome.skipped > 0 ? `, ${outcome.skipped} skipped` : "";
  process.stdout.write(`${outcome.passed} passed, ${outcome.failed} failed${skipped}\n`);
}

await runCommand(main);
