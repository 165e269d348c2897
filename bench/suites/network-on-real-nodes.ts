import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { createPublicClient, type Hex, http, slice } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

import { Assembly, assemblyParameters } from "../../test/network/assembly.ts";
import { KaiaNetwork, until } from "../../test/network/kaia-network.ts";
import { NetworkIndex } from "../../test/network/network-index.ts";
import { Session } from "../../test/network/session.ts";

/** What is measured on four real validators; one line of JSON. Run in a network namespace of its own, with `KCN` and `KEN`. */
export interface NetworkFigures {
  /** Blocks from the execution of the vote until every node has it so. */
  connectedAfter: number;
  validatesAfter: number;
  disconnectedAfter: number;
  validatesNoMoreAfter: number;
  /** Of one enforcer, after half a minute at one block a second. */
  enforcerMegabytes: number;
  enforcerCorePercent: number;
  /** Seconds that a thousand changes in the register of nodes take, and a thousand transfers of nothing, sent at once. */
  registerOperations: number;
  transfers: number;
  /** Milliseconds from a block at the node until the index has it. */
  indexLag: { median: number; worst: number; blocks: number };
}

const root = path.resolve(import.meta.dirname, "../..");
const chainId = 77_003;
const window = 30_000;
/** Transactions that are sent at once, and blocks for which the index is watched. */
const transactions = 1_000;
const indexedBlocks = 40;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-bench-network-"));
const network = await KaiaNetwork.start({
  programs: { kcn: process.env["KCN"] ?? "kcn", ken: process.env["KEN"] ?? "ken" },
  folder,
  chainId,
  founders: 4,
  // As it runs beside a node: one file, without the tools of this repository.
  enforcer: [path.join(root, ".foedus/agents/foedus-agent.mjs"), "enforcer"],
  parameters: assemblyParameters,
});
try {
  process.stdout.write(`${JSON.stringify(await measure())}\n`);
} finally {
  await network.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
// The chain in which the genesis was made keeps the process alive.
process.exit(0);

async function measure(): Promise<NetworkFigures> {
  const assembly = new Assembly(network.node(0).rpc, chainId, network.addresses);
  const session = new Session(network, assembly);
  await assembly.convene();
  await session.foundersObey();
  const { megabytes, corePercent } = await costOfEnforcer(network.node(0).enforcerPid);

  const indexLag = await lagOfIndex();
  const transfers = await secondsOf(await assembly.signTransfers(transactions));
  const account = privateKeyToAccount(generatePrivateKey());
  const publicKey = slice(account.publicKey, 1);
  const moved = { account, enode: { publicKey, host: "node.example", port: 30_303 } };
  await assembly.registerNode(moved);
  const registerOperations = await secondsOf(await assembly.signMoves(moved, transactions));

  const fifth = network.addNode();
  fifth.init();
  await fifth.start();
  await fifth.startEnforcer();
  const id = await assembly.registerNode(fifth);
  const blocksUntil = async (executed: bigint, what: string, condition: () => Promise<boolean>) => {
    await until(what, condition);
    return Number((await session.head()) - executed);
  };
  const admitted = await assembly.decideOnNode("admitNode", id);
  const validatesAfter = await blocksUntil(admitted, "validates", () => session.validates(fifth));
  const connectedAfter = await blocksUntil(admitted, "connected", async () => {
    return (await session.connectedTo(fifth)).length === 4;
  });
  await until("it has caught up", async () => (await fifth.client.head()) >= admitted);
  const retired = await assembly.decideOnNode("retireNode", id);
  const validatesNoMoreAfter = await blocksUntil(retired, "validates no more", async () => {
    return !(await session.validates(fifth));
  });
  const disconnectedAfter = await blocksUntil(retired, "disconnected", async () => {
    return (await session.connectedTo(fifth)).length === 0;
  });
  return {
    connectedAfter,
    validatesAfter,
    disconnectedAfter,
    validatesNoMoreAfter,
    enforcerMegabytes: megabytes,
    enforcerCorePercent: corePercent,
    registerOperations,
    transfers,
    indexLag,
  };
}

/** Seconds that a thousand of these transactions take, from the first that is sent until the last stands in a block. */
async function secondsOf(signed: readonly Hex[]): Promise<number> {
  const chain = createPublicClient({ transport: http(network.node(0).rpc), pollingInterval: 50 });
  const began = performance.now();
  const hashes: Hex[] = [];
  // In order, so that none waits in the node for one before it.
  for (const serializedTransaction of signed)
    hashes.push(await chain.sendRawTransaction({ serializedTransaction }));
  const receipts = await Promise.all(
    hashes.map((hash) => chain.waitForTransactionReceipt({ hash, timeout: 120_000 })),
  );
  const failed = receipts.filter(({ status }) => status !== "success");
  if (failed.length > 0) throw new Error(`${failed.length} of ${signed.length} were reverted.`);
  return (performance.now() - began) / signed.length;
}

/** How far the index is behind the first node, block by block. */
async function lagOfIndex(): Promise<NetworkFigures["indexLag"]> {
  const index = await NetworkIndex.start(network);
  try {
    await index.indexed(await network.node(0).client.head());
    const sorted = (await index.lags(indexedBlocks)).toSorted((a, b) => a - b);
    return {
      median: sorted[sorted.length >> 1] ?? Number.NaN,
      worst: sorted.at(-1) ?? Number.NaN,
      blocks: sorted.length,
    };
  } finally {
    await index.stop();
  }
}

/** Memory and share of a core of a process while nothing happens but blocks. */
async function costOfEnforcer(pid: number): Promise<{ megabytes: number; corePercent: number }> {
  await pause(5_000);
  const before = ticks(pid);
  const began = performance.now();
  await pause(window);
  // The kernel counts in hundredths of a second.
  const used = (ticks(pid) - before) * 10;
  const [, kilobytes = "0"] =
    /^VmRSS:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return {
    megabytes: Number(kilobytes) / 1_024,
    corePercent: (100 * used) / (performance.now() - began),
  };
}

function ticks(pid: number): number {
  const fields = fs
    .readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return Number(fields[11]) + Number(fields[12]);
}
