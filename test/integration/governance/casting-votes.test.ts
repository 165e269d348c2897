import { expect } from "chai";
import type { Address, Hex, LocalAccount } from "viem";

import {
  callOf,
  chainId,
  Support,
  year,
  type Body,
  type Call,
  type Proposal,
} from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { MemberClass, testKey, testMember } from "../../support/members.ts";
import { expectRefusal } from "../../support/refusal.ts";

const observer = 5;
const members = [
  ...[10n, 20n, 30n, 40n, 50n].map((weight, index) => testMember(index, weight)),
  testMember(observer, 1_000n, MemberClass.observer),
];

describe("Casting votes in the Council", () => {
  const body = bodyForEachTest({ members });
  let proposal: Proposal;
  beforeEach(async () => {
    proposal = await body().propose([anyCall(body())]);
  });
  const vote = async (index: number): Promise<Hex> => body().vote(proposal.id, index, "against");

  it("names the member's account in event and record, not the key that acted", async () => {
    const { chain, contracts } = body();
    const { account, representative } = body().member(2);
    const cast = chain.send(representative.address, contracts.council, "castVoteWithReason", [
      proposal.id,
      Support.abstain,
      "We need more time.",
    ]);
    await chain.emits(cast, contracts.council, "VoteCast", [
      account,
      proposal.id,
      Support.abstain,
      30n,
      "We need more time.",
    ]);
    for (const id of [account, representative.address, body().member(2).mandate.address]) {
      expect(await chain.read(contracts.council, "voteOf", [proposal.id, id])).to.deep.equal([
        true,
        Support.abstain,
      ]);
      expect(await chain.read(contracts.council, "hasVoted", [proposal.id, id])).to.equal(true);
    }
    for (const id of [body().member(1).account, testKey(5).address]) {
      expect(await chain.read(contracts.council, "voteOf", [proposal.id, id])).to.deep.equal([
        false,
        0,
      ]);
      expect(await chain.read(contracts.council, "hasVoted", [proposal.id, id])).to.equal(false);
    }
  });

  it("GV2: refuses the second vote of a member, also by another of its keys and with the same support", async () => {
    const { chain, contracts } = body();
    const member = body().member(1);
    const second = testKey(700);
    await body().appoint(member, second);
    await vote(1);
    const refused = async (action: Promise<unknown>) =>
      chain.refuses(action, contracts.council, "CouncilAlreadyVoted", [
        proposal.id,
        member.account,
      ]);
    await refused(vote(1));
    await refused(body().vote(proposal.id, 1, "for"));
    await refused(
      chain.send(second.address, contracts.council, "castVote", [proposal.id, Support.for]),
    );
    await refused(castBySignature(body(), proposal.id, Support.for, second));
    const tally = await chain.read(contracts.council, "proposalTally", [proposal.id]);
    expect(tally).to.include({
      againstHeads: 1,
      forHeads: 0,
      abstainHeads: 0,
      againstWeight: 20n,
      forWeight: 0n,
    });
  });

  it("refuses the key of an observer, a mandate key, and a stranger", async () => {
    const { chain, contracts } = body();
    const { memberRegistry } = contracts;
    await chain.refuses(vote(observer), memberRegistry, "MemberRegistryObserver", [
      body().member(observer).account,
    ]);
    for (const key of [body().member(1).mandate.address, testKey(5).address]) {
      await chain.impersonate(key);
      const cast = chain.send(key, contracts.council, "castVote", [proposal.id, Support.for]);
      await chain.refuses(cast, memberRegistry, "MemberRegistryNotRepresentative", [key]);
    }
  });

  it("MR4: refuses a representative whose mandate was ended", async () => {
    const { chain, contracts } = body();
    const { mandate, representative } = body().member(1);
    await chain.send(mandate.address, contracts.memberRegistry, "endRepresentation", [
      representative.address,
    ]);
    await chain.refuses(vote(1), contracts.memberRegistry, "MemberRegistryNotRepresentative", [
      representative.address,
    ]);
  });

  it("MR4: refuses a representative whose mandate the body revoked, by transaction and by signature", async () => {
    const { chain, contracts } = body();
    const { memberRegistry, council } = contracts;
    const { account, mandate } = body().member(1);
    const [hired, chosen] = [testKey(701), testKey(702)];
    await body().appoint(body().member(1), hired, 2 ** 48 - 1);
    const before = await vote(1);
    await chain.emits(Promise.resolve(before), council, "VoteCast", [
      account,
      proposal.id,
      Support.against,
      20n,
      "",
    ]);
    await body().decide([callOf(memberRegistry, "designateMandateKey", [account, chosen.address])]);

    const { id } = await body().propose([anyCall(body())], undefined, 2);
    const refused = async (action: Promise<unknown>) =>
      chain.refuses(action, memberRegistry, "MemberRegistryMandateRevoked", [
        hired.address,
        account,
      ]);
    await refused(chain.send(hired.address, council, "castVote", [id, Support.for]));
    await refused(castBySignature(body(), id, Support.for, hired));
    const [targets, values, calldatas] = body().draft([anyCall(body())]).args;
    const description = "# Proposal of a thief";
    await refused(
      chain.send(hired.address, council, "propose", [targets, values, calldatas, description]),
    );
    const again = body().appoint({ ...body().member(1), mandate }, hired);
    await chain.refuses(again, memberRegistry, "MemberRegistryNotMandateKey", [
      account,
      mandate.address,
    ]);
    // What was cast before counts, under the account of the member.
    expect(await chain.read(council, "voteOf", [proposal.id, account])).to.deep.equal([
      true,
      Support.against,
    ]);
    expect(await chain.read(council, "voteOf", [proposal.id, hired.address])).to.deep.equal([
      false,
      0,
    ]);

    await chain.impersonate(chosen.address);
    await chain.send(chosen.address, memberRegistry, "acceptMandate", [account]);
    await body().appoint({ ...body().member(1), mandate: chosen }, hired);
    await chain.send(hired.address, council, "castVote", [id, Support.for]);
  });

  it("MR4: refuses a representative from the second after its last one", async () => {
    const { chain, contracts } = body();
    const { representative } = body().member(1);
    const last = (await chain.now()) + 100;
    await body().appoint(body().member(1), representative, last);
    await chain.nextAt(last + 1);
    await chain.refuses(vote(1), contracts.memberRegistry, "MemberRegistryMandateEnded", [
      representative.address,
      last,
    ]);
  });

  it("takes the vote of a representative in its last second", async () => {
    const last = (await body().chain.now()) + 100;
    await body().appoint(body().member(1), body().member(1).representative, last);
    await body().chain.nextAt(last);
    await vote(1);
  });

  it("refuses a suspended member, a member that left, and a member that became an observer", async () => {
    const { chain, contracts } = body();
    const { memberRegistry } = contracts;
    const [suspended, left, silenced] = [1, 2, 3].map((index) => body().member(index).account) as [
      Address,
      Address,
      Address,
    ];
    await body().decide([
      callOf(memberRegistry, "suspendMember", [suspended]),
      callOf(memberRegistry, "removeMember", [left]),
      callOf(memberRegistry, "setClass", [silenced, MemberClass.observer]),
    ]);
    await chain.refuses(vote(1), memberRegistry, "MemberRegistryWrongStatus", [suspended, 2]);
    await chain.refuses(vote(2), memberRegistry, "MemberRegistryWrongStatus", [left, 3]);
    await chain.refuses(vote(3), memberRegistry, "MemberRegistryObserver", [silenced]);
  });

  it("refuses votes after the deadline and after the decision", async () => {
    const { chain, contracts } = body();
    const { council } = contracts;
    const active = `0x${(1 << 1).toString(16).padStart(64, "0")}` as const;
    await body().voteAll(proposal.id, [
      [3, "against"],
      [4, "against"],
    ]);
    const refused = async (state: number) =>
      chain.refuses(vote(2), council, "GovernorUnexpectedProposalState", [
        proposal.id,
        state,
        active,
      ]);
    await refused(3);
    const other = await body().propose([anyCall(body())]);
    await chain.goTo(Number(await chain.read(council, "proposalDeadline", [other.id])) + 1);
    proposal = other;
    await refused(3);
  });

  it("refuses an unknown proposal", async () => {
    const { chain, contracts } = body();
    const unknown = chain.send(body().representativeOf(0), contracts.council, "castVote", [
      7n,
      Support.for,
    ]);
    await chain.refuses(unknown, contracts.council, "GovernorNonexistentProposal", [7n]);
  });

  it("refuses a support that is not against, for or abstain", async () => {
    const { chain, contracts } = body();
    for (const support of [3, 4, 127, 255]) {
      const cast = chain.send(body().representativeOf(0), contracts.council, "castVote", [
        proposal.id,
        support,
      ]);
      await chain.refuses(cast, contracts.council, "CouncilInvalidSupport", [support]);
    }
  });

  it("refuses parameters, and takes a vote with empty ones", async () => {
    const { chain, contracts } = body();
    const cast = (params: Hex) =>
      chain.send(body().representativeOf(0), contracts.council, "castVoteWithReasonAndParams", [
        proposal.id,
        Support.for,
        "",
        params,
      ]);
    await chain.refuses(cast("0x00"), contracts.council, "CouncilVoteParams", []);
    await cast("0x");
    expect(
      await chain.read(contracts.council, "voteOf", [proposal.id, body().member(0).account]),
    ).to.deep.equal([true, 1]);
  });

  it("MR4: lets no key act for two members", async () => {
    const { chain, contracts } = body();
    const { memberRegistry } = contracts;
    const { representative } = body().member(1);
    await expectRefusal(body().appoint(body().member(2), representative), /MemberRegistryKeyTaken/);
    await vote(1);
    const tally = await chain.read(contracts.council, "proposalTally", [proposal.id]);
    expect(tally).to.include({ againstHeads: 1, againstWeight: 20n });
    expect(await chain.read(memberRegistry, "memberOf", [representative.address])).to.deep.equal([
      true,
      body().member(1).account,
      1,
    ]);
  });

  describe("by signature", () => {
    it("counts the ballot of a representative, whoever brings it, once", async () => {
      const { chain, contracts } = body();
      const { account, representative } = body().member(4);
      const cast = castBySignature(body(), proposal.id, Support.for, representative);
      await chain.emits(cast, contracts.council, "VoteCast", [
        account,
        proposal.id,
        Support.for,
        50n,
        "",
      ]);
      const again = castBySignature(body(), proposal.id, Support.for, representative);
      await chain.refuses(again, contracts.council, "CouncilAlreadyVoted", [proposal.id, account]);
    });

    it("counts a ballot with a reason", async () => {
      const { chain, contracts } = body();
      const { account, representative } = body().member(4);
      const cast = castExtended(
        body(),
        proposal.id,
        Support.against,
        representative,
        "Too early.",
        "0x",
      );
      await chain.emits(cast, contracts.council, "VoteCast", [
        account,
        proposal.id,
        Support.against,
        50n,
        "Too early.",
      ]);
    });

    it("refuses a ballot with parameters", async () => {
      const { chain, contracts } = body();
      const cast = castExtended(
        body(),
        proposal.id,
        Support.for,
        body().member(4).representative,
        "",
        "0x01",
      );
      await chain.refuses(cast, contracts.council, "CouncilVoteParams", []);
    });

    it("GV11: refuses a ballot for another proposal, support, voter, nonce, chain or Council", async () => {
      const { chain, contracts } = body();
      const { council } = contracts;
      const { representative } = body().member(4);
      const other = await body().propose([anyCall(body())]);
      const right = {
        proposalId: proposal.id,
        support: Support.for,
        voter: representative.address,
        nonce: 0n,
      };
      const domain = { chainId, verifyingContract: council.address };
      const cases = [
        { message: { ...right, proposalId: other.id }, domain },
        { message: { ...right, support: Support.against }, domain },
        { message: { ...right, voter: body().representativeOf(3) }, domain },
        { message: { ...right, nonce: 1n }, domain },
        { message: right, domain: { ...domain, chainId: 1 } },
        {
          message: right,
          domain: { ...domain, verifyingContract: contracts.memberRegistry.address },
        },
      ];
      for (const { message, domain: signedFor } of cases) {
        const signature = await signBallot(representative, signedFor, message);
        const cast = chain.send(relayer(body()), council, "castVoteBySig", [
          proposal.id,
          Support.for,
          representative.address,
          signature,
        ]);
        await chain.refuses(cast, council, "GovernorInvalidSignature", [representative.address]);
      }
      const signature = await signBallot(representative, domain, right);
      await chain.send(relayer(body()), council, "castVoteBySig", [
        proposal.id,
        Support.for,
        representative.address,
        signature,
      ]);
    });

    it("GV11: refuses to replay the ballot of an ended mandate after it was renewed", async () => {
      const { chain, contracts } = body();
      const { mandate, representative } = body().member(4);
      const ballot = {
        proposalId: proposal.id,
        support: Support.for,
        voter: representative.address,
        nonce: 0n,
      };
      const signature = await signBallot(
        representative,
        { chainId, verifyingContract: contracts.council.address },
        ballot,
      );
      const cast = () =>
        chain.send(relayer(body()), contracts.council, "castVoteBySig", [
          proposal.id,
          Support.for,
          representative.address,
          signature,
        ]);
      await chain.send(mandate.address, contracts.memberRegistry, "endRepresentation", [
        representative.address,
      ]);
      await expectRefusal(cast(), /MemberRegistryNotRepresentative/);
      // The ballot was not counted and its nonce not used: with a new mandate it is the representative's valid vote.
      await body().appoint(body().member(4), representative, (await chain.now()) + year);
      await cast();
      await expectRefusal(cast(), /GovernorInvalidSignature/);
    });
  });
});

