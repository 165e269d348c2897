import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import type { Address } from "viem";

import { addressOfKey } from "../../deploy/agents/clients/node-client.ts";
import {
  kubernetesManifests,
  type KubernetesPlan,
  kubernetesProblems,
  namespaceOf,
} from "../../deploy/render/kubernetes.ts";
import {
  appDatabaseFiles,
  authorisationKeyFile,
  databasePasswordFile,
  dappEndpoints,
  enforcerSettings,
  makeAuthorisationKey,
  type NetworkFolder,
  nodeKeyFile,
  passwordIn,
  publicKeyOf,
  readNetworkFolder,
  relayerSecretFiles,
  relayerSettings,
  renderAppDatabase,
  renderContainers,
  renderRelayer,
  renderWebhooks,
  webhooksSecretFiles,
  webhooksSettings,
  reportKeyFile,
  simulatorSettings,
} from "../network/network-folder.ts";
import type { ServiceKind } from "../../deploy/render/topology.ts";
import type { Command, CommandOutput } from "./command.ts";
import { CommandError } from "./command-error.ts";

export const networkRenderCommand: Command = {
  verb: "network render",
  summary:
    "Write a network's containers for Compose or for Kubernetes, without starting any. No secret is written.",
  options: {
    folder: { value: "<folder>", meaning: "what `network init` wrote", required: true },
    format: { value: "<format>", meaning: "compose, kubernetes", default: "compose" },
    organisation: {
      value: "<id>",
      meaning: "for Kubernetes: only what this organisation runs; everything when left out",
    },
    registry: {
      value: "<host/path>",
      meaning: "for Kubernetes: where the cluster finds the images",
    },
  },
  async run({ folder, format, organisation, registry }) {
    const network = readNetworkFolder(folder as string);
    switch (format) {
      case "compose": {
        await renderContainers(network, []);
        const file = path.join(network.folder, "compose.yaml");
        return {
          text: `Wrote ${file}.\nStart it: npm run foedus -- network up --folder ${folder as string}`,
          json: { file },
        };
      }
      case "kubernetes":
        return await renderKubernetes(network, {
          ...(typeof organisation === "string" ? { organisation } : {}),
          ...(typeof registry === "string" ? { registry: `${registry.replace(/\/$/, "")}/` } : {}),
        });
      default:
        throw new CommandError(
          `"${String(format)}" is no format.`,
          "Give one of: compose, kubernetes.",
        );
    }
  },
};

async function renderKubernetes(
  network: NetworkFolder,
  choice: Pick<KubernetesPlan, "organisation" | "registry">,
): Promise<CommandOutput> {
  const { topology, folder } = network;
  const addresses: Record<string, Address> = {};
  const enforcers: Record<string, string> = {};
  const ours = topology.nodes.filter(
    (node) => choice.organisation === undefined || node.organisation === choice.organisation,
  );
  for (const node of topology.nodes) {
    addresses[node.name] = addressOfKey(await publicKeyOf(network, node));
    enforcers[node.name] = JSON.stringify(enforcerSettings(network, "0.0.0.0"));
  }
  const plan: KubernetesPlan = {
    topology,
    addresses,
    enforcers,
    genesis: readFileSync(path.join(folder, "genesis.json"), "utf8"),
    endpoints: JSON.stringify(dappEndpoints(network, ours)),
    relayer: JSON.stringify(relayerSettings(network)),
    webhooks: JSON.stringify(webhooksSettings(network)),
    simulator: JSON.stringify(simulatorSettings(network, "0.0.0.0")),
    ...choice,
  };
  const problems = kubernetesProblems(plan);
  if (problems.length > 0) {
    throw new CommandError(
      `${topology.name} cannot be rendered for Kubernetes: ${problems.join(" ")}`,
      "Correct topology.json or the options.",
    );
  }
  const file = path.join(folder, "kubernetes.yaml");
  writeFileSync(file, kubernetesManifests(plan));
  const namespace = namespaceOf(topology);
  const secret = (name: string, files: Record<string, string>) =>
    `  kubectl --namespace ${namespace} create secret generic ${name} ${Object.entries(files)
      .map(([key, from]) => `--from-file=${key}=${from}`)
      .join(" ")}`;
  const secrets = ours.flatMap((node) => [
    secret(`${node.name}-node-key`, { "node-key": nodeKeyFile(network, node) }),
    secret(`${node.name}-report-key`, { "report-key": reportKeyFile(network, node) }),
  ]);
  const runs = (kind: ServiceKind) =>
    topology.services.some(
      (service) =>
        service.kind === kind &&
        (choice.organisation === undefined || service.organisation === choice.organisation),
    );
  if (runs("database")) {
    const file = databasePasswordFile(network);
    passwordIn(file);
    secrets.push(secret("database-password", { "database-password": file }));
  }
  if (runs("relayer")) {
    await renderRelayer(network);
    const { key, database, password } = relayerSecretFiles(network);
    secrets.push(
      secret("relayer-password", { "relayer-password": password }),
      secret("relayer", { key, database }),
    );
  }
  if (runs("webhooks")) {
    await renderWebhooks(network);
    const { key, database, password } = webhooksSecretFiles(network);
    secrets.push(
      secret("webhooks-password", { "webhooks-password": password }),
      secret("webhooks", { key, database }),
    );
  }
  if (runs("app")) {
    await makeAuthorisationKey(network);
    renderAppDatabase(network);
    const { address, password } = appDatabaseFiles(network);
    secrets.push(
      secret("authorisation", { key: authorisationKeyFile(network) }),
      secret("app-password", { "app-password": password }),
      secret("app-database", { address }),
    );
  }
  return {
    text: [
      `Wrote ${file}: ${ours.length} nodes in the namespace ${namespace}.`,
      "Its secrets are made apart, each by whoever holds the key:",
      ...secrets,
      `Then: kubectl apply --filename ${file}`,
    ].join("\n"),
    json: { file, namespace, nodes: ours.map(({ name }) => name) },
  };
}
