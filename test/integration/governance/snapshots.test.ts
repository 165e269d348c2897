import { expect } from "chai";
import type { Address } from "viem";

import { callOf, Support, type Body, type Call, type Proposal } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { MemberClass, membersWith, testMember } from "../../support/members.ts";

const members = membersWith([10n, 20n, 30n, 40n, 50n, 60n]);

describe("A proposal counts what stood at its snapshot", () => {
  // The Council holds its role over members without delay, so that changes fall into the seconds that the tests want.
  const body = bodyForEachTest({ members, delays: { delay_MEMBERSHIP: 0 } }, async (fresh) =>
    fresh.chain.impersonate(fresh.addresses.Council),
  );
  let proposal: Proposal & { description: string };
  let snapshot: number;

  beforeEach(async () => {
    const { chain, contracts } = body();
    proposal = body().draft([anyCall(body())]);
    await body().submit(0, proposal);
    snapshot = Number(await chain.read(contracts.council, "proposalSnapshot", [proposal.id]));
  });

  const account = (index: number): Address => body().member(index).account;
  const registry = () => body().contracts.memberRegistry;
  const asCouncil = () => body().addresses.Council;
  const setWeight = async (index: number, weight: bigint) =>
    body().chain.send(asCouncil(), registry(), "setWeight", [account(index), weight, 2025]);
  const suspend = async (index: number) =>
    body().chain.send(asCouncil(), registry(), "suspendMember", [account(index)]);
  const reinstate = async (index: number) =>
    body().chain.send(asCouncil(), registry(), "reinstateMember", [account(index)]);
  const expectVote = async (index: number, weight: bigint): Promise<void> => {
    const { chain, contracts } = body();
    const vote = body().vote(proposal.id, index, "against");
    await chain.emits(vote, contracts.council, "VoteCast", [
      account(index),
      proposal.id,
      Support.against,
      weight,
      "",
    ]);
  };

  it("with a change in the very second of the snapshot", async () => {
    await body().chain.nextAt(snapshot);
    await setWeight(1, 25n);
    await expectVote(1, 25n);
  });

  it("without a change in the second after it", async () => {
    await body().chain.nextAt(snapshot + 1);
    await setWeight(1, 25n);
    await expectVote(1, 20n);
    expect(await body().chain.read(registry(), "votesAt", [account(1), snapshot])).to.deep.equal([
      1,
      20n,
    ]);
    expect(
      await body().chain.read(registry(), "votesAt", [account(1), snapshot + 1]),
    ).to.deep.equal([1, 25n]);
  });

  it("also after many later changes of the same member and of others", async () => {
    await body().chain.nextAt(snapshot + 1);
    for (const weight of [21n, 22n, 23n]) await setWeight(1, weight);
    await setWeight(2, 1_000n);
    await expectVote(1, 20n);
    await expectVote(2, 30n);
  });

  it("in the totals, so that later growth of the body changes no majority", async () => {
    const { chain, contracts } = body();
    await chain.nextAt(snapshot + 1);
    for (const index of [10, 11, 12, 13, 14, 15]) {
      const newcomer = testMember(index, 1_000n);
      await chain.send(asCouncil(), registry(), "registerMember", [genesisOf(newcomer)]);
    }
    expect(await chain.read(registry(), "totals", [])).to.deep.equal([12, 6_210n]);
    expect(await chain.read(registry(), "totalsAt", [snapshot])).to.deep.equal([6, 210n]);
    // 72 % of six heads are five, 65 % of 210 are 136.5: these five carry it.
    await body().voteAll(proposal.id, [
      [1, "for"],
      [2, "for"],
      [3, "for"],
      [4, "for"],
    ]);
    expect(await body().state(proposal.id)).to.equal("Active");
    await body().vote(proposal.id, 5, "for");
    expect(await chain.read(contracts.council, "proposalDecision", [proposal.id])).to.deep.equal([
      true,
      true,
    ]);
  });

  it("in the totals, so that a suspension afterwards changes no majority", async () => {
    const { chain, contracts } = body();
    await chain.nextAt(snapshot + 1);
    for (const index of [0, 1]) await suspend(index);
    expect(await chain.read(registry(), "totals", [])).to.deep.equal([4, 180n]);
    await body().voteAll(proposal.id, [
      [2, "for"],
      [3, "for"],
      [4, "for"],
      [5, "for"],
    ]);
    // Four of six heads are less than 72 %; the two suspended members could be reinstated, so it stays open.
    expect(await chain.read(contracts.council, "proposalDecision", [proposal.id])).to.deep.equal([
      false,
      false,
    ]);
    await reinstate(1);
    await body().vote(proposal.id, 1, "for");
    expect(await body().state(proposal.id)).to.equal("Succeeded");
  });

  it("but takes no vote of a member that is suspended when it votes", async () => {
    await body().chain.nextAt(snapshot + 1);
    await suspend(1);
    const refused = body().vote(proposal.id, 1, "for");
    await body().chain.refuses(refused, registry(), "MemberRegistryWrongStatus", [account(1), 2]);
    await reinstate(1);
    await expectVote(1, 20n);
  });

  it("and takes no vote of a member that was suspended at the snapshot", async () => {
    await suspend(1);
    await body().chain.goTo(snapshot + 1);
    await reinstate(1);
    await body().chain.wait(5);
    const refused = body().vote(proposal.id, 1, "for");
    await body().chain.refuses(refused, registry(), "MemberRegistryNoVoteAt", [
      account(1),
      snapshot,
    ]);
    // Its proposals and votes from now on count.
    const next = await body().propose([anyCall(body())], undefined, 1);
    await body().vote(next.id, 1, "for");
  });

  it("and takes no vote of a member that joined after it", async () => {
    const { chain, contracts } = body();
    const newcomer = testMember(10, 1_000n);
    await chain.nextAt(snapshot + 1);
    await chain.send(asCouncil(), registry(), "registerMember", [genesisOf(newcomer)]);
    await body().represent(newcomer);
    const refused = chain.send(newcomer.representative.address, contracts.council, "castVote", [
      proposal.id,
      1,
    ]);
    await chain.refuses(refused, registry(), "MemberRegistryNoVoteAt", [
      newcomer.account,
      snapshot,
    ]);
  });

  it("and takes no vote of an observer at the snapshot that became a member", async () => {
    const { chain } = body();
    await chain.send(asCouncil(), registry(), "setClass", [account(1), MemberClass.observer]);
    await chain.goTo(snapshot + 1);
    await chain.send(asCouncil(), registry(), "setClass", [account(1), MemberClass.member]);
    await chain.wait(5);
    const refused = body().vote(proposal.id, 1, "for");
    await chain.refuses(refused, registry(), "MemberRegistryNoVoteAt", [account(1), snapshot]);
  });

  it("MR2: answers the same for a past timepoint whatever happens later", async () => {
    const { chain, contracts } = body();
    await chain.goTo(snapshot + 1);
    const ask = async () => ({
      votes: await Promise.all(
        members.map(async (member) =>
          chain.read(registry(), "votesAt", [member.account, snapshot]),
        ),
      ),
      totals: await chain.read(registry(), "totalsAt", [snapshot]),
      governor: await chain.read(contracts.council, "getVotes", [account(3), BigInt(snapshot)]),
    });
    const before = await ask();
    await setWeight(3, 1n);
    await suspend(2);
    await chain.send(asCouncil(), registry(), "removeMember", [account(4)]);
    await chain.send(asCouncil(), registry(), "registerMember", [genesisOf(testMember(10, 7n))]);
    await chain.wait(100);
    expect(await ask(), "MR2").to.deep.equal(before);
  });

  it("MR3: a suspended or departed member weighs nothing from its second on", async () => {
    const { chain } = body();
    for (const [index, change] of [
      [1, "suspendMember"],
      [2, "removeMember"],
    ] as const) {
      await chain.send(asCouncil(), registry(), change, [account(index)]);
      const now = await chain.now();
      await chain.wait(1);
      expect(await chain.read(registry(), "votesAt", [account(index), now - 1])).to.deep.equal([
        1,
        BigInt(index + 1) * 10n,
      ]);
      expect(await chain.read(registry(), "votesAt", [account(index), now]), "MR3").to.deep.equal([
        0,
        0n,
      ]);
    }
    expect(await chain.read(registry(), "totals", []), "MR3").to.deep.equal([4, 160n]);
  });
});

const anyCall = ({ contracts }: Body): Call =>
  callOf(contracts.authority, "labelRole", [1n, "MEMBERSHIP"]);

const genesisOf = ({
  account,
  code,
  class: memberClass,
  weight,
  mandate,
}: ReturnType<typeof testMember>) => ({
  account,
  code,
  class: memberClass,
  weight,
  weightYear: 2025,
  mandateKey: mandate.address,
});