const anyCall = ({ contracts }: Body): Call =>
  callOf(contracts.authority, "labelRole", [1n, "MEMBERSHIP"]);

const relayer = (body: Body): Address => body.member(0).mandate.address;

interface BallotMessage {
  proposalId: bigint;
  support: number;
  voter: Address;
  nonce: bigint;
}

interface BallotDomain {
  chainId: number;
  verifyingContract: Address;
}

const ballotType = [
  { name: "proposalId", type: "uint256" },
  { name: "support", type: "uint8" },
  { name: "voter", type: "address" },
  { name: "nonce", type: "uint256" },
] as const;

/** OpenZeppelin's ballot, in the domain of a body with this name. */
const signBallot = async (
  key: LocalAccount,
  domain: BallotDomain,
  message: BallotMessage,
): Promise<Hex> =>
  key.signTypedData({
    domain: { name: "Assembly of Members", version: "1", ...domain },
    types: { Ballot: ballotType },
    primaryType: "Ballot",
    message,
  });

async function castBySignature(
  body: Body,
  proposalId: bigint,
  support: number,
  key: LocalAccount,
): Promise<Hex> {
  const { chain, contracts } = body;
  const { council } = contracts;
  const message = {
    proposalId,
    support,
    voter: key.address,
    nonce: await chain.read(council, "nonces", [key.address]),
  };
  const signature = await signBallot(key, { chainId, verifyingContract: council.address }, message);
  return chain.send(relayer(body), council, "castVoteBySig", [
    proposalId,
    support,
    key.address,
    signature,
  ]);
}

async function castExtended(
  body: Body,
  proposalId: bigint,
  support: number,
  key: LocalAccount,
  reason: string,
  params: Hex,
): Promise<Hex> {
  const { chain, contracts } = body;
  const { council } = contracts;
  const signature = await key.signTypedData({
    domain: {
      name: "Assembly of Members",
      version: "1",
      chainId,
      verifyingContract: council.address,
    },
    types: {
      ExtendedBallot: [
        ...ballotType,
        { name: "reason", type: "string" },
        { name: "params", type: "bytes" },
      ],
    },
    primaryType: "ExtendedBallot",
    message: {
      proposalId,
      support,
      voter: key.address,
      nonce: await chain.read(council, "nonces", [key.address]),
      reason,
      params,
    },
  });
  return chain.send(relayer(body), council, "castVoteWithReasonAndParamsBySig", [
    proposalId,
    support,
    key.address,
    reason,
    params,
    signature,
  ]);
}
