import { expect } from "chai";
import { pad, type Address, type Hash } from "viem";

import { castByBallot, signedBallot } from "../../support/ballots.ts";
import { callOf, day, Support, type Proposal, type SupportName } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { MemberClass, testKey, testMember } from "../../support/members.ts";

const observer = 7;
const members = [
  ...[10n, 20n, 30n, 40n, 50n, 60n, 70n].map((weight, index) => testMember(index, weight)),
  testMember(observer, 1_000n, MemberClass.observer),
];
const way = { proxy: 2, proxySignature: 3 } as const;
const everyProposal = 0n;

describe("Proxies", () => {
  const body = bodyForEachTest({ members });
  let proposal: Proposal;
  beforeEach(async () => {
    proposal = await propose();
  });
  const propose = async (proposer = 0): Promise<Proposal> =>
    body().propose(
      [callOf(body().contracts.authority, "labelRole", [1n, "MEMBERSHIP"])],
      undefined,
      proposer,
    );
  const registry = () => body().contracts.memberRegistry;
  const council = () => body().contracts.council;
  const account = (index: number): Address => body().member(index).account;
  const give = async (
    from: number,
    to: number,
    { notAfter, id = everyProposal }: { notAfter?: number; id?: bigint } = {},
    by = from,
  ): Promise<Hash> =>
    body().chain.send(body().member(by).mandate.address, registry(), "giveProxy", [
      account(from),
      account(to),
      notAfter ?? (await body().chain.now()) + day,
      id,
    ]);
  const end = async (of: number, by: number): Promise<Hash> =>
    body().chain.send(body().member(by).mandate.address, registry(), "endProxy", [account(of)]);
  const carry = async (
    carrier: number,
    giver: number,
    support: SupportName = "for",
    id = proposal.id,
  ): Promise<Hash> =>
    body().chain.send(body().representativeOf(carrier), council(), "castVoteWithReasonAndParams", [
      id,
      Support[support],
      "As agreed.",
      pad(account(giver)),
    ]);
  const refusesGiven = async (action: Promise<unknown>, giver: number, carrier: number) =>
    body().chain.refuses(action, registry(), "MemberRegistryProxyGiven", [
      account(giver),
      account(carrier),
    ]);
  const tally = async () => body().chain.read(council(), "proposalTally", [proposal.id]);

  it("let a member carry the vote of another beside its own, and name both", async () => {
    const { chain } = body();
    const notAfter = (await chain.now()) + day;
    await chain.emits(give(1, 2, { notAfter }), registry(), "ProxyGiven", [
      account(1),
      account(2),
      body().member(1).mandate.address,
      notAfter,
      everyProposal,
    ]);
    expect(await chain.read(registry(), "proxyOf", [account(1)])).to.deep.equal([
      true,
      account(2),
      notAfter,
      everyProposal,
    ]);
    const cast = carry(2, 1, "against");
    await chain.emits(cast, council(), "VoteCast", [
      account(1),
      proposal.id,
      Support.against,
      20n,
      "As agreed.",
    ]);
    await chain.emits(cast, council(), "VoteCastBy", [
      proposal.id,
      account(1),
      body().representativeOf(2),
      way.proxy,
    ]);
    await body().vote(proposal.id, 2, "for");
    expect(await tally()).to.include({
      againstHeads: 1,
      againstWeight: 20n,
      forHeads: 1,
      forWeight: 30n,
    });
  });

  it("are voted by ballot, too, in one transaction with the carrier's own vote", async () => {
    const { chain } = body();
    await give(1, 2);
    const { representative } = body().member(2);
    const carried = await signedBallot(body(), proposal.id, 1, "against", {}, representative);
    const hash = castByBallot(body(), proposal.id, [
      carried,
      await signedBallot(body(), proposal.id, 2, "for"),
      carried,
    ]);
    await chain.emits(hash, council(), "VoteCastBy", [
      proposal.id,
      account(1),
      representative.address,
      way.proxySignature,
    ]);
    expect(await tally()).to.include({ againstHeads: 1, forHeads: 1 });
  });

  it("MR5: leave no vote in person, by transaction or signature, while they are given", async () => {
    const { chain } = body();
    await give(1, 2);
    await refusesGiven(body().vote(proposal.id, 1, "for"), 1, 2);
    const own = await signedBallot(body(), proposal.id, 1, "for");
    await refusesGiven(castByBallot(body(), proposal.id, [own]), 1, 2);
    await chain.emits(end(1, 1), registry(), "ProxyEnded", [
      account(1),
      account(2),
      body().member(1).mandate.address,
    ]);
    expect(await chain.read(registry(), "proxyOf", [account(1)])).to.deep.equal([
      false,
      "0x0000000000000000000000000000000000000000",
      0,
      0n,
    ]);
    await chain.refuses(carry(2, 1), registry(), "MemberRegistryOtherMember", [
      body().representativeOf(2),
      account(1),
    ]);
    await castByBallot(body(), proposal.id, [own]);
  });

  it("GV2: count a member once, whoever votes first", async () => {
    const { chain } = body();
    const refused = async (action: Promise<unknown>, index: number) =>
      chain.refuses(action, council(), "CouncilAlreadyVoted", [proposal.id, account(index)]);
    await body().vote(proposal.id, 1, "for");
    await give(1, 2);
    await refused(carry(2, 1, "against"), 1);
    await give(3, 4);
    await carry(4, 3);
    await refused(carry(4, 3), 3);
    await end(3, 3);
    await refused(body().vote(proposal.id, 3, "against"), 3);
    expect(await tally()).to.include({ forHeads: 2, forWeight: 60n, againstHeads: 0 });
  });

  it("end with their last second", async () => {
    const { chain } = body();
    const notAfter = (await chain.now()) + 100;
    await give(1, 2, { notAfter });
    const snapshot = await chain.request("evm_snapshot");
    await chain.nextAt(notAfter);
    await carry(2, 1);
    await chain.request("evm_revert", snapshot);
    await chain.request("evm_snapshot");
    await chain.nextAt(notAfter);
    await refusesGiven(body().vote(proposal.id, 1, "for"), 1, 2);
    await chain.nextAt(notAfter + 1);
    await chain.refuses(carry(2, 1), registry(), "MemberRegistryOtherMember", [
      body().representativeOf(2),
      account(1),
    ]);
    await body().vote(proposal.id, 1, "for");
    await chain.refuses(end(1, 1), registry(), "MemberRegistryNoProxy", [account(1)]);
    // Both are free again for others.
    await give(2, 1);
  });

  it("cover one proposal where that is said, and leave the others to the member", async () => {
    const { chain } = body();
    const other = await propose(3);
    await give(1, 2, { id: other.id });
    await chain.refuses(carry(2, 1), registry(), "MemberRegistryOtherMember", [
      body().representativeOf(2),
      account(1),
    ]);
    await refusesGiven(body().vote(other.id, 1, "for"), 1, 2);
    await body().vote(proposal.id, 1, "for");
    await carry(2, 1, "against", other.id);
  });

  it("MR5: are not given to oneself, to an observer, by an observer, or to somebody unknown", async () => {
    const { chain } = body();
    await chain.refuses(give(1, 1), registry(), "MemberRegistryProxyToItself", [account(1)]);
    await chain.refuses(give(1, observer), registry(), "MemberRegistryObserver", [
      account(observer),
    ]);
    await chain.refuses(give(observer, 1), registry(), "MemberRegistryObserver", [
      account(observer),
    ]);
    const unknown = testKey(9).address;
    const toNobody = chain.send(body().member(1).mandate.address, registry(), "giveProxy", [
      account(1),
      unknown,
      (await chain.now()) + day,
      everyProposal,
    ]);
    await chain.refuses(toNobody, registry(), "MemberRegistryUnknown", [unknown]);
  });

  it("MR5: form no circle and no chain, and at most one is carried", async () => {
    const { chain } = body();
    await give(1, 2);
    const carriedAlready = async (action: Promise<unknown>) =>
      chain.refuses(action, registry(), "MemberRegistryProxyCarried", [account(2), account(1)]);
    await carriedAlready(give(2, 4));
    // The circle of two: neither order of looking lets it through.
    await carriedAlready(give(2, 1));
    await refusesGiven(give(3, 1), 1, 2);
    await carriedAlready(give(3, 2));
    await refusesGiven(give(1, 3), 1, 2);
    await end(1, 1);
    await give(2, 1);
    await refusesGiven(give(2, 3), 2, 1);
    await chain.refuses(give(1, 2), registry(), "MemberRegistryProxyCarried", [
      account(1),
      account(2),
    ]);
  });

  it("are given by the mandate key alone, with an end in the future", async () => {
    const { chain } = body();
    await chain.refuses(give(1, 2, {}, 2), registry(), "MemberRegistryNotMandateKey", [
      account(1),
      body().member(2).mandate.address,
    ]);
    const byRepresentative = chain.send(body().representativeOf(1), registry(), "giveProxy", [
      account(1),
      account(2),
      (await chain.now()) + day,
      everyProposal,
    ]);
    await chain.refuses(byRepresentative, registry(), "MemberRegistryNotMandateKey", [
      account(1),
      body().representativeOf(1),
    ]);
    const now = await chain.now();
    await chain.refuses(give(1, 2, { notAfter: now }), registry(), "MemberRegistryEndInPast", [
      now,
    ]);
    // A proxy ends at its end, so that one that ends at once is none.
    const present = now + day;
    await chain.nextAt(present);
    await chain.refuses(give(1, 2, { notAfter: present }), registry(), "MemberRegistryEndInPast", [
      present,
    ]);
  });

  it("are ended by who carries them, so that nobody is held by a proxy it did not ask for", async () => {
    const { chain } = body();
    await give(1, 2);
    await chain.refuses(end(1, 3), registry(), "MemberRegistryNotMandateKey", [
      account(1),
      body().member(3).mandate.address,
    ]);
    await end(1, 2);
    await give(2, 3);
    await body().vote(proposal.id, 1, "for");
  });

  it("are not voted for oneself, for others than the giver, or with a support that is none", async () => {
    const { chain } = body();
    await give(1, 2);
    await chain.refuses(carry(2, 2), council(), "CouncilNotProxy", [account(2)]);
    await chain.refuses(carry(3, 1), registry(), "MemberRegistryOtherMember", [
      body().representativeOf(3),
      account(1),
    ]);
    const wrong = chain.send(body().representativeOf(2), council(), "castVoteWithReasonAndParams", [
      proposal.id,
      3,
      "",
      pad(account(1)),
    ]);
    await chain.refuses(wrong, council(), "CouncilInvalidSupport", [3]);
  });

  it("MR3: count nothing while the giver or the carrier is suspended", async () => {
    const { chain } = body();
    await give(6, 5);
    const statusOf = async (index: number) =>
      chain.refuses(carry(5, 6), registry(), "MemberRegistryWrongStatus", [account(index), 2]);
    for (const index of [5, 6]) {
      const snapshot = await chain.request("evm_snapshot");
      await body().decide([callOf(registry(), "suspendMember", [account(index)])]);
      await statusOf(index);
      await chain.request("evm_revert", snapshot);
    }
    await carry(5, 6);
  });

  it("end when the giver's mandate is revoked or it becomes an observer", async () => {
    const { chain } = body();
    await give(6, 5);
    for (const call of [
      callOf(registry(), "designateMandateKey", [account(6), testKey(79).address]),
      callOf(registry(), "setClass", [account(6), MemberClass.observer]),
      callOf(registry(), "removeMember", [account(6)]),
    ]) {
      const snapshot = await chain.request("evm_snapshot");
      await body().decide([call]);
      await chain.refuses(carry(5, 6), registry(), "MemberRegistryOtherMember", [
        body().representativeOf(5),
        account(6),
      ]);
      await give(5, 4);
      await chain.request("evm_revert", snapshot);
    }
  });
});
