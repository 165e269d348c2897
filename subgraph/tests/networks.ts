import { keccak256, stringToHex } from "viem";

import { registerNode, registerOperator } from "./assembly.ts";
import { at, concat, emit, expect, hash, type Hex, type Suite } from "./suite.ts";

const chainId = 31_337;
const id: Hex = "0x0000000000007a69";
const actor = at.Authority;
const genesisHash = hash(0x9e);

function resource(transaction: number, key: string, uri: string) {
  return emit(hash(transaction), "NetworkDirectory", "NetworkResourceSet", {
    chainId,
    keyHash: keccak256(stringToHex(key)),
    actor,
    key,
    uri,
  });
}

const resourceId = (key: string): Hex => concat(id, keccak256(stringToHex(key)));

export const suite: Suite = {
  name: "Networks, their stages and their resources",
  blocks: [
    {},
    // The node is there before its network is.
    { timestamp: 1000, events: [...registerOperator, registerNode] },
    {
      timestamp: 1010,
      events: [
        emit(hash(1), "NetworkDirectory", "NetworkRegistered", {
          chainId,
          actor,
          stage: 1,
          name: "Foedus Pilot",
          consensus: "QBFT",
        }),
        emit(hash(1), "NetworkDirectory", "NetworkRegistered", {
          chainId: "18446744073709551615",
          actor,
          stage: 3,
          name: "Largest",
          consensus: "Istanbul BFT",
        }),
        resource(1, "rpc", "https://rpc.example"),
        resource(1, "explorer", "https://explorer.example"),
      ],
    },
    {
      timestamp: 1020,
      events: [
        emit(hash(2), "NetworkDirectory", "NetworkStageChanged", { chainId, actor, stage: 2 }),
        emit(hash(2), "NetworkDirectory", "NetworkGenesisAnchored", {
          chainId,
          actor,
          genesisHash,
        }),
        resource(2, "rpc", "wss://rpc.example"),
        resource(2, "explorer", ""),
      ],
    },
    {
      timestamp: 1030,
      events: [
        emit(hash(3), "NetworkDirectory", "NetworkStageChanged", { chainId, actor, stage: 4 }),
      ],
    },
  ],
  assertions: [
    expect(
      `{ networks(orderBy: chainId) { id chainId name stage consensus genesisHash genesisIn { id } registeredBlock registeredAt
         registeredIn { id } resources(orderBy: key) { id key uri setBlock setAt setIn { id } } nodes { host }
         stageHistory(orderBy: ordinal) { stage actor block timestamp transaction { id } } } }`,
      {
        networks: [
          {
            id,
            chainId: String(chainId),
            name: "Foedus Pilot",
            stage: "RETIRED",
            consensus: "QBFT",
            genesisHash,
            genesisIn: { id: hash(2) },
            registeredBlock: "2",
            registeredAt: "1010",
            registeredIn: { id: hash(1) },
            resources: [["explorer", null] as const, ["rpc", "wss://rpc.example"] as const].map(
              ([key, uri]) => ({
                id: resourceId(key),
                key,
                uri,
                setBlock: "3",
                setAt: "1020",
                setIn: { id: hash(2) },
              }),
            ),
            nodes: [{ host: "node.operator-x.example" }],
            stageHistory: [
              ["DEVELOPMENT", "2", "1010", hash(1)] as const,
              ["PILOT", "3", "1020", hash(2)] as const,
              ["RETIRED", "4", "1030", hash(3)] as const,
            ].map(([stage, block, timestamp, transaction]) => ({
              stage,
              actor,
              block,
              timestamp,
              transaction: { id: transaction },
            })),
          },
          {
            id: "0xffffffffffffffff",
            chainId: "18446744073709551615",
            name: "Largest",
            stage: "PRODUCTION",
            consensus: "Istanbul BFT",
            genesisHash: null,
            genesisIn: null,
            registeredBlock: "2",
            registeredAt: "1010",
            registeredIn: { id: hash(1) },
            resources: [],
            nodes: [],
            stageHistory: [
              {
                stage: "PRODUCTION",
                actor,
                block: "2",
                timestamp: "1010",
                transaction: { id: hash(1) },
              },
            ],
          },
        ],
      },
    ),
    // A node knows its network by number, whether the directory has it or not.
    ...(
      [
        [1, null],
        [2, { name: "Foedus Pilot" }],
      ] as const
    ).map(([block, directoryEntry]) =>
      expect(`{ nodes(block: { number: ${block} }) { network directoryEntry { name } } }`, {
        nodes: [{ network: String(chainId), directoryEntry }],
      }),
    ),
    expect(
      `{ networkRegistereds(where: { chainId: ${chainId} }) { network { id } actor stage name consensus } }`,
      {
        networkRegistereds: [
          { network: { id }, actor, stage: "DEVELOPMENT", name: "Foedus Pilot", consensus: "QBFT" },
        ],
      },
    ),
    expect(`{ networkStageChangeds(orderBy: ordinal) { network { id } actor stage } }`, {
      networkStageChangeds: ["PILOT", "RETIRED"].map((stage) => ({
        network: { id },
        actor,
        stage,
      })),
    }),
    expect(`{ networkGenesisAnchoreds { network { id } actor genesisHash } }`, {
      networkGenesisAnchoreds: [{ network: { id }, actor, genesisHash }],
    }),
    expect(
      `{ networkResourceSets(orderBy: ordinal) { network { id } resource { id } actor key uri } }`,
      {
        networkResourceSets: [
          ["rpc", "https://rpc.example"] as const,
          ["explorer", "https://explorer.example"] as const,
          ["rpc", "wss://rpc.example"] as const,
          ["explorer", ""] as const,
        ].map(([key, uri]) => ({
          network: { id },
          resource: { id: resourceId(key) },
          actor,
          key,
          uri,
        })),
      },
    ),
    expect(`{ transaction(id: "${hash(3)}") { networkStageChanges { stage } } }`, {
      transaction: { networkStageChanges: [{ stage: "RETIRED" }] },
    }),
  ],
};
