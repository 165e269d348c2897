import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { type Address } from "viem";

import { addressOfKey, enodeUrl } from "../../deploy/agents/clients/node-client.ts";
import { states, type StateCode } from "../../deploy/networks/local/members.ts";
import { type NetworkPlan, networks } from "../../deploy/networks/networks.ts";
import type { Founding } from "../../deploy/render/founding.ts";
import {
  besuConfiguration,
  type BesuNodeSettings,
  besuPermissions,
  besuStaticNodes,
} from "../../deploy/render/besu-node.ts";
import { kaiaInitArguments, kaiaRunArguments } from "../../deploy/render/kaia-node.ts";
import { type TopologyNode, topologyProblems } from "../../deploy/render/topology.ts";
import { withBindings } from "./bindings.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { createNodeKey } from "./node-key-file.ts";

/** JSON-RPC and enforcer of a node, on its own loopback. */
const rpcPort = 8_551;
const enforcerPort = 9_545;

export const networkInitCommand: Command = {
  verb: "network init",
  summary:
    "Found a network: make the keys, the genesis with the whole system inside, and the settings of each node and its enforcer.",
  options: {
    network: { value: "<name>", meaning: Object.keys(networks).join(", "), default: "evaluation" },
    out: { value: "<folder>", meaning: "folder to write; it must not exist", required: true },
  },
  async run({ network, out }) {
    const plan = networkPlan(network as string);
    const folder = path.resolve(out as string);
    if (existsSync(folder)) {
      throw new CommandError(
        `${folder} exists already.`,
        "Give another folder: it would hold keys, and nothing is overwritten.",
      );
    }
    const { renderGenesis } = await withBindings(() => import("../../deploy/render/founding.ts"));
    const { topology } = plan;
    const founding: Founding = {
      network: topology.name,
      nodes: {},
      mandateKeys: {} as Record<StateCode, Address>,
    };
    for (const { name, organisation } of topology.nodes) {
      const place = nodeFolder(folder, organisation, name);
      await mkdir(place, { recursive: true, mode: 0o700 });
      const { publicKey } = await createNodeKey(path.join(place, "node-key"));
      founding.nodes[name] = publicKey;
    }
    for (const { code } of states) {
      const place = path.join(folder, "members", code);
      await mkdir(place, { recursive: true, mode: 0o700 });
      const { address } = await createNodeKey(path.join(place, "mandate-key"));
      founding.mandateKeys[code] = address;
    }

    const { addresses, file } = await renderGenesis(plan, founding);
    await writeFile(path.join(folder, "founding.json"), json(founding));
    await writeFile(path.join(folder, "genesis.json"), file);
    const enodes = topology.nodes.map(({ name, host, port }) => ({
      publicKey: founding.nodes[name] ?? ("0x" as const),
      host,
      port,
    }));
    for (const [index, { name, organisation, kind, host, port }] of topology.nodes.entries()) {
      const place = nodeFolder(folder, organisation, name);
      await writeFile(
        path.join(place, "enforcer.json"),
        json({
          node: { client: topology.client, rpc: `http://127.0.0.1:${rpcPort}` },
          addresses: {
            NodeRegistry: addresses.NodeRegistry,
            ValidatorSet: addresses.ValidatorSet,
          },
          founders: enodes.map(enodeUrl),
          listen: { host: "127.0.0.1", port: enforcerPort },
        }),
      );
      const settings = { chainId: topology.chainId, host, port, rpcPort };
      const commands =
        topology.client === "besu"
          ? await writeBesu(place, { ...settings, founders: enodes })
          : kaiaCommands(kind, addressOfKey(enodes[index]?.publicKey ?? "0x"), settings);
      const enforcer = [
        "# The enforcer beside it, from the repository, with the full path of this folder:",
        "npm run foedus -- agent enforcer --settings <this folder>/enforcer.json",
      ];
      await writeFile(path.join(place, "commands.txt"), lines([...commands, ...enforcer]));
    }
    return {
      text: [
        `Founded ${topology.name} (chain ${topology.chainId}) in ${folder}.`,
        "",
        "  founding.json   the founders' public keys: publish it, so that everybody can compute the genesis",
        "  genesis.json    the first block: every node starts from the same file",
        "  organisations/  a folder for each operator: key, settings, commands. Give each operator its own and nobody else's",
        "  members/        the members' mandate keys. Give each member its own and nobody else's",
        "",
        `Next: npm run foedus -- verify genesis --folder ${out as string}`,
      ].join("\n"),
      json: { folder, chainId: topology.chainId, nodes: topology.nodes.length },
    };
  },
};

/** The plan of a network that can be founded. */
export function networkPlan(name: string): NetworkPlan {
  const plan = networks[name];
  if (plan === undefined) {
    throw new CommandError(
      `There is no network "${name}".`,
      `Give one of: ${Object.keys(networks).join(", ")}; another one is a folder in deploy/networks/ and a line in networks.ts.`,
    );
  }
  const problems = topologyProblems(plan.topology);
  if (problems.length > 0) {
    throw new CommandError(
      `The topology of ${name} cannot be rendered: ${problems.join(" ")}`,
      `Correct deploy/networks/${name}/topology.ts.`,
    );
  }
  return plan;
}

interface NodePlace {
  chainId: number;
  host: string;
  port: number;
  rpcPort: number;
}

/** Kaia takes all of its settings as arguments. */
function kaiaCommands(
  kind: TopologyNode["kind"],
  address: Address,
  { chainId, port, rpcPort: rpc }: NodePlace,
): string[] {
  const program = kind === "validator" ? "kcn" : "ken";
  const run = kaiaRunArguments({
    program,
    dataFolder: "data",
    keyFile: "node-key",
    chainId,
    address,
    port,
    rpcHost: "127.0.0.1",
    rpcPort: rpc,
  });
  return [
    "# Once, in this folder:",
    `${program} ${kaiaInitArguments("data", "../../../genesis.json").join(" ")}`,
    "# The node:",
    `${program} ${run.join(" ")}`,
  ];
}

/** Besu reads its settings from files. */
async function writeBesu(place: string, settings: BesuNodeSettings): Promise<string[]> {
  await writeFile(path.join(place, "besu.toml"), besuConfiguration(settings));
  await writeFile(path.join(place, "permissions.toml"), besuPermissions(settings.founders));
  await writeFile(path.join(place, "static-nodes.json"), besuStaticNodes(settings.founders));
  return ["# The node, in this folder:", "besu --config-file=besu.toml"];
}

const lines = (all: readonly string[]): string => `${all.join("\n")}\n`;

const nodeFolder = (folder: string, organisation: string, name: string): string =>
  path.join(folder, "organisations", organisation, name);

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
