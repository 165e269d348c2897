import { expect } from "chai";

import { evaluation } from "../../../deploy/networks/evaluation/topology.ts";
import { networks } from "../../../deploy/networks/networks.ts";
import {
  type Topology,
  type TopologyNode,
  type TopologyService,
  topologyProblems,
} from "../../../deploy/render/topology.ts";

const [first, ...others] = evaluation.nodes;

/** The evaluation network with these services. */
const withServices = (...services: TopologyService[]): Topology => ({ ...evaluation, services });

const jsonRpc: TopologyService = { kind: "json-rpc", organisation: "alpha", node: "alpha-1" };

/** The evaluation network with another first node. */
const withFirst = (changes: Partial<TopologyNode>): Topology => {
  if (first === undefined) throw new Error("The network has no node.");
  return { ...evaluation, nodes: [{ ...first, ...changes }, ...others] };
};

describe("Topology of a network", () => {
  for (const [name, { topology }] of Object.entries(networks)) {
    it(`of ${name} can be rendered, and stands under its own name`, () => {
      expect(topologyProblems(topology)).to.deep.equal([]);
      expect(topology.name).to.equal(name);
    });
  }

  const wrong: [what: string, topology: Topology, problem: string][] = [
    ["two nodes of one name", withFirst({ name: "beta-1" }), 'Two nodes have the name "beta-1".'],
    [
      "two nodes at one address",
      withFirst({ host: "10.77.0.12" }),
      "Two nodes are at 10.77.0.12:30303.",
    ],
    [
      "a node of nobody",
      withFirst({ organisation: "omega" }),
      'Node alpha-1 is run by "omega", which is no organisation of the topology.',
    ],
    [
      "a host that would break a configuration file",
      withFirst({ host: "10.77.0.11\nevil" }),
      'Node alpha-1 is at "10.77.0.11\nevil", which is no host name and no IP address.',
    ],
    [
      "a port out of range",
      withFirst({ port: 0 }),
      "Node alpha-1 has the port 0: give one from 1 to 65535.",
    ],
    [
      "a name that would leave its folder",
      withFirst({ name: "../alpha" }),
      'The node\'s name "../alpha" is not lower-case letters, digits and hyphens.',
    ],
    [
      "too few validators",
      withFirst({ kind: "observer" }),
      "There are 3 validators: a network that shall survive the loss of one needs 4.",
    ],
    [
      "an unknown kind",
      withFirst({ kind: "miner" as "validator" }),
      'Node alpha-1 is of the kind "miner": give one of validator, boot, observer, bridge.',
    ],
    [
      "an unknown client",
      { ...evaluation, client: "geth" as "kaia" },
      '"geth" is no client that can be rendered: besu, kaia.',
    ],
    [
      "a time that is none",
      { ...evaluation, genesisTime: "tomorrow" },
      'The time of the first block "tomorrow" is not of the form 2026-01-01T00:00:00Z.',
    ],
    ["no chain id", { ...evaluation, chainId: 0 }, "The chain id 0 is no positive whole number."],
    [
      "a service of nobody",
      withServices({ ...jsonRpc, organisation: "omega" }),
      'The service json-rpc is run by "omega", which is no organisation of the topology.',
    ],
    [
      "a service that asks a node that is not there",
      withServices({ ...jsonRpc, node: "alpha-2" }),
      'The service json-rpc asks "alpha-2", which is no node of the topology.',
    ],
    [
      "a service that asks somebody else's node",
      withServices({ ...jsonRpc, node: "beta-1" }),
      "The service json-rpc of alpha asks beta-1 of beta.",
    ],
    ["a service twice", withServices(jsonRpc, jsonRpc), "There is more than one service json-rpc."],
    [
      "an index without a database",
      withServices(jsonRpc, { kind: "index", organisation: "alpha" }),
      "The service index asks the service database, which is missing.",
    ],
    [
      "a database that the machine could reach",
      withServices({ kind: "database", organisation: "alpha", port: 5_432 }),
      "The service database has the port 5432: only index, relayer, webhooks and dApp may reach it.",
    ],
    [
      "a relayer that the machine could reach",
      withServices({ kind: "relayer", organisation: "alpha", port: 9_547 }),
      "The service relayer has the port 9547: only the dApp may reach it.",
    ],
    [
      "a simulator that the machine could reach",
      withServices(jsonRpc, { kind: "simulator", organisation: "alpha", port: 9_548 }),
      "The service simulator has the port 9548: only the dApp may reach it.",
    ],
    [
      "a simulator without a node",
      withServices({ kind: "simulator", organisation: "alpha" }),
      "The service simulator asks the service json-rpc, which is missing.",
    ],
    [
      "a relayer without a database",
      withServices(jsonRpc, { kind: "relayer", organisation: "alpha" }),
      "The service relayer asks the service database, which is missing.",
    ],
    [
      "webhooks without an index",
      withServices(
        jsonRpc,
        { kind: "database", organisation: "alpha" },
        { kind: "webhooks", organisation: "alpha" },
      ),
      "The service webhooks asks the service index, which is missing.",
    ],
    [
      "two services at one port",
      withServices(
        { ...jsonRpc, port: 8_000 },
        { kind: "index", organisation: "alpha", port: 8_000 },
      ),
      "Two services have the port 8000.",
    ],
    [
      "an unknown service",
      withServices({ kind: "mail" as "app", organisation: "alpha" }),
      '"mail" is no kind of service: give one of json-rpc, database, index, relayer, webhooks, simulator, app.',
    ],
    [
      "a subnet that is none",
      { ...evaluation, subnet: "10.77.0.0" },
      'The subnet "10.77.0.0" is no IPv4 network such as 10.77.0.0/24.',
    ],
    [
      "a node outside the subnet",
      withFirst({ host: "10.78.0.11" }),
      "Node alpha-1 is at 10.78.0.11, which is outside the subnet 10.77.0.0/24.",
    ],
    [
      "a node at the machine's own address",
      withFirst({ host: "10.77.0.1" }),
      "Node alpha-1 is at 10.77.0.1, which is the machine's own address.",
    ],
    [
      "two organisations of one id",
      {
        ...evaluation,
        organisations: evaluation.organisations.map((one) => ({ ...one, id: "alpha" })),
      },
      'Two organisations have the id "alpha".',
    ],
  ];
  for (const [what, topology, problem] of wrong) {
    it(`is refused with ${what}`, () => {
      expect(topologyProblems(topology)).to.include(problem);
    });
  }
});
