import { expect } from "chai";
import { slice, type Address, type Hash } from "viem";

import { statementTypedData } from "../../../deploy/typed-data.ts";
import {
  castByBallot,
  BallotOutcome,
  outcomesOf,
  signedBallot,
  type SignedBallot,
} from "../../support/ballots.ts";
import { callOf, chainId, day, type Call, type Proposal } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { MemberClass, testMember } from "../../support/members.ts";

const observer = 7;
const extension = 2 * day;
const cooperation = 3;
/** Who takes part, with 60 of the 100 that all members weigh. */
const participants = [0, 1, 2, 3];
const weights = [30n, 10n, 10n, 10n, 20n, 10n, 10n];

/** What only participants do, however they do it: votes that somebody brings, and more time. */
describe("Ballots and time in an enhanced cooperation", () => {
  const body = bodyForEachTest(
    {
      members: [
        ...weights.map((weight, index) => testMember(index, weight)),
        testMember(observer, 1_000n, MemberClass.observer),
      ],
      governance: { votingDelay: 0, extension },
      delays: { delay_DECISION_CLASSES: 0 },
    },
    async ({ chain, contracts }) => {
      await chain.impersonate(contracts.council.address, contracts.deliberation.address);
      const { target, data } = callOf(contracts.nodeMonitoring, "setQuarantineRule", [3, 3_600]);
      const places = participants.reduce((set, place) => set | (1n << BigInt(place)), 0n);
      const from = contracts.council.address;
      await chain.send(from, contracts.decisionClasses, "setCooperation", [cooperation, places]);
      await chain.send(from, contracts.decisionClasses, "listCooperation", [
        target,
        slice(data, 0, 4),
        cooperation,
      ]);
    },
  );
  const account = (index: number): Address => body().member(index).account;
  const call = (): Call => callOf(body().contracts.nodeMonitoring, "setQuarantineRule", [3, 3_600]);
  const ask = async (index: number, { id }: Proposal): Promise<Hash> => {
    const { chain, contracts } = body();
    const { deliberation, council } = contracts;
    const from = body().representativeOf(index);
    return chain.send(from, deliberation, "askForMoreTime", [council.address, id]);
  };

  it("count the signed ballots of participants, refuse those of others, and decide", async () => {
    const { chain, contracts } = body();
    const { id } = await body().propose([call()]);
    const ballots: SignedBallot[] = [];
    for (const index of [4, 0, 5, 1, 2]) ballots.push(await signedBallot(body(), id, index, "for"));
    const { counted, refused } = BallotOutcome;
    expect(await outcomesOf(body(), id, ballots)).to.deep.equal([
      refused,
      counted,
      refused,
      counted,
      counted,
    ]);
    await castByBallot(body(), id, ballots);
    // 50 of the 60 that the participants weigh, and three of four heads.
    expect(await body().state(id), "GV4").to.equal("Succeeded");
    for (const [index, voted] of [true, true, true, false, false, false].entries())
      expect(await chain.read(contracts.council, "hasVoted", [id, account(index)])).to.equal(voted);
  });

  it("count what participants weighed at the snapshot, whatever they weigh by their first vote", async () => {
    const { chain, contracts } = body();
    const { id } = await body().propose([call()]);
    await body().decide([
      callOf(contracts.memberRegistry, "setWeight", [account(3), 1_000n, 2025]),
    ]);
    await chain.wait(10);
    // 50 of 60; of what they weigh now it would be 50 of 1050.
    for (const index of [0, 1, 2]) await body().vote(id, index, "for");
    expect(await body().state(id), "GV4").to.equal("Succeeded");
  });

  it("give more time when 55 % of the participants' own blocking minority ask", async () => {
    const { chain, contracts } = body();
    const proposal = await body().propose([call()]);
    const { council, deliberation } = contracts;
    // 2 of 4 heads block: 55 % of 55 % of 4; of the weight 22 of 60, of which 55 % are 13.
    expect(
      await chain.read(deliberation, "moreTimeThreshold", [council.address, proposal.id]),
    ).to.deep.equal([2n, 13n]);
    // What a participant weighs later changes nothing.
    await body().decide([
      callOf(contracts.memberRegistry, "setWeight", [account(0), 1_000n, 2025]),
    ]);
    await chain.wait(1);
    expect(
      await chain.read(deliberation, "moreTimeThreshold", [council.address, proposal.id]),
    ).to.deep.equal([2n, 13n]);
    const end = Number(await chain.read(council, "proposalDeadline", [proposal.id]));
    await chain.refuses(ask(4, proposal), deliberation, "DeliberationNoVote", [
      proposal.id,
      account(4),
    ]);
    await ask(1, proposal);
    expect(await chain.read(council, "proposalExtended", [proposal.id])).to.equal(false);
    await ask(2, proposal);
    expect(Number(await chain.read(council, "proposalDeadline", [proposal.id]))).to.equal(
      end + extension,
    );
  });

  it("GV14: are extended once, whoever asks for it", async () => {
    const { chain, contracts } = body();
    const { council, deliberation } = contracts;
    const proposal = await body().propose([call()]);
    await ask(1, proposal);
    await ask(2, proposal);
    const stranger = body().representativeOf(0);
    await chain.refuses(
      chain.send(stranger, council, "extendVoting", [proposal.id]),
      council,
      "CouncilNotDeliberation",
      [stranger],
    );
    await chain.refuses(
      chain.send(deliberation.address, council, "extendVoting", [proposal.id]),
      council,
      "CouncilExtendedAlready",
      [proposal.id],
    );
  });

  it("take a signature for more time from participants alone", async () => {
    const { chain, contracts } = body();
    const { council, deliberation } = contracts;
    const { id } = await body().propose([call()]);
    const signed = async (index: number) => {
      const { representative } = body().member(index);
      const deadline = (await chain.now()) + day;
      const message = {
        council: council.address,
        proposalId: id,
        member: account(index),
        deadline,
      };
      const signature = await representative.signTypedData(
        statementTypedData("MoreTime", chainId, deliberation.address, message),
      );
      return { member: account(index), deadline, signer: representative.address, signature };
    };
    const bring = async (...places: number[]) =>
      chain.send(body().representativeOf(6), deliberation, "askForMoreTimeBySignatures", [
        council.address,
        id,
        await Promise.all(places.map(signed)),
      ]);
    await chain.refuses(bring(0, 5), deliberation, "DeliberationNoVote", [id, account(5)]);
    await bring(0);
    expect(await chain.read(council, "proposalExtended", [id])).to.equal(true);
  });

  it("have nobody where no member takes part", async () => {
    const { chain, contracts } = body();
    const of = async (places: bigint) =>
      chain.read(contracts.decisionClasses, "electorate", [
        0,
        contracts.memberRegistry.address,
        places,
        (await chain.now()) - 1,
      ]);
    expect(await of(1n << BigInt(observer))).to.deep.equal([0, 0n, 0]);
    expect(await of(0b1111n)).to.deep.equal([4, 60n, 2]);
  });
});
