import { existsSync, readdirSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import path from "node:path";

import { unpack } from "../network/archive.ts";
import { Containers } from "../network/containers.ts";
import {
  hasService,
  keepKeysOutOfGit,
  networkFiles,
  nodeFolder,
  nodeKeyFile,
  readNetworkFolder,
  relayerKeyFile,
  webhooksKeyFile,
} from "../network/network-folder.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";

export const networkRestoreCommand: Command = {
  verb: "network restore",
  summary:
    "Make a network's folder out of a backup, after its checksums were verified: each node begins with the chain of the backup.",
  options: {
    from: { value: "<file>", meaning: "what `network backup` wrote", required: true },
    folder: {
      value: "<folder>",
      meaning: "folder to make; it must not exist or be empty",
      required: true,
    },
  },
  async run({ from, folder }) {
    const archive = path.resolve(from as string);
    const place = path.resolve(folder as string);
    if (!existsSync(archive))
      throw new CommandError(
        `${archive} does not exist.`,
        "Give the file that `network backup` wrote.",
      );
    if (existsSync(place) && readdirSync(place).length > 0) {
      throw new CommandError(
        `${place} is not empty.`,
        "Give a new folder: keys and chain of a network are never overwritten.",
      );
    }
    await mkdir(path.dirname(place), { recursive: true });
    const stage = await mkdtemp(`${place}.restoring-`);
    try {
      const unpacked = path.join(stage, "archive");
      await mkdir(unpacked);
      const manifest = await unpack(archive, unpacked);
      const made = path.join(stage, "network");
      await mkdir(made);
      for (const file of networkFiles) await cp(path.join(unpacked, file), path.join(made, file));
      keepKeysOutOfGit(made);
      const network = readNetworkFolder(made);
      await refuseRunning(await Containers.of(network), network.topology.name);

      for (const node of network.topology.nodes) {
        await mkdir(nodeFolder(network, node), { recursive: true, mode: 0o700 });
        await cp(path.join(unpacked, "chain"), path.join(nodeFolder(network, node), "data"), {
          recursive: true,
        });
        await chmod(path.join(nodeFolder(network, node), "data"), 0o700);
      }
      if (existsSync(path.join(unpacked, "database"))) {
        await mkdir(path.join(made, "services"));
        await rename(path.join(unpacked, "database"), path.join(made, "services", "database"));
      }
      if (existsSync(path.join(unpacked, "keys")))
        await cp(path.join(unpacked, "keys"), made, { recursive: true });
      const keyless = network.topology.nodes
        .filter((node) => !existsSync(nodeKeyFile(network, node)))
        .map((node) => path.join(place, path.relative(made, nodeKeyFile(network, node))));
      const lacksRelayerKey =
        hasService(network, "relayer") && !existsSync(relayerKeyFile(network));
      const lacksWebhooksKey =
        hasService(network, "webhooks") && !existsSync(webhooksKeyFile(network));
      await rm(place, { recursive: true, force: true });
      await rename(made, place);
      return {
        text: [
          `Restored ${manifest.network} into ${place}: ${Object.keys(manifest.files).length} files, each as it was; the chain of ${manifest.node} of ${manifest.madeAt}.`,
          ...(keyless.length === 0
            ? []
            : ["Put these keys back first (mode 0600):", ...keyless.map((file) => `  ${file}`)]),
          ...(lacksRelayerKey
            ? [
                `Put ${relayerKeyFile({ folder: place })} back, too (mode 0600); without it the relayer gets a new account, which the body has to appoint.`,
              ]
            : []),
          ...(lacksWebhooksKey
            ? [
                `Put ${webhooksKeyFile({ folder: place })} back, too (mode 0600); with another one the webhooks do not start on this database.`,
              ]
            : []),
          `Next: npm run foedus -- network up --folder ${folder as string}`,
        ].join("\n"),
        json: {
          network: manifest.network,
          folder: place,
          block: manifest.block,
          missingKeys: keyless,
        },
      };
    } finally {
      await rm(stage, { recursive: true, force: true });
    }
  },
};

async function refuseRunning(containers: Containers, name: string): Promise<void> {
  const running = (await containers.list()).filter(({ state }) => state === "running");
  if (running.length > 0) {
    throw new CommandError(
      `${name} runs on this machine (${running.length} containers).`,
      "A restored network would use its addresses and its keys: stop it first with `network down`.",
    );
  }
}
