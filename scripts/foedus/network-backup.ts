import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";

import { containersOf } from "../../deploy/render/compose.ts";
import type { TopologyNode } from "../../deploy/render/topology.ts";
import { pack } from "../network/archive.ts";
import { Containers } from "../network/containers.ts";
import { thenPutBack } from "../network/interruption.ts";
import {
  type NetworkFolder,
  networkFiles,
  nodeFolder,
  nodeKeyFile,
  nodeOf,
  readNetworkFolder,
  relayerKeyFile,
  webhooksKeyFile,
  reportKeyFile,
} from "../network/network-folder.ts";
import { programsOf } from "../network/running-network.ts";
import { runProgram } from "../network/program.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";

/** Keys that a client makes for itself in its data folder: they are its node's own and made anew. */
const ownKeys = new Set(["bls-nodekey", "nodekey"]);

export const networkBackupCommand: Command = {
  verb: "network backup",
  summary:
    "Write a network's chain, database and settings into one archive. One node pauses while its chain is copied; the others go on.",
  options: {
    folder: { value: "<folder>", meaning: "what `network init` wrote", required: true },
    out: { value: "<file>", meaning: "archive to write; it must not exist", required: true },
    node: {
      value: "<name>",
      meaning: "node whose chain is copied; one that serves nobody when left out",
    },
    "with-keys": {
      meaning:
        "put the keys of nodes, members, relayer and webhooks into it, too: whoever has it can act for them",
    },
  },
  async run({ folder, out, node: name, "with-keys": withKeys }) {
    const network = readNetworkFolder(folder as string);
    const archive = path.resolve(out as string);
    if (existsSync(archive))
      throw new CommandError(
        `${archive} exists already.`,
        "Give another file; nothing is overwritten.",
      );
    if (!existsSync(path.dirname(archive)))
      throw new CommandError(
        `There is no folder ${path.dirname(archive)} to write the archive into.`,
        "Make it, or mount it, or give a file in another folder.",
      );
    const containers = await Containers.of(network);
    const node = typeof name === "string" ? nodeOf(network, name) : nodeToCopy(network);
    if (!existsSync(path.join(nodeFolder(network, node), "data", "klay"))) {
      throw new CommandError(
        `${node.name} has no chain yet.`,
        "Start the network first, or give another node: --node.",
      );
    }
    // Beside the archive: it is as large, and may not fit elsewhere.
    const stage = await mkdtemp(`${archive}.stage-`);
    try {
      const running = (await containers.list()).filter(({ state }) => state === "running");
      const isRunning = (service: string) => running.some((one) => one.service === service);
      const { client } = containersOf(node.name);
      // Who writes stops before what it writes to; and the relayer before its node, so that the chain's copy is not older than its database.
      const paused = ["index", "relayer", "webhooks", "database", client].filter(isRunning);
      const block = isRunning(client)
        ? Number(await containers.ask<string>(node.name, "eth_blockNumber"))
        : undefined;
      const began = performance.now();
      const profiles = [node.name];
      await thenPutBack(
        async () => {
          for (const service of paused) await containers.compose(["stop", service], { profiles });
          await copy(network, node, stage);
        },
        async () => {
          if (paused.length > 0)
            await containers.compose(["start", ...paused.toReversed()], { profiles });
        },
      );
      const seconds = (performance.now() - began) / 1000;
      if (withKeys === true) await copyKeys(network, stage);
      await pack(
        stage,
        {
          network: network.topology.name,
          chainId: network.topology.chainId,
          madeAt: new Date().toISOString(),
          node: node.name,
          block: block ?? -1,
        },
        archive,
      );
      if (paused.length > 0)
        await containers.untilHealthy([
          ...programsOf(node).filter(isRunning),
          ...paused.filter((service) => service !== client),
        ]);
      return {
        text: [
          `Wrote ${archive}${block === undefined ? "" : `: the chain up to block ${block} or a little more`}.`,
          paused.length === 0
            ? "Nothing ran meanwhile."
            : `${paused.join(", ")} paused for ${seconds.toFixed(1)} s and are back.`,
          withKeys === true
            ? "Warning: it holds the keys of nodes, members, relayer and webhooks. Whoever has it can act for them; keep it as you keep the keys."
            : "It holds no key of a node or member: keep those apart (organisations/*/*/*-key, members/*/mandate-key, operators/*/mandate-key, services/relayer/key, services/webhooks/key).",
        ].join("\n"),
        json: {
          archive,
          node: node.name,
          block: block ?? null,
          paused,
          seconds: Number(seconds.toFixed(1)),
          keys: withKeys === true,
        },
      };
    } finally {
      await rm(stage, { recursive: true, force: true });
    }
  },
};

/** The last node that answers nobody's JSON-RPC: users notice least of its pause. */
function nodeToCopy(network: NetworkFolder): TopologyNode {
  const { nodes, services } = network.topology;
  const free = nodes.filter(
    (node) =>
      !services.some((service) => service.node === node.name) &&
      existsSync(path.join(nodeFolder(network, node), "data", "klay")),
  );
  const node = free.at(-1) ?? nodes[0];
  if (node === undefined) throw new Error("The network has no node.");
  return node;
}

async function copy(network: NetworkFolder, node: TopologyNode, stage: string): Promise<void> {
  for (const file of networkFiles)
    await cp(path.join(network.folder, file), path.join(stage, file));
  await cp(
    path.join(nodeFolder(network, node), "data", "klay"),
    path.join(stage, "chain", "klay"),
    {
      recursive: true,
      filter: (source) => !ownKeys.has(path.basename(source)),
    },
  );
  const database = path.join(network.folder, "services", "database");
  if (existsSync(path.join(database, "data", "complete"))) {
    // The program keeps the modes, which PostgreSQL insists on.
    await runProgram("cp", ["-a", database, path.join(stage, "database")]);
  }
}

async function copyKeys(network: NetworkFolder, stage: string): Promise<void> {
  const ofNodes = network.topology.nodes.flatMap((node) => [
    nodeKeyFile(network, node),
    reportKeyFile(network, node),
  ]);
  for (const from of [...ofNodes, relayerKeyFile(network), webhooksKeyFile(network)]) {
    if (!existsSync(from)) continue;
    const to = path.join(stage, "keys", path.relative(network.folder, from));
    await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
    await cp(from, to);
  }
  for (const holders of ["members", "operators"]) {
    const from = path.join(network.folder, holders);
    if (existsSync(from)) await cp(from, path.join(stage, "keys", holders), { recursive: true });
  }
}
