import { containersOf } from "../../deploy/render/compose.ts";
import { Containers } from "../network/containers.ts";
import {
  checkTopology,
  nodeFolder,
  nodeOf,
  readNetworkFolder,
  renderContainers,
  writeNetworkFolder,
} from "../network/network-folder.ts";
import { standings } from "../network/running-network.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";

export const networkRemoveNodeCommand: Command = {
  verb: "network remove-node",
  summary:
    "Take a node out of a network after a vote has retired it: stops and removes its containers; its folder with the key stays.",
  options: {
    folder: { value: "<folder>", meaning: "what `network init` wrote", required: true },
    name: { value: "<name>", meaning: "name of the node", required: true },
  },
  async run({ folder, name }) {
    const network = readNetworkFolder(folder as string);
    const node = nodeOf(network, name as string);
    const shrunk = {
      ...network,
      topology: {
        ...network.topology,
        nodes: network.topology.nodes.filter((one) => one !== node),
      },
    };
    checkTopology(shrunk.topology, `it first: without ${node.name} it would be no network`);
    const containers = await Containers.of(network);
    const standing = (await standings(network, containers, [node])).get(node.name);
    if (standing?.isAdmitted === true) {
      throw new CommandError(
        `${node.name} still takes part${standing.isValidator ? " and validates" : ""}: without it the others would wait for it.`,
        "Let the body retire it first; then give the command again. To stop it for a while: docker compose stop.",
      );
    }
    // A node that was prepared and never started is not in the file yet.
    await renderContainers(network, []);
    const { place, client, enforcer } = containersOf(node.name);
    await containers.compose(["rm", "--stop", "--force", enforcer, client, place], {
      profiles: [node.name],
    });
    writeNetworkFolder(shrunk);
    await renderContainers(shrunk, []);
    return {
      text: `Removed ${node.name}. Its key and chain stay in ${nodeFolder(network, node)} until you delete them.`,
      json: { node: node.name, state: "removed", folder: nodeFolder(network, node) },
    };
  },
};
