import { describe, expect, it } from "vitest";

import {
  addressesDouble,
  ChainDouble,
  idDouble,
  type SaidDouble,
} from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";
import type { NodeSummary } from "#lib/index/nodes.ts";

import { nodePage, readNodes } from "./read-nodes.ts";

const node = (
  n: number,
  status: NodeSummary["status"],
  kind: NodeSummary["kind"],
): NodeSummary => ({
  id: idDouble(n, 32),
  host: `n${n}.example`,
  kind,
  status,
  network: 31337,
  organisation: { id: idDouble(1, 32), name: "Alpha" },
  registeredAt: n,
  activeSecondsBefore: 0,
  activeSince: null,
  region: null,
  obedienceReportedAt: null,
  driftCount: null,
});
const everything = { status: null, kind: null, page: 1 } as const;

describe("nodePage", () => {
  const all = [
    node(5, "pending", "validator"),
    node(4, "none", "validator"),
    node(3, "active", "boot"),
    node(2, "active", "validator"),
    node(1, "retired", "bridge"),
  ];
  const hosts = (filter: Parameters<typeof nodePage>[1]) =>
    nodePage(all, filter).nodes.map(({ host }) => host.slice(0, 2));

  it("sifts by status and kind, and lists a withdrawn registration nowhere", () => {
    expect(hosts(everything)).toEqual(["n5", "n3", "n2", "n1"]);
    expect(hosts({ ...everything, status: "active" })).toEqual(["n3", "n2"]);
    expect(hosts({ ...everything, kind: "validator" })).toEqual(["n5", "n2"]);
    expect(hosts({ status: "active", kind: "bridge", page: 1 })).toEqual([]);
  });

  it("counts each status whatever is asked for", () => {
    expect(nodePage(all, { ...everything, status: "retired" }).counts).toEqual({
      pending: 1,
      active: 2,
      standby: 0,
      quarantined: 0,
      suspended: 0,
      retired: 1,
    });
  });

  it("says whether another page follows", () => {
    const many = Array.from({ length: 101 }, (_, i) => node(101 - i, "active", "boot"));
    const page = (number: number) => {
      const { nodes, more } = nodePage(many, { ...everything, page: number });
      return [nodes[0]?.host, nodes.length, more];
    };
    expect([page(1), page(2), page(3), page(4)]).toEqual([
      ["n101.example", 50, true],
      ["n51.example", 50, true],
      ["n1.example", 1, false],
      [undefined, 0, false],
    ]);
    expect(nodePage(many.slice(1), { ...everything, page: 2 }).more).toBe(false);
  });
});

describe("readNodes", () => {
  const registered: SaidDouble = {
    by: "NodeRegistry",
    block: 9,
    event: "NodeRegistered",
    args: {
      node: idDouble(9, 32),
      organisation: idDouble(1, 32),
      actor: idDouble(5),
      network: 31337n,
      kind: 0,
      publicKey: "0x12",
      host: "new.example",
      port: 30303,
    },
  };
  const reading = (index: object, isLate: boolean) => ({
    index: indexDouble(index as Record<string, object>),
    chain: new ChainDouble([registered], {
      obedience: () => ({ reportedAt: 80, blockNumber: 8n, driftCount: 2 }),
    }).reader,
    addresses: addressesDouble,
    isLate: Promise.resolve(isLate),
  });
  const answers = {
    Nodes: { nodes: [node(2, "active", "boot")] },
    NodeCounts: {
      pending: [],
      active: [{ id: "0x" }],
      standby: [],
      quarantined: [],
      suspended: [],
      retired: [],
    },
  };

  it("asks the index, and the register when the index is late or silent", async () => {
    await expect(readNodes(reading(answers, false), everything)).resolves.toMatchObject({
      source: "index",
      nodes: [{ host: "n2.example" }],
      more: false,
      counts: { active: 1 },
    });
    for (const from of [reading(answers, true), reading({}, false)])
      await expect(readNodes(from, everything)).resolves.toMatchObject({
        source: "contracts",
        nodes: [
          {
            host: "new.example",
            status: "pending",
            registeredAt: 90,
            obedienceReportedAt: 80,
            driftCount: 2,
          },
        ],
        counts: { pending: 1, active: 0 },
      });
  });
});
