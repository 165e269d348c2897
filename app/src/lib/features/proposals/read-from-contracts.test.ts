import { stringToHex } from "viem";
import { describe, expect, it } from "vitest";

import type { EventReader } from "#lib/chain/events.ts";
import type { Addresses } from "#lib/endpoints.ts";

import { readBody } from "./read-from-contracts.ts";

const key = (n: number): `0x${string}` => `0x${n.toString(16).padStart(40, "0")}`;
const addresses: Addresses = {
  Authority: key(1),
  Council: key(2),
  DecisionClasses: key(3),
  Deliberation: key(31),
  Vetoes: key(32),
  MemberRegistry: key(4),
  NodeRegistry: key(5),
  OrganisationRegistry: key(6),
  ValidatorSet: key(7),
  NetworkDirectory: key(8),
  AccountRegistry: key(9),
  NodeMonitoring: key(10),
  PermissionViews: key(11),
  CircuitBreaker: key(12),
  EmergencyCouncil: key(13),
  EmergencyMemberRegistry: key(14),
  EmergencyDecisionClasses: key(15),
  OperatorsCommittee: key(16),
  OperatorsMemberRegistry: key(17),
  OperatorsDecisionClasses: key(18),
  IdentityRegistry: key(19),
  Timestamps: key(20),
  StatusLists: key(21),
  DidRegistry: key(22),
  TrustedIssuersRegistry: key(23),
  TrustedSchemasRegistry: key(24),
  TrustedPoliciesRegistry: key(25),
  EuroToken: key(26),
  Treasury: key(27),
  PaymentRules: key(28),
  PaymentEscrow: key(29),
  PaymentStreams: key(30),
  Subscriptions: key(33),
};
const accounts = [key(101), key(102)];
const members: Record<string, object> = {
  [key(101)]: {
    code: stringToHex("BE", { size: 32 }),
    index: 0,
    class: 0,
    status: 1,
    weight: 10n,
    weightYear: 2024,
  },
  [key(102)]: {
    code: stringToHex("MT", { size: 32 }),
    index: 1,
    class: 0,
    status: 2,
    weight: 5n,
    weightYear: 2024,
  },
};
const log = (blockNumber: bigint, logIndex: number, eventName: string, args: object) => ({
  blockNumber,
  logIndex,
  transactionHash: `0x${"1".repeat(64)}`,
  eventName,
  args,
});
const created = (blockNumber: bigint, proposalId: bigint, voteStart: bigint) =>
  log(blockNumber, 0, "ProposalCreated", {
    proposalId,
    proposer: key(11),
    targets: [],
    values: [],
    calldatas: [],
    voteStart,
    voteEnd: voteStart + 100n,
    description: "",
  });

/** A chain at second 1000: the first proposal opened at 50, the second one opens at 1001. */
function chain(blocksAsked: bigint[] = []): EventReader {
  const views: Record<string, (args: readonly unknown[]) => unknown> = {
    name: () => "Assembly",
    votingPeriod: () => 100n,
    memberCount: () => 2n,
    memberAt: ([index]) => accounts[Number(index)],
    member: ([account]) => members[String(account)],
    // Malta was suspended later than second 50, when it still had its vote.
    votesAt: ([account, timepoint]) => {
      expect(Number(timepoint)).toBeLessThan(1000);
      return account === key(101) ? [1, 8n] : [1, 5n];
    },
  };
  const fake = {
    readContract: ({
      functionName,
      args = [],
    }: {
      functionName: string;
      args?: readonly unknown[];
    }) => Promise.resolve(views[functionName]?.(args)),
    getContractEvents: ({ address }: { address: string }) =>
      Promise.resolve(
        address === addresses.Council
          ? [created(4n, 7n, 50n), created(9n, 8n, 1001n), log(1n, 0, "VotingPeriodSet", {})]
          : address === addresses.DecisionClasses
            ? []
            : [
                log(2n, 0, "MemberRegistered", { account: key(101) }),
                log(3n, 0, "RepresentativeAppointed", {
                  account: key(101),
                  key: key(11),
                  notAfter: 5000,
                }),
              ],
      ),
    getBlock: ({ blockNumber }: { blockNumber?: bigint }) => {
      if (blockNumber !== undefined) blocksAsked.push(blockNumber);
      return Promise.resolve({ timestamp: blockNumber === undefined ? 1000n : blockNumber * 10n });
    },
  };
  return fake as unknown as EventReader;
}

describe("readBody", () => {
  it("tells who had a vote at each snapshot, and who would have one now", async () => {
    const { body, rows, mandates } = await readBody(chain(), addresses, (all) => all);
    expect(
      rows.map(({ number, createdAt, proposingMember }) => [
        number,
        createdAt,
        proposingMember?.code,
      ]),
    ).toEqual([
      [2, 90, "BE"],
      [1, 40, "BE"],
    ]);
    expect(
      body.memberRegistry.members.map(({ code, weightHistory }) => [code, weightHistory]),
    ).toEqual([
      [
        "BE",
        [
          { timepoint: 50, heads: 1, weight: 8n },
          { timepoint: 1001, heads: 1, weight: 10n },
        ],
      ],
      [
        "MT",
        [
          { timepoint: 50, heads: 1, weight: 5n },
          { timepoint: 1001, heads: 0, weight: 0n },
        ],
      ],
    ]);
    expect(mandates.representatives).toMatchObject([
      { key: key(11), notAfter: 5000, member: { code: "BE" } },
    ]);
  });

  it("asks for weights and times of the chosen proposals alone", async () => {
    const blocksAsked: bigint[] = [];
    const { body, rows } = await readBody(chain(blocksAsked), addresses, (all) =>
      all.filter(({ number }) => number === 1),
    );
    expect(rows.map(({ createdAt }) => createdAt)).toEqual([40]);
    expect(blocksAsked).toEqual([4n]);
    expect(body.memberRegistry.members[0]?.weightHistory).toEqual([
      { timepoint: 50, heads: 1, weight: 8n },
    ]);
  });
});
