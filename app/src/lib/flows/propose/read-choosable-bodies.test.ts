import { stringToHex } from "viem";
import { expect, it } from "vitest";

import { addressesDouble, ChainDouble, idDouble } from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { readChoosableBody, readListedBodies } from "./read-choosable-bodies.ts";

const { OperatorsCommittee, OperatorsMemberRegistry, OperatorsDecisionClasses } = addressesDouble;
const committee = {
  name: "Committee",
  Council: OperatorsCommittee,
  MemberRegistry: OperatorsMemberRegistry,
  DecisionClasses: OperatorsDecisionClasses,
};
/** A rule of unanimity stands for every class: what matters is that the contract is asked. */
const rule = {
  kind: 1,
  headsNumerator: 0,
  headsDenominator: 0,
  moreThanHeads: false,
  weightNumerator: 0,
  weightDenominator: 0,
  blockingHeads: 0,
  quorumNumerator: 2,
  quorumDenominator: 3,
  objections: 0,
};
const chain = new ChainDouble(
  [
    {
      by: "OperatorsDecisionClasses",
      block: 1,
      event: "DecisionClassSet",
      args: { target: addressesDouble.NodeRegistry, selector: "0x12345678", class: 4 },
    },
    {
      by: "OperatorsDecisionClasses",
      block: 1,
      logIndex: 1,
      event: "CooperationListed",
      args: { cooperation: 7 },
    },
    {
      by: "OperatorsDecisionClasses",
      block: 2,
      event: "CooperationSet",
      args: { cooperation: 7, participants: 0b11n },
    },
    {
      by: "OperatorsDecisionClasses",
      block: 3,
      event: "CooperationSet",
      args: { cooperation: 7, participants: 0b101n },
    },
  ],
  {
    memberCount: () => 2n,
    memberAt: (place: bigint) => idDouble(101 + Number(place)),
    member: (account: `0x${string}`) => ({
      code: stringToHex(Number(account) === 101 ? "GAMMA" : "ALPHA", { size: 32 }),
      index: Number(account) - 101,
      class: 0,
      status: Number(account) === 101 ? 3 : 1,
      weight: 1n,
      weightYear: 2024,
    }),
    present: () => [3, 0],
    rule: () => rule,
    leastParticipants: () => 2,
    bodies: () => [
      { council: addressesDouble.Council.toUpperCase().replace("0X", "0x"), memberRegistry: "0x" },
      { council: OperatorsCommittee, memberRegistry: OperatorsMemberRegistry },
    ],
  },
);
const sources = {
  index: indexDouble({}),
  chain: chain.reader,
  addresses: addressesDouble,
  isLate: Promise.resolve(false),
};

it("a body that the index does not know is read from its contracts, with who has left", async () => {
  const body = await readChoosableBody(sources, committee);
  expect(body).toMatchObject({
    council: OperatorsCommittee,
    name: "Committee",
    isAssembly: false,
    leastParticipants: 2,
  });
  expect(body.members.map(({ code, status }) => [code, status])).toEqual([
    ["ALPHA", "active"],
    ["GAMMA", "left"],
  ]);
  expect(body.rules.qualified).toEqual({ kind: "unanimity", quorum: [2, 3] });
  expect(body.listings).toEqual([
    {
      target: addressesDouble.NodeRegistry,
      selector: "0x12345678",
      class: "participating",
      cooperation: 7,
    },
  ]);
  // The latest participants count.
  expect(body.cooperations).toEqual([{ cooperation: 7, participants: [0, 2] }]);
});

it("bodies that nobody can shut out are told by the contract, in small letters", async () => {
  await expect(readListedBodies(chain.reader, addressesDouble)).resolves.toEqual({
    councils: [addressesDouble.Council, OperatorsCommittee],
    maximum: 4,
  });
});
