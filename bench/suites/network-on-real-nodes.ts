import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { Assembly, assemblyParameters } from "../../test/network/assembly.ts";
import { KaiaNetwork, until } from "../../test/network/kaia-network.ts";
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
}

const root = path.resolve(import.meta.dirname, "../..");
const chainId = 77_003;
const window = 30_000;

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
  };
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
