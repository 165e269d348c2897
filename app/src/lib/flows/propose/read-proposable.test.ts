import { stringToHex } from "viem";
import { expect, it } from "vitest";

import {
  addressesDouble,
  ChainDouble,
  idDouble,
  type SaidDouble,
} from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { readProposable } from "./read-proposable.ts";

const id = (n: number) => idDouble(n, 32);
const registered = (n: number, host: string): SaidDouble => ({
  by: "NodeRegistry",
  block: n,
  event: "NodeRegistered",
  args: {
    node: id(n),
    organisation: id(1),
    actor: idDouble(5),
    network: 31337n,
    kind: 0,
    publicKey: "0x12",
    host,
    port: 30303,
  },
});
const changed = (n: number, status: number): SaidDouble => ({
  by: "NodeRegistry",
  block: n + 20,
  event: "NodeStatusChanged",
  args: { node: id(n), actor: idDouble(5), status, activeSeconds: 0n },
});
const events: SaidDouble[] = [
  { by: "NetworkDirectory", block: 1, event: "NetworkRegistered", args: { chainId: 31337n } },
  {
    by: "OrganisationRegistry",
    block: 1,
    event: "OrganisationRegistered",
    args: { organisation: id(1), identifier: "ALPHA", name: "Alpha" },
  },
  registered(2, "pending.example"),
  registered(3, "active.example"),
  changed(3, 2),
  registered(4, "retired.example"),
  changed(4, 4),
  registered(5, "withdrawn.example"),
  changed(5, 0),
  registered(6, "Suspended.example"),
  changed(6, 3),
  {
    by: "MemberRegistry",
    block: 7,
    event: "RepresentativeAppointed",
    args: { account: idDouble(101), key: idDouble(11), notAfter: 900 },
  },
];
/** Code, class, status and weight of the members, in the order of their places. */
const members = [
  ["SE", 0, 1, 30n],
  ["BE", 0, 1, 10n],
  ["CH", 1, 1, 8n],
  ["MT", 0, 2, 5n],
  ["GB", 0, 3, 60n],
] as const;
const views = {
  network: () => ({ name: "Pilot", stage: 2, consensus: "QBFT", genesisHash: id(0) }),
  memberCount: () => BigInt(members.length),
  memberAt: (place: bigint) => idDouble(101 + Number(place)),
  member: (account: `0x${string}`) => {
    const [code, memberClass, status, weight] = members[Number(account) - 101]!;
    return {
      code: stringToHex(code, { size: 32 }),
      index: Number(account) - 101,
      class: memberClass,
      status,
      weight,
      weightYear: 2024,
    };
  },
};
const answers = {
  Proposable: {
    memberRegistry: { totalHeads: 1, totalWeight: 7n },
    nodes: [],
  },
  Representatives: { memberRegistry: { id: id(8) }, representatives: [], members: [] },
  Organisations: { organisations: [{ id: id(9), name: "Omega", status: "retired", nodes: [] }] },
};
const reading = (index: Record<string, object>, late: boolean) => ({
  index: indexDouble(index),
  chain: new ChainDouble(events, views).reader,
  addresses: addressesDouble,
  isLate: Promise.resolve(late),
});

it.each([
  ["gives no answer", {}, false],
  ["is late", answers, true],
])("what can be proposed comes from the registers when the index %s", async (_, index, late) => {
  const { nodes, totals, mandates, organisations, networks } = await readProposable(
    reading(index, late),
    addressesDouble,
  );
  expect(organisations).toEqual([{ id: id(1), name: "Alpha", status: "active" }]);
  expect(networks).toMatchObject([{ chainId: "31337", name: "Pilot", stage: "pilot" }]);
  expect(nodes.map(({ host, status, network }) => [host, status, network])).toEqual([
    ["Suspended.example", "suspended", 31337n],
    ["active.example", "active", 31337n],
    ["pending.example", "pending", 31337n],
  ]);
  expect(nodes[0]?.organisation).toEqual({ id: id(1), name: "Alpha" });
  // Neither observers nor suspended members count.
  expect(totals).toEqual({ heads: 2, weight: 40n });
  expect(mandates.representatives).toMatchObject([{ key: idDouble(11), member: { code: "SE" } }]);
});

it("an index that keeps up is believed", async () => {
  await expect(readProposable(reading(answers, false), addressesDouble)).resolves.toEqual({
    nodes: [],
    totals: { heads: 1, weight: 7n },
    mandates: answers.Representatives,
    organisations: [{ id: id(9), name: "Omega", status: "retired" }],
    networks: [
      { chainId: "31337", name: "Pilot", stage: "pilot", consensus: "QBFT", genesisHash: id(0) },
    ],
  });
});

it("the contracts of a body that the index does not know are asked", async () => {
  const unknown = {
    ...answers,
    Proposable: { ...answers.Proposable, memberRegistry: null },
    Representatives: { ...answers.Representatives, memberRegistry: null },
  };
  const { totals, mandates } = await readProposable(reading(unknown, false), addressesDouble);
  expect(totals).toEqual({ heads: 2, weight: 40n });
  expect(mandates.representatives).toHaveLength(1);
});
