import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { type Address } from "viem";

import { committeeOperators, type CommitteeOperator } from "../../deploy/networks/local/bodies.ts";
import { states, type StateCode } from "../../deploy/networks/local/members.ts";
import { type NetworkPlan, networks } from "../../deploy/networks/networks.ts";
import type { Founding } from "../../deploy/render/founding.ts";
import { topologyProblems } from "../../deploy/render/topology.ts";
import {
  hasService,
  mandateKeyFile,
  type NetworkFolder,
  nodeFolder,
  nodeKeyFile,
  relayerAccountOf,
  renderNode,
  writeNetworkFolder,
} from "../network/network-folder.ts";
import { withBindings } from "./bindings.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { createNodeKey } from "./node-key-file.ts";

export const networkInitCommand: Command = {
  verb: "network init",
  summary:
    "Found a network: make the keys, the genesis with the whole system inside, and the settings of each node and its enforcer.",
  options: {
    network: { value: "<name>", meaning: Object.keys(networks).join(", "), default: "evaluation" },
    members: {
      value: "<codes>",
      meaning:
        "states that are members, for example BE,DE,FR,NL to try things with few; all 27 when left out",
    },
    out: { value: "<folder>", meaning: "folder to write; it must not exist", required: true },
  },
  async run({ network, out, members }) {
    const plan = networkPlan(network as string);
    const folder = path.resolve(out as string);
    const founded = await foundNetwork(
      plan,
      folder,
      typeof members === "string" ? statesIn(members) : undefined,
    );
    const relayer = hasService(founded, "relayer") ? await relayerAccountOf(founded) : null;
    const { name, chainId, nodes } = plan.topology;
    return {
      text: [
        `Founded ${name} (chain ${chainId}) in ${folder}.`,
        "",
        "  founding.json      the founders' public keys: publish it, so that everybody can compute the genesis",
        "  genesis.json       the first block: every node starts from the same file",
        "  genesis-logs.json  what the contracts said while they were deployed: the index begins with it",
        "  topology.json      organisations, nodes and services; addresses.json: where the contracts are",
        "  organisations/     a folder for each operator: key, settings, commands. Give each operator its own and nobody else's",
        "  members/           the members' mandate keys. Give each member its own and nobody else's",
        "  operators/         the mandate keys of the operators in their committee. Give each operator its own and nobody else's",
        ...(relayer === null
          ? []
          : [
              `  services/relayer/  the key of the relayer, account ${relayer}, which brings signed ballots`,
            ]),
        "",
        `Next: npm run foedus -- verify genesis --folder ${out as string}`,
        `      npm run foedus -- network up --folder ${out as string}`,
        `      npm run foedus -- network convene --folder ${out as string}`,
      ].join("\n"),
      json: { folder, chainId, nodes: nodes.length, relayer },
    };
  },
};

/** Makes keys and genesis of a network in a folder that does not exist yet. */
export async function foundNetwork(
  plan: NetworkPlan,
  folder: string,
  members: readonly StateCode[] = states.map(({ code }) => code),
): Promise<NetworkFolder> {
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
    mandateKeys: {},
    operatorKeys: {} as Record<CommitteeOperator, Address>,
  };
  const network = { folder, topology, founding, addresses: {} } as unknown as NetworkFolder;
  for (const node of topology.nodes) {
    await mkdir(nodeFolder(network, node), { recursive: true, mode: 0o700 });
    const { publicKey } = await createNodeKey(nodeKeyFile(network, node));
    founding.nodes[node.name] = publicKey;
  }
  for (const code of members)
    founding.mandateKeys[code] = await createMandateKey(mandateKeyFile(network, code));
  for (const code of committeeOperators) {
    const file = path.join(folder, "operators", code, "mandate-key");
    founding.operatorKeys[code] = await createMandateKey(file);
  }
  if (hasService(network, "relayer")) await relayerAccountOf(network);
  const { addresses, file, logsFile } = await renderGenesis(plan, founding);
  const founded = { ...network, addresses };
  await writeFile(path.join(folder, "genesis.json"), file);
  await writeFile(path.join(folder, "genesis-logs.json"), logsFile);
  writeNetworkFolder(founded);
  for (const node of topology.nodes) await renderNode(founded, node);
  return founded;
}

/** Codes of member states, separated by commas. */
function statesIn(list: string): StateCode[] {
  const codes = [...new Set(list.split(",").map((code) => code.trim().toUpperCase()))];
  return codes.map((code) => {
    const state = states.find((one) => one.code === code);
    if (state === undefined) {
      throw new CommandError(
        `"${code}" is no member state.`,
        `Give codes of: ${states.map((one) => one.code).join(", ")}.`,
      );
    }
    return state.code;
  });
}

/** Makes a mandate key and the folder that it stands in; its address. */
async function createMandateKey(file: string): Promise<Address> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  return (await createNodeKey(file)).address;
}

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
