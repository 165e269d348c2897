import {
  administrator,
  node,
  nodeAddress,
  operator,
  publicKey,
  registerNode,
  registerOperator,
} from "./assembly.ts";
import { account, at, emit, expect, hash, type Suite } from "./suite.ts";

const other = hash(0x07e5);

function status(transaction: number, value: number, activeSeconds: number, actor = at.Authority) {
  return emit(hash(transaction), "NodeRegistry", "NodeStatusChanged", {
    node,
    actor,
    status: value,
    activeSeconds,
  });
}

function describe(transaction: number, region: string, actor: typeof node) {
  return emit(hash(transaction), "NodeRegistry", "NodeDescribed", {
    node,
    actor,
    region,
    template: hash(0),
    release: hash(0x5e1),
    serviceClass: region === "FR" ? "" : "standard",
  });
}

/** Registration, withdrawal, registration by another organisation, admission, suspension, reinstatement, standby, quarantine, retirement. */
export const suite: Suite = {
  name: "Nodes from registration to retirement",
  blocks: [
    {},
    {
      timestamp: 1000,
      events: [
        ...registerOperator,
        emit(hash(1), "OrganisationRegistry", "OrganisationRegistered", {
          organisation: other,
          actor: at.Authority,
          identifier: "EUID-FR-0002",
          name: "Operator Y",
        }),
        registerNode,
        describe(11, "BE-BRU", administrator),
      ],
    },
    { timestamp: 1010, events: [status(2, 0, 0, administrator)] },
    {
      timestamp: 1020,
      events: [
        emit(hash(3), "NodeRegistry", "NodeRegistered", {
          node,
          organisation: other,
          actor: account("administrator of Y"),
          network: "18446744073709551615",
          kind: 3,
          publicKey,
          host: "2001:db8::1",
          port: 65_535,
        }),
      ],
    },
    { timestamp: 1100, events: [status(4, 2, 0)] },
    { timestamp: 1150, events: [status(5, 3, 50)] },
    { timestamp: 1200, events: [status(6, 2, 50)] },
    { timestamp: 1210, events: [status(8, 5, 60), status(9, 2, 60), status(10, 6, 60)] },
    {
      timestamp: 1220,
      events: [
        emit(hash(12), "NodeRegistry", "NodeMoved", {
          node,
          actor: account("administrator of Y"),
          host: "2001:db8::2",
          port: 1,
        }),
        describe(13, "FR", account("administrator of Y")),
      ],
    },
    { timestamp: 1230, events: [status(7, 4, 80)] },
  ],
  assertions: [
    expect(
      `{ nodes { id organisation { name } network kind status publicKey host port address activeSecondsBefore activeSince
         registeredBy registeredBlock registeredAt registeredIn { id } validator { id } region template release serviceClass
         describedIn { id } } }`,
      {
        nodes: [
          {
            id: node,
            organisation: { name: "Operator Y" },
            network: "18446744073709551615",
            kind: "BRIDGE",
            status: "RETIRED",
            publicKey,
            host: "2001:db8::2",
            port: 1,
            address: nodeAddress,
            activeSecondsBefore: "80",
            activeSince: null,
            registeredBy: account("administrator of Y"),
            registeredBlock: "3",
            registeredAt: "1020",
            registeredIn: { id: hash(3) },
            validator: null,
            region: "FR",
            template: null,
            release: hash(0x5e1),
            serviceClass: null,
            describedIn: { id: hash(13) },
          },
        ],
      },
    ),
    // The total at any time follows from two facts.
    ...(
      [
        [1, "PENDING", "0", null],
        [2, "NONE", "0", null],
        [3, "PENDING", "0", null],
        [4, "ACTIVE", "0", "1100"],
        [5, "SUSPENDED", "50", null],
        [6, "ACTIVE", "50", "1200"],
      ] as const
    ).map(([block, value, activeSecondsBefore, activeSince]) =>
      expect(
        `{ node(id: "${node}", block: { number: ${block} }) { status activeSecondsBefore activeSince } }`,
        {
          node: { status: value, activeSecondsBefore, activeSince },
        },
      ),
    ),
    expect(
      `{ node(id: "${node}") { statusHistory(orderBy: ordinal) { status actor activeSeconds block timestamp transaction { id } } } }`,
      {
        node: {
          statusHistory: [
            ["PENDING", administrator, "0", "1", "1000", hash(0x0a2)] as const,
            ["NONE", administrator, "0", "2", "1010", hash(2)] as const,
            ["PENDING", account("administrator of Y"), "0", "3", "1020", hash(3)] as const,
            ["ACTIVE", at.Authority, "0", "4", "1100", hash(4)] as const,
            ["SUSPENDED", at.Authority, "50", "5", "1150", hash(5)] as const,
            ["ACTIVE", at.Authority, "50", "6", "1200", hash(6)] as const,
            ["STANDBY", at.Authority, "60", "7", "1210", hash(8)] as const,
            ["ACTIVE", at.Authority, "60", "7", "1210", hash(9)] as const,
            ["QUARANTINED", at.Authority, "60", "7", "1210", hash(10)] as const,
            ["RETIRED", at.Authority, "80", "9", "1230", hash(7)] as const,
          ].map(([value, actor, activeSeconds, block, timestamp, id]) => ({
            status: value,
            actor,
            activeSeconds,
            block,
            timestamp,
            transaction: { id },
          })),
        },
      },
    ),
    expect(`{ nodeAddress(id: "${nodeAddress}") { node { id } } }`, {
      nodeAddress: { node: { id: node } },
    }),
    expect(
      `{ nodeRegistereds(where: { block: 1 }) { node { id } organisation { id } actor network kind publicKey host port } }`,
      {
        nodeRegistereds: [
          {
            node: { id: node },
            organisation: { id: operator },
            actor: administrator,
            network: "31337",
            kind: "VALIDATOR",
            publicKey,
            host: "node.operator-x.example",
            port: 30_303,
          },
        ],
      },
    ),
    expect(
      `{ nodeStatusChangeds(where: { block_gte: 5 }, orderBy: ordinal) { node { id } actor status activeSeconds } }`,
      {
        nodeStatusChangeds: [
          ["SUSPENDED", "50"] as const,
          ["ACTIVE", "50"] as const,
          ["STANDBY", "60"] as const,
          ["ACTIVE", "60"] as const,
          ["QUARANTINED", "60"] as const,
          ["RETIRED", "80"] as const,
        ].map(([value, activeSeconds]) => ({
          node: { id: node },
          actor: at.Authority,
          status: value,
          activeSeconds,
        })),
      },
    ),
    // The register forgets what was said about a registration that was withdrawn.
    ...(
      [
        [1, "BE-BRU", "standard", hash(0x5e1)],
        [2, null, null, null],
        [3, null, null, null],
      ] as const
    ).map(([block, region, serviceClass, release]) =>
      expect(
        `{ node(id: "${node}", block: { number: ${block} }) { region serviceClass release } }`,
        { node: { region, serviceClass, release } },
      ),
    ),
    expect(`{ nodeMoveds { node { id } actor host port } }`, {
      nodeMoveds: [
        { node: { id: node }, actor: account("administrator of Y"), host: "2001:db8::2", port: 1 },
      ],
    }),
    expect(
      `{ nodeDescribeds(orderBy: ordinal) { node { id } actor region template release serviceClass } }`,
      {
        nodeDescribeds: [
          [administrator, "BE-BRU", "standard"] as const,
          [account("administrator of Y"), "FR", ""] as const,
        ].map(([actor, region, serviceClass]) => ({
          node: { id: node },
          actor,
          region,
          template: hash(0),
          release: hash(0x5e1),
          serviceClass,
        })),
      },
    ),
  ],
};
