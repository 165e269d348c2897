import { stringToHex } from "viem";
import { describe, expect, it } from "vitest";

import {
  addressesDouble,
  ChainDouble,
  idDouble,
  type SaidDouble,
  transactionDouble,
} from "#lib/chain/chain-double.ts";
import type { PageSources } from "#lib/chain/events.ts";
import type { Index } from "#lib/index/client.ts";
import { indexDouble } from "#lib/index/index-double.ts";
import type { BodyRow, ProposalDetailRow } from "#lib/index/proposals.ts";

import { proposalFilter, readProposal, readProposals } from "./read-proposals.ts";

describe("proposalFilter", () => {
  it.each([
    ["5", { number: 5 }],
    ["123456789", { number: 123_456_789 }],
    [
      "40120709497816343524385145891425945405556510001558924653627983603789933398837",
      {
        proposalId: "40120709497816343524385145891425945405556510001558924653627983603789933398837",
      },
    ],
    [`0x${"0".repeat(62)}ff`, { proposalId: "255" }],
    ["0", null],
    ["05", null],
    ["-1", null],
    ["new", null],
    ["5; drop", null],
    ["0xff", null],
    ["9".repeat(79), null],
  ])("reads %s", (id, filter) => {
    expect(proposalFilter(id)).toEqual(filter);
  });
});

describe("readProposals and readProposal", () => {
  const belgium = idDouble(101);
  const representative = idDouble(11);
  const events: SaidDouble[] = [
    {
      by: "Council",
      block: 4,
      event: "ProposalCreated",
      args: {
        proposalId: 7n,
        proposer: representative,
        targets: [],
        values: [],
        calldatas: [],
        voteStart: 50n,
        voteEnd: 5000n,
        description: "# Decide",
      },
    },
    {
      by: "Council",
      block: 4,
      logIndex: 1,
      event: "ProposalClassified",
      args: { proposalId: 7n, classes: 0b100, codeHash: "0x" },
    },
    {
      by: "MemberRegistry",
      block: 2,
      event: "RepresentativeAppointed",
      args: { account: belgium, key: representative, notAfter: 9000 },
    },
    {
      by: "Council",
      block: 90,
      event: "VoteCast",
      args: { voter: belgium, proposalId: 7n, support: 1, weight: 8n, reason: "It is time." },
    },
  ];
  const chain = () =>
    new ChainDouble(events, {
      name: () => "Assembly",
      votingPeriod: () => 100n,
      memberCount: () => 1n,
      memberAt: () => belgium,
      member: () => ({
        code: stringToHex("BE", { size: 32 }),
        index: 0,
        class: 0,
        status: 1,
        weight: 8n,
        weightYear: 2024,
      }),
      votesAt: () => [1, 8n],
      proposalExpiry: () => 9000,
      proposalNeedsQueuing: () => true,
    }).reader;

  const body: BodyRow = {
    id: addressesDouble.Council,
    name: "Assembly",
    votingPeriod: 100,
    memberRegistry: {
      id: addressesDouble.MemberRegistry,
      members: [
        {
          account: belgium,
          code: "BE",
          class: "member",
          status: "active",
          weight: 8n,
          weightHistory: [{ timepoint: 10, heads: 1, weight: 8n }],
        },
      ],
    },
  };
  /** As the index has it that has not come to block 90. */
  const row: ProposalDetailRow = {
    proposalId: 7n,
    number: 1,
    proposer: representative,
    proposingMember: { account: belgium, code: "BE" },
    description: "# Decide",
    descriptionHash: "0x",
    codeHash: "0x",
    classes: ["simple"],
    rulesEdition: 0,
    participants: null,
    calls: [],
    createdAt: 40,
    createdIn: transactionDouble(4),
    snapshot: 50,
    deadline: 5000,
    decidedAt: null,
    decidedIn: null,
    decidedSucceeded: null,
    queuedAt: null,
    queuedIn: null,
    eta: null,
    executedAt: null,
    executedIn: null,
    cancelledAt: null,
    cancelledIn: null,
    votes: [],
  };
  const old = indexDouble({
    Proposals: { body, proposals: [row] },
    Proposal: { body, proposals: [row] },
    Representatives: { representatives: [], members: [], administrators: [] },
    NamedInCalls: { nodes: [], organisations: [], roles: [] },
  });
  const before = indexDouble({
    Proposals: { body, proposals: [] },
    Proposal: { body, proposals: [] },
    Representatives: { representatives: [], members: [], administrators: [] },
    NamedInCalls: { nodes: [], organisations: [], roles: [] },
  });
  const reading = (index: Index, late: boolean): PageSources => ({
    index,
    chain: chain(),
    addresses: addressesDouble,
    isLate: Promise.resolve(late),
  });

  it("show what the index says while it keeps up", async () => {
    const { source, proposals } = await readProposals(reading(old, false));
    expect(source).toBe("index");
    expect(proposals[0]?.proposal.ballots).toMatchObject([{ code: "BE", support: null }]);
    await expect(readProposal(reading(old, false), "1")).resolves.toMatchObject({
      source: "index",
    });
  });

  it("do not fail when the index goes away between two questions", async () => {
    const going = indexDouble({
      Proposals: { body, proposals: [row] },
      Representatives: { representatives: [], members: [], administrators: [] },
    });
    await expect(readProposals(reading(going, false))).resolves.toMatchObject({
      source: "index",
      proposals: [{ proposal: { number: 1 } }],
    });
  });

  it.each([
    ["is late", old, true],
    ["is so late that it does not know the proposal", before, true],
    ["gives no answer", indexDouble({}), false],
  ])("show a vote that the chain has when the index %s", async (_, index, late) => {
    const voted = [{ code: "BE", support: "for", time: 900, transaction: transactionDouble(90) }];
    const all = await readProposals(reading(index, late));
    expect(all).toMatchObject({ source: "contracts", bodyName: "Assembly" });
    expect(all.proposals[0]?.proposal).toMatchObject({
      number: 1,
      ballots: voted,
      tally: { for: { heads: 1, weight: 8n } },
    });
    expect(all.mandates.representatives).toMatchObject([{ key: representative }]);

    for (const id of ["1", "0x" + "7".padStart(64, "0")]) {
      const one = await readProposal(reading(index, late), id);
      expect(one).toMatchObject({
        source: "contracts",
        proposals: [{ proposal: { ballots: voted } }],
      });
    }
    await expect(readProposal(reading(index, late), "2")).resolves.toBeNull();
  });
});
