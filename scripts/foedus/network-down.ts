import { existsSync } from "node:fs";
import path from "node:path";

import { Containers } from "../network/containers.ts";
import { readNetworkFolder } from "../network/network-folder.ts";
import type { Command } from "./command.ts";

export const networkDownCommand: Command = {
  verb: "network down",
  summary:
    "Stop a network's containers on this machine and remove them; keys, chain and database stay in the folder.",
  options: {
    folder: { value: "<folder>", meaning: "what `network init` wrote", required: true },
  },
  async run({ folder }) {
    const network = readNetworkFolder(folder as string);
    const containers = await Containers.of(network);
    const before = await containers.list();
    // Nothing was ever started from this folder.
    if (before.length === 0 && !existsSync(path.join(network.folder, "compose.yaml"))) {
      return {
        text: `Nothing of ${network.topology.name} runs on this machine.`,
        json: { network: network.topology.name, removed: 0 },
      };
    }
    await containers.compose(["down", "--remove-orphans"], {
      profiles: network.topology.nodes.map(({ name }) => name),
    });
    return {
      text: `Stopped ${network.topology.name}: ${before.length} containers are gone, nothing in ${network.folder} is.`,
      json: { network: network.topology.name, removed: before.length },
    };
  },
};
