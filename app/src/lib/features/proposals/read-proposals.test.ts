import { encodeFunctionData, stringToHex } from "viem";
import { describe, expect, it } from "vitest";

import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
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

import { callSentence, sentenceText } from "./call-sentence.ts";
import {
  mostFromContracts,
  proposalFilter,
  readProposal,
  readProposals,
} from "./read-proposals.ts";

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
  const chain = (said = events) =>
    new ChainDouble(said, {
      bodies: () => [],
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
  const noBody = { body: null, proposals: [], ruleSets: [] };
  /** The index knows the Assembly, and no other body. */
  const ofAssembly =
    (proposals: ProposalDetailRow[]) =>
    ({ bodyId }: { bodyId: string }) =>
      bodyId === body.id ? { body, proposals, ruleSets: [] } : noBody;
  const old = indexDouble({
    Proposals: ofAssembly([row]),
    Proposal: ofAssembly([row]),
    Representatives: { representatives: [], members: [], administrators: [] },
    NamedInCalls: { nodes: [], organisations: [], roles: [] },
  });
  const before = indexDouble({
    Proposals: ofAssembly([]),
    Proposal: ofAssembly([]),
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
      Proposals: ofAssembly([row]),
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
    expect(all.source).toBe("contracts");
    expect(all.bodies[0]).toMatchObject({ address: addressesDouble.Council, name: "Assembly" });
    expect(all.proposals[0]?.proposal).toMatchObject({
      number: 1,
      ballots: voted,
      tally: { for: { heads: 1, weight: 8n } },
    });
    expect(all.bodies[0]?.mandates.representatives).toMatchObject([{ key: representative }]);

    for (const id of ["1", "0x" + "7".padStart(64, "0")]) {
      const one = await readProposal(reading(index, late), id);
      expect(one).toMatchObject({
        source: "contracts",
        proposal: { ballots: voted },
      });
    }
    await expect(readProposal(reading(index, late), "2")).resolves.toBeNull();
  });

  it("say of which bodies older ones are left out", async () => {
    const again = (n: number) =>
      events
        .filter(({ event }) => event.startsWith("Proposal"))
        .map((said) => ({
          ...said,
          block: 5 + n,
          args: { ...said.args, proposalId: 100n + BigInt(n) },
        }));
    const others = (count: number) => Array.from({ length: count }, (_, n) => again(n)).flat();
    const read = (count: number) =>
      readProposals({
        ...reading(indexDouble({}), false),
        chain: chain([...events, ...others(count)]),
      });
    // With the one that is there already.
    const some = await read(mostFromContracts - 1);
    expect(some.cut).toEqual([]);
    const many = await read(mostFromContracts);
    expect(many.proposals.filter(({ proposal }) => proposal.body.address === body.id)).toHaveLength(
      mostFromContracts,
    );
    expect(many.cut).toEqual([body.id]);
    expect((await readProposals(reading(old, false))).cut).toEqual([]);
  });

  describe("with calls about the members of other bodies", () => {
    const added = { council: idDouble(0x51), register: idDouble(0x52), table: idDouble(0x53) };
    const suspend = encodeFunctionData({
      abi: memberRegistryAbi,
      functionName: "suspendMember",
      args: [belgium],
    });
    const proposing = (target: `0x${string}`) =>
      indexDouble({
        Proposals: ofAssembly([]),
        Proposal: ofAssembly([{ ...row, calls: [{ target, value: 0n, calldata: suspend }] }]),
        Representatives: { representatives: [], members: [], administrators: [] },
        NamedInCalls: { nodes: [], organisations: [], roles: [] },
      });
    const views = {
      name: () => "Board of Auditors",
      classTable: () => added.table,
      memberCount: () => 1n,
      memberAt: () => belgium,
      member: () => ({
        code: stringToHex("AUDIT-1", { size: 32 }),
        index: 0,
        class: 0,
        status: 1,
        weight: 1n,
        weightYear: 2024,
      }),
      proposalExpiry: () => 9000,
      proposalNeedsQueuing: () => true,
    };
    const sentenceOn = async (target: `0x${string}`, listed: () => object[]) => {
      const chain = new ChainDouble([], { ...views, bodies: listed }).reader;
      const sources = { ...reading(proposing(target), false), chain };
      const found = await readProposal(sources, "1");
      const [call] = found?.calls ?? [];
      const parts = call ? callSentence(call, { ownNetwork: 1n, ahead: true }) : [];
      return { text: sentenceText(parts), links: parts.map(({ href }) => href) };
    };

    it.each([
      [
        "a founding body",
        addressesDouble.OperatorsMemberRegistry,
        "Operators’ Committee",
        addressesDouble.OperatorsCommittee,
      ],
      ["a body that was added later", added.register, "Board of Auditors", added.council],
    ])("name them and their body: %s", async (_, target, name, council) => {
      const { text, links } = await sentenceOn(target, () => [
        { council: added.council, memberRegistry: added.register },
      ]);
      expect(text).toBe(
        `Suspend the member AUDIT-1: it does not vote and does not count until it is reinstated. This concerns the body ${name}.`,
      );
      expect(links).toContain(`/bodies/${council}/members/${belgium}`);
    });

    it("say what they can when the chain gives no answer", async () => {
      const { text } = await sentenceOn(added.register, () => {
        throw new Error("gone");
      });
      expect(text).toContain("0x2f3fee97");
    });
  });

  describe("of several bodies", () => {
    const emergency: BodyRow = {
      ...body,
      id: addressesDouble.EmergencyCouncil,
      name: "Emergency Council",
    };
    const raised = {
      edition: 3,
      class: "simple",
      kind: "majority",
      headsNumerator: 3,
      headsDenominator: 4,
      moreThanHeads: true,
      weightNumerator: 0,
      weightDenominator: 1,
      blockingHeads: 0,
      quorumNumerator: 0,
      quorumDenominator: 0,
      objections: 0,
    };
    const rows = [
      { ...row, number: 2, proposalId: 8n, rulesEdition: 3, createdAt: 60 },
      { ...row, rulesEdition: 2 },
    ];
    const index = indexDouble({
      Proposals: ({ bodyId, table }: { bodyId: string; table: string }) => {
        if (bodyId !== emergency.id) return ofAssembly([row])({ bodyId });
        expect(table).toBe(addressesDouble.EmergencyDecisionClasses);
        return { body: emergency, proposals: rows, ruleSets: [raised] };
      },
      Proposal: ({ where }: { where: { body: string; number: number } }) =>
        where.body === emergency.id
          ? {
              body: emergency,
              proposals: rows.filter(({ number }) => number === where.number),
              ruleSets: [raised],
            }
          : noBody,
      Representatives: { representatives: [], members: [], administrators: [] },
      NamedInCalls: { nodes: [], organisations: [], roles: [] },
    });

    it("come together, the newest first, each with its body", async () => {
      const { proposals } = await readProposals(reading(index, false));
      expect(
        proposals.map(({ proposal: { number, body } }) => [number, body.name, body.isAssembly]),
      ).toEqual([
        [2, "Emergency Council", false],
        [1, "Assembly", true],
        [1, "Emergency Council", false],
      ]);
    });

    it("are judged by the rules of the edition in which each was made", async () => {
      const { proposals } = await readProposals(reading(index, false));
      const rules = proposals
        .filter(({ proposal }) => !proposal.body.isAssembly)
        .map(({ proposal }) => proposal.rules[0]);
      expect(rules).toMatchObject([{ heads: [3, 4] }, { heads: [1, 2] }]);
    });

    it("are found by their body and their number", async () => {
      const asked = readProposal(reading(index, false), "2", emergency.id.replace("0x", "0X"));
      await expect(asked).resolves.toMatchObject({
        proposal: { proposalId: 8n, body: { address: emergency.id } },
      });
      await expect(readProposal(reading(index, false), "2", idDouble(99))).resolves.toBeNull();
    });

    it("are read from the contracts where the index does not know the body", async () => {
      const { bodies, source } = await readProposals(reading(index, false));
      expect(source).toBe("index");
      expect(bodies.map(({ address }) => address)).toEqual([
        addressesDouble.Council,
        addressesDouble.EmergencyCouncil,
        addressesDouble.OperatorsCommittee,
      ]);
    });
  });
});
