import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { createPublicClient, http, isHash, type Hash } from "viem";

import type { Founding } from "../../deploy/render/founding.ts";
import type { HashedGenesis } from "../../deploy/render/besu-genesis-hash.ts";
import { kaiaInitArguments } from "../../deploy/render/kaia-node.ts";
import { provideKaia } from "../network/kaia-binary.ts";
import { withBindings } from "./bindings.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { networkPlan } from "./network-init.ts";

const run = promisify(execFile);

export const verifyGenesisCommand: Command = {
  verb: "verify genesis",
  summary:
    "Compute a network's genesis anew, from this repository and the founders' public keys, and compare the file and a running node with it.",
  options: {
    folder: {
      value: "<folder>",
      meaning: "holds founding.json, genesis.json and genesis-logs.json",
      required: true,
    },
    rpc: { value: "<url>", meaning: "JSON-RPC of a node whose first block is compared, too" },
  },
  async run({ folder, rpc }) {
    const place = path.resolve(folder as string);
    const founding = await readFounding(path.join(place, "founding.json"));
    const plan = networkPlan(founding.network);
    const { foundingProblems, renderGenesis } = await withBindings(
      () => import("../../deploy/render/founding.ts"),
    );
    const problems = foundingProblems(plan, founding);
    if (problems.length > 0) {
      throw new CommandError(
        `The founders' keys make no network: ${problems.join(" ")}`,
        "Ask the founders for the founding.json that they agreed on.",
      );
    }
    const { file, logsFile } = await renderGenesis(plan, founding);
    await compareFile(place, "genesis.json", file, "do not start a node from this file");
    await compareFile(place, "genesis-logs.json", logsFile, "do not start an index from this file");
    const running = typeof rpc === "string" ? await firstBlock(rpc) : undefined;
    const hash = plan.topology.client === "kaia" ? await kaiaHash(file) : await besuHash(file);
    if (running !== undefined && running !== hash) {
      throw new CommandError(
        `The node at ${String(rpc)} began with block ${running}, the genesis is ${hash}.`,
        "The node runs another network: start it on an empty data folder from the verified genesis.json.",
      );
    }
    const told = `Hash of the first block: ${hash}${running === undefined ? "" : `, as at ${String(rpc)}`}`;
    return {
      text: [
        "genesis.json and genesis-logs.json are what this repository makes of the founders' keys.",
        told,
      ].join("\n"),
      json: { network: founding.network, genesisHash: hash },
    };
  },
};

async function readFounding(file: string): Promise<Founding> {
  const text = await readText(file);
  try {
    const founding = JSON.parse(text) as Partial<Founding>;
    const { network, nodes, mandateKeys, operatorKeys } = founding;
    if (
      typeof network === "string" &&
      isRecord(nodes) &&
      isRecord(mandateKeys) &&
      isRecord(operatorKeys)
    )
      return { network, nodes, mandateKeys, operatorKeys };
  } catch {
    // The error below says the same.
  }
  throw new CommandError(
    `${file} is no founding of a network.`,
    "Give the folder that `foedus network init` wrote, or the founding.json that the founders published.",
  );
}

async function compareFile(
  folder: string,
  name: string,
  computed: string,
  warning: string,
): Promise<void> {
  const given = await readText(path.join(folder, name));
  if (given === computed) return;
  throw new CommandError(
    `${name} is not what this repository makes of founding.json: it differs from line ${firstDifference(given, computed)} on.`,
    `Check out the release that the founders named; if it is that one, ${warning}.`,
  );
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new CommandError(
      `${file} cannot be read.`,
      "Give the folder that holds founding.json, genesis.json and genesis-logs.json.",
      cause,
    );
  }
}

/** Besu hashes its first block as Ethereum does. */
async function besuHash(genesis: string): Promise<Hash> {
  const { besuGenesisHash } = await import("../../deploy/render/besu-genesis-hash.ts");
  return besuGenesisHash(JSON.parse(genesis) as HashedGenesis);
}

/** Kaia has a header of its own, so that the client itself tells the hash. */
async function kaiaHash(genesis: string): Promise<Hash> {
  const kaia = await provideKaia("kcn", (line) => process.stderr.write(`${line}\n`));
  if ("missing" in kaia) {
    throw new CommandError("The hash of the first block cannot be computed.", kaia.missing);
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), "foedus-genesis-"));
  try {
    const file = path.join(folder, "genesis.json");
    await writeFile(file, genesis);
    const { stdout, stderr } = await run(kaia.file, kaiaInitArguments(folder, file));
    const [, hash] =
      /Successfully wrote genesis state.*hash=(0x[0-9a-f]{64})/.exec(stdout + stderr) ?? [];
    if (!isHash(hash ?? "")) throw new Error("Kaia wrote no hash of the genesis.");
    return hash as Hash;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function firstBlock(url: string): Promise<Hash> {
  try {
    const chain = createPublicClient({ transport: http(url, { retryCount: 0 }) });
    return (await chain.getBlock({ blockNumber: 0n })).hash;
  } catch (cause) {
    throw new CommandError(
      `There is no answer from a node at ${url}.`,
      "Give the address of its JSON-RPC, http://127.0.0.1:8551.",
      cause,
    );
  }
}

/** Number of the first line that differs, from 1. */
function firstDifference(one: string, other: string): number {
  const lines = other.split("\n");
  return one.split("\n").findIndex((line, index) => line !== lines[index]) + 1;
}

const isRecord = (value: unknown): value is never => typeof value === "object" && value !== null;
