import { stringToHex } from "viem";
import { describe, expect, it } from "vitest";

import {
  addressesDouble,
  ChainDouble,
  idDouble,
  type SaidDouble,
  transactionDouble,
} from "#lib/chain/chain-double.ts";
import { readDrift } from "#lib/features/nodes/read-drift.ts";
import { readOrganisations } from "#lib/features/organisations/read-organisations.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { readNode } from "./nodes/[id]/read-node.ts";
import { readOrganisation } from "./organisations/[id]/read-organisation.ts";
import { readNetwork } from "./read-network.ts";

const alpha = idDouble(1, 32);
const node = idDouble(7, 32);
const events: SaidDouble[] = [
  {
    by: "Council",
    block: 1,
    event: "ProposalCreated",
    args: {
      proposalId: 1n,
      proposer: idDouble(11),
      targets: [idDouble(2)],
      values: [0n],
      calldatas: [`0xaaaaaaaa${"5".repeat(64)}`],
      voteStart: 11n,
      voteEnd: 90n,
      description: "# Register Alpha",
    },
  },
  {
    by: "OrganisationRegistry",
    block: 2,
    event: "OrganisationRegistered",
    args: { organisation: alpha, identifier: "ALPHA", name: "Alpha" },
  },
  { by: "Council", block: 2, logIndex: 1, event: "ProposalExecuted", args: { proposalId: 1n } },
  {
    by: "NodeRegistry",
    block: 3,
    event: "NodeRegistered",
    args: {
      node,
      organisation: alpha,
      actor: idDouble(5),
      network: 31337n,
      kind: 0,
      publicKey: "0x12",
      host: "a.example",
      port: 30303,
    },
  },
  {
    by: "Council",
    block: 4,
    event: "ProposalCreated",
    args: {
      proposalId: 2n,
      proposer: idDouble(11),
      targets: [idDouble(2)],
      values: [0n],
      calldatas: [`0xbbbbbbbb${node.slice(2)}`],
      voteStart: 41n,
      voteEnd: 90n,
      description: "# Admit it",
    },
  },
  {
    by: "NodeRegistry",
    block: 6,
    event: "NodeStatusChanged",
    args: { node, actor: idDouble(6), status: 2, activeSeconds: 0n },
  },
  { by: "Council", block: 6, logIndex: 1, event: "ProposalExecuted", args: { proposalId: 2n } },
  {
    by: "NodeMonitoring",
    block: 9,
    event: "ObedienceReported",
    args: {
      node,
      actor: idDouble(5),
      blockNumber: 8n,
      blockHash: idDouble(8, 32),
      drifts: [
        { kind: stringToHex("missing-peer", { size: 32 }), subject: node },
        { kind: stringToHex("allowlist-off", { size: 32 }), subject: idDouble(0, 32) },
      ],
    },
  },
];
const views = {
  getValidators: () => [idDouble(7), idDouble(99)],
  obedience: () => ({ reportedAt: 90, blockNumber: 8n, driftCount: 2 }),
};
const sources = {
  index: indexDouble({}),
  chain: new ChainDouble(events, views).reader,
  addresses: addressesDouble,
};

describe("Without the index", () => {
  it("a node has its history and the decisions behind it", async () => {
    const found = await readNode(sources, node);
    expect(found).toMatchObject({
      host: "a.example",
      status: "active",
      activeSince: 60,
      validator: { inSet: true },
      organisation: { name: "Alpha" },
    });
    expect(
      found?.statusHistory.map(({ status, transaction }) => [
        status,
        transaction.executedProposals.map(({ number }) => number),
      ]),
    ).toEqual([
      ["pending", []],
      ["active", [2]],
    ]);
    expect(found?.proposalCalls).toMatchObject([
      { selector: "0xbbbbbbbb", proposal: { number: 2, createdAt: 40, executedAt: 60 } },
    ]);
    expect(found?.latestObedience).toEqual({
      actor: idDouble(5),
      reportedBlock: 8,
      timestamp: 90,
      transaction: transactionDouble(9),
      drifts: [
        { kind: "missing-peer", subject: node, subjectNode: { id: node, host: "a.example" } },
        { kind: "allowlist-off", subject: null, subjectNode: null },
      ],
    });
    await expect(readNode(sources, idDouble(8, 32))).resolves.toBeNull();
  });

  it("an organisation has its nodes and the decision that registered it", async () => {
    const found = await readOrganisation(sources, alpha);
    expect(found).toMatchObject({
      name: "Alpha",
      registeredIn: transactionDouble(2),
      nodes: [{ host: "a.example", status: "active" }],
      statusHistory: [{ status: "active", transaction: { executedProposals: [{ number: 1 }] } }],
    });
    await expect(readOrganisation(sources, node)).resolves.toBeNull();
  });

  it("the drift of a network is found", async () => {
    await expect(readDrift(sources, 31337)).resolves.toMatchObject([
      { host: "a.example", latestObedience: { drifts: [{ kind: "missing-peer" }, {}] } },
    ]);
    await expect(readDrift(sources, 1)).resolves.toEqual([]);
  });

  it("organisations are listed", async () => {
    await expect(readOrganisations(sources)).resolves.toMatchObject({
      source: "contracts",
      organisations: [{ name: "Alpha", registeredAt: 20, nodes: [{ status: "active" }] }],
    });
  });

  it("validators have the names of their nodes, as far as there are any", async () => {
    await expect(readNetwork(sources)).resolves.toMatchObject({
      activeNodes: 1,
      validators: [
        { id: idDouble(7), node: { host: "a.example", organisation: { name: "Alpha" } } },
        { id: idDouble(99), node: null },
      ],
    });
  });
});
