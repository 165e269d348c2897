import { expect } from "chai";
import { hashTypedData, type Address, type Hash, type Hex } from "viem";

import { DecisionClass } from "../../../deploy/decision-classes.ts";
import { statementTypedData } from "../../../deploy/typed-data.ts";
import { callOf, chainId, day, inFavour, type Call, type Proposal } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { expectRefusal } from "../../support/refusal.ts";
import { p256Signer } from "../../support/keys.ts";
import { MemberClass, membersWith, testKey, testMember } from "../../support/members.ts";

const observer = 10;
/** Ten members: a qualified majority needs 6 of them, so that 5 block; the weights make the heads decide unless a test says otherwise. */
const members = [
  ...Array.from({ length: 10 }, (_, index) => testMember(index, 100n)),
  testMember(observer, 1_000n, MemberClass.observer),
];
const extension = 2 * day;
const State = { pending: 0, active: 1, succeeded: 4 } as const;

describe("Deliberation", () => {
  const body = bodyForEachTest({ members, governance: { extension } });
  const deliberation = () => body().contracts.deliberation;
  const council = () => body().contracts.council;
  const account = (index: number): Address => body().member(index).account;
  /** Every call to the authority is reinforced: 72 % of 10 are 8, so that 3 block. */
  const reinforced = (): Call =>
    callOf(body().contracts.authority, "labelRole", [1n, "MEMBERSHIP"]);
  const unanimous = async (): Promise<Call> => {
    const { contracts } = body();
    const call = callOf(contracts.nodeMonitoring, "setQuarantineRule", [3, 3_600]);
    await body().decide([
      callOf(contracts.decisionClasses, "setDecisionClass", [
        call.target,
        call.data.slice(0, 10) as Hex,
        DecisionClass.unanimity,
      ]),
    ]);
    return call;
  };
  const ask = async (index: number, { id }: Proposal): Promise<Hash> =>
    body().chain.send(body().representativeOf(index), deliberation(), "askForMoreTime", [
      council().address,
      id,
    ]);
  const sponsor = async (index: number, { id }: Proposal): Promise<Hash> =>
    body().chain.send(body().representativeOf(index), deliberation(), "sponsor", [
      council().address,
      id,
    ]);
  const deadline = async ({ id }: Proposal): Promise<number> =>
    Number(await body().chain.read(council(), "proposalDeadline", [id]));
  const statement = async (
    kind: "Sponsorship" | "MoreTime",
    { id }: Proposal,
    index: number,
    signed: Partial<{ member: Address; proposalId: bigint; council: Address; chain: number }> = {},
  ) => {
    const { representative } = body().member(index);
    const until = (await body().chain.now()) + day;
    const { chain = chainId, ...changes } = signed;
    const signature = await representative.signTypedData(
      statementTypedData(kind, chain, deliberation().address, {
        council: council().address,
        proposalId: id,
        member: account(index),
        deadline: until,
        ...changes,
      }),
    );
    return { member: account(index), deadline: until, signer: representative.address, signature };
  };
  const relayer = testKey(1).address;
  beforeEach(async () => body().chain.impersonate(relayer));

  describe("more time", () => {
    it("is given once, when 55 % of a blocking minority ask for it", async () => {
      const { chain } = body();
      const proposal = await body().propose([reinforced()]);
      const end = await deadline(proposal);
      // 3 of 10 block; 55 % of 3 are 1.65, so that 2 suffice. By weight 351 block, of which 194 suffice.
      expect(
        await chain.read(deliberation(), "moreTimeThreshold", [council().address, proposal.id]),
      ).to.deep.equal([2n, 194n]);
      await chain.emits(ask(1, proposal), deliberation(), "MoreTimeAsked", [
        council().address,
        proposal.id,
        account(1),
        body().representativeOf(1),
        1,
        100n,
      ]);
      expect(await deadline(proposal)).to.equal(end);
      await chain.emits(ask(2, proposal), council(), "ProposalExtended", [
        proposal.id,
        BigInt(end + extension),
      ]);
      expect(await deadline(proposal)).to.equal(end + extension);
      expect(await chain.read(council(), "proposalExtended", [proposal.id])).to.equal(true);
      // Whoever asks later is counted, and moves nothing.
      await ask(3, proposal);
      expect(await deadline(proposal)).to.equal(end + extension);
      expect(
        await chain.read(deliberation(), "askers", [council().address, proposal.id]),
      ).to.deep.equal([0b1110n, 3, 300n]);
    });

    it("GV14: the vote goes on until the later end, and no longer", async () => {
      const { chain } = body();
      const proposal = await body().propose([reinforced()]);
      const end = await deadline(proposal);
      await ask(1, proposal);
      await ask(2, proposal);
      await chain.goTo(end + extension - 1);
      await body().vote(proposal.id, 0, "for");
      await chain.goTo(end + extension + 1);
      expect(await body().state(proposal.id)).to.equal("Defeated");
      await expectRefusal(body().vote(proposal.id, 1, "for"), /UnexpectedProposalState/);
    });

    it("is asked for by weight, too", async () => {
      const { chain, contracts } = body();
      // Of 1116 together 391 block, of which 216 suffice: to the unit what this one weighs.
      await body().decide([
        callOf(contracts.memberRegistry, "setWeight", [account(4), 216n, 2025]),
      ]);
      await chain.wait(1);
      const proposal = await body().propose([reinforced()]);
      expect(
        await chain.read(deliberation(), "moreTimeThreshold", [council().address, proposal.id]),
      ).to.deep.equal([2n, 216n]);
      const end = await deadline(proposal);
      await ask(4, proposal);
      expect(await deadline(proposal)).to.equal(end + extension);
    });

    it("is measured by the body and the weights at the snapshot", async () => {
      const { chain, contracts } = body();
      const proposal = await body().propose([reinforced()]);
      const end = await deadline(proposal);
      await body().decide([
        callOf(contracts.memberRegistry, "setWeight", [account(4), 900n, 2025]),
        callOf(contracts.memberRegistry, "suspendMember", [account(9)]),
      ]);
      await chain.wait(1);
      expect(
        await chain.read(deliberation(), "moreTimeThreshold", [council().address, proposal.id]),
      ).to.deep.equal([2n, 194n]);
      await chain.emits(ask(4, proposal), deliberation(), "MoreTimeAsked", [
        council().address,
        proposal.id,
        account(4),
        body().representativeOf(4),
        1,
        100n,
      ]);
      expect(await deadline(proposal)).to.equal(end);
    });

    it("is one member's to ask for where one member can prevent the decision", async () => {
      const proposal = await body().propose([await unanimous()]);
      const end = await deadline(proposal);
      await ask(5, proposal);
      expect(await deadline(proposal)).to.equal(end + extension);
    });

    it("is asked for by signature, and by any signer of a mandate", async () => {
      const { chain, contracts } = body();
      const { p256 } = await chain.read(contracts.memberRegistry, "verifiers", []);
      const key = p256Signer(p256);
      await body().appointKey(body().member(2), key);
      const proposal = await body().propose([reinforced()]);
      const end = await deadline(proposal);
      const first = await statement("MoreTime", proposal, 1);
      const until = (await chain.now()) + day;
      const second = {
        member: account(2),
        deadline: until,
        signer: key.signer,
        signature: key.sign(
          hashTypedData(
            statementTypedData("MoreTime", chainId, deliberation().address, {
              council: council().address,
              proposalId: proposal.id,
              member: account(2),
              deadline: until,
            }),
          ),
        ),
      };
      await chain.send(relayer, deliberation(), "askForMoreTimeBySignatures", [
        council().address,
        proposal.id,
        [first, second],
      ]);
      expect(await deadline(proposal)).to.equal(end + extension);
    });

    it("is refused to whoever has no vote, twice, before the vote and after it", async () => {
      const { chain } = body();
      const draft = body().draft([reinforced()]);
      await body().submit(0, draft);
      await chain.refuses(ask(1, draft), deliberation(), "DeliberationClosed", [
        draft.id,
        State.pending,
      ]);
      await body().openVoting(draft.id);
      await ask(1, draft);
      await chain.refuses(ask(1, draft), deliberation(), "DeliberationSaidAlready", [
        draft.id,
        account(1),
      ]);
      await chain.refuses(
        ask(observer, draft),
        body().contracts.memberRegistry,
        "MemberRegistryObserver",
        [account(observer)],
      );
      await chain.refuses(
        chain.send(relayer, council(), "extendVoting", [draft.id]),
        council(),
        "CouncilNotDeliberation",
        [relayer],
      );
      await body().voteAll(draft.id, inFavour(8));
      await chain.refuses(ask(2, draft), deliberation(), "DeliberationClosed", [
        draft.id,
        State.succeeded,
      ]);
    });
  });

  describe("a turn near the end", () => {
    it("GV14: extends the vote once where votes still count after it", async () => {
      const { chain } = body();
      const proposal = await body().propose([await unanimous()]);
      const end = await deadline(proposal);
      // Six of ten make the quorum; the sixth turns the outcome, and one against could still prevent it.
      await body().voteAll(proposal.id, inFavour(5));
      await chain.goTo(end - 60);
      await chain.emits(body().vote(proposal.id, 5, "for"), council(), "ProposalExtended", [
        proposal.id,
        BigInt(end + extension),
      ]);
      await body().vote(proposal.id, 6, "for");
      expect(await deadline(proposal)).to.equal(end + extension);
      // The time that asking would give is used up.
      await ask(7, proposal);
      expect(await deadline(proposal)).to.equal(end + extension);
      await chain.goTo(end + 60);
      await body().vote(proposal.id, 8, "against");
      expect(await body().state(proposal.id)).to.equal("Defeated");
    });

    it("extends nothing when it comes early, or turns nothing", async () => {
      const { chain } = body();
      const call = await unanimous();
      const early = await body().propose([call]);
      const end = await deadline(early);
      await body().voteAll(early.id, inFavour(6));
      expect(await deadline(early)).to.equal(end);
      const late = await body().propose([call, reinforced()]);
      const lateEnd = await deadline(late);
      await chain.goTo(lateEnd - 60);
      await body().vote(late.id, 0, "for");
      expect(await deadline(late)).to.equal(lateEnd);
    });

    it("settles a majority instead, whatever the time", async () => {
      const { chain } = body();
      const proposal = await body().propose([reinforced()]);
      const end = await deadline(proposal);
      await body().voteAll(proposal.id, inFavour(7));
      await chain.goTo(end - 60);
      await body().vote(proposal.id, 7, "for");
      expect(await body().state(proposal.id)).to.equal("Succeeded");
      expect(await deadline(proposal)).to.equal(end);
    });
  });

  describe("co-sponsors", () => {
    it("stand behind a proposal by transaction, and by signatures made of its draft", async () => {
      const { chain } = body();
      const draft = body().draft([reinforced()]);
      const signed = [
        await statement("Sponsorship", draft, 1),
        await statement("Sponsorship", draft, 2),
      ];
      await body().submit(0, draft);
      await chain.emits(
        chain.send(relayer, deliberation(), "sponsorBySignatures", [
          council().address,
          draft.id,
          signed,
        ]),
        deliberation(),
        "ProposalSponsored",
        [council().address, draft.id, account(1), body().representativeOf(1)],
      );
      await sponsor(3, draft);
      expect(await chain.read(deliberation(), "sponsors", [council().address, draft.id])).to.equal(
        0b1110n,
      );
      await chain.refuses(sponsor(3, draft), deliberation(), "DeliberationSaidAlready", [
        draft.id,
        account(3),
      ]);
    });

    it("GV11: sign for one proposal, Council, chain, member and purpose", async () => {
      const { chain } = body();
      const draft = body().draft([reinforced()]);
      await body().submit(0, draft);
      const bring = async (brought: Awaited<ReturnType<typeof statement>>) =>
        chain.send(relayer, deliberation(), "sponsorBySignatures", [
          council().address,
          draft.id,
          [brought],
        ]);
      for (const wrong of [
        await statement("MoreTime", draft, 1),
        await statement("Sponsorship", draft, 1, { proposalId: 1n }),
        await statement("Sponsorship", draft, 1, { council: relayer }),
        await statement("Sponsorship", draft, 1, { chain: 1 }),
        await statement("Sponsorship", draft, 1, { member: account(2) }),
      ])
        await chain.refuses(bring(wrong), deliberation(), "DeliberationSignatureInvalid", [
          account(1),
          wrong.signer.toLowerCase() as Hex,
        ]);
      const other = {
        ...(await statement("Sponsorship", draft, 1, { member: account(2) })),
        member: account(2),
      };
      await chain.refuses(bring(other), deliberation(), "DeliberationOtherMember", [
        body().representativeOf(1),
        account(2),
      ]);
      const late = await statement("Sponsorship", draft, 1);
      await chain.goTo(late.deadline + 1);
      await chain.refuses(bring(late), deliberation(), "DeliberationExpired", [
        account(1),
        late.deadline,
      ]);
      const last = await statement("Sponsorship", draft, 1);
      await chain.nextAt(last.deadline);
      await bring(last);
    });

    it("are no votes, and say nothing of a proposal that is decided", async () => {
      const { chain } = body();
      const proposal = await body().propose([reinforced()]);
      await sponsor(1, proposal);
      expect(await chain.read(council(), "hasVoted", [proposal.id, account(1)])).to.equal(false);
      await body().approve(proposal.id);
      await chain.refuses(sponsor(2, proposal), deliberation(), "DeliberationClosed", [
        proposal.id,
        State.succeeded,
      ]);
    });
  });
});

describe("The limit of proposals", () => {
  const body = bodyForEachTest({
    members,
    governance: { proposalLimit: 2, votingDelay: 10, votingPeriod: day - 10 },
  });
  const propose = async (index: number): Promise<Hash> =>
    body().submit(
      index,
      body().draft([callOf(body().contracts.authority, "labelRole", [1n, "MEMBERSHIP"])]),
    );

  it("holds for each member by itself, in each window", async () => {
    const { chain, contracts } = body();
    const start = (Math.floor((await chain.now()) / day) + 1) * day;
    await chain.goTo(start + 5);
    await propose(3);
    await propose(3);
    await chain.refuses(propose(3), contracts.deliberation, "DeliberationTooManyProposals", [
      body().member(3).account,
      2n,
      BigInt(start + day),
    ]);
    await propose(4);
    await chain.goTo(start + day);
    await propose(3);
    expect(await chain.read(contracts.council, "limits", [])).to.deep.equal([
      body().parameters.Governance.extension,
      2,
      day,
    ]);
  });

  it("is each Council's own: nobody uses up the proposals of another body", async () => {
    const { chain, contracts } = body();
    const stranger = testKey(2).address;
    await chain.impersonate(stranger);
    await expectRefusal(
      chain.send(stranger, contracts.deliberation, "countProposal", [
        body().member(3).account,
        1,
        day,
      ]),
      /revert/,
    );
    await propose(3);
    await propose(3);
  });
});

describe("The counts behind the limit", () => {
  const body = bodyForEachTest({
    members: membersWith(Array.from({ length: 60 }, () => 1n)),
    represented: false,
  });

  it("are those of each member, wherever it stands, up to fifteen in a window", async () => {
    const { chain, contracts } = body();
    const { council, deliberation } = contracts;
    await chain.impersonate(council.address);
    const count = (place: number) =>
      chain.send(council.address, deliberation, "countProposal", [
        body().member(place).account,
        15,
        day,
      ]);
    const start = (Math.floor((await chain.now()) / day) + 1) * day;
    // The first and the last of a word, and of the word after it.
    const places = [0, 1, 54, 55, 56, 57, 59];
    await chain.goTo(start);
    for (let round = 0; round < 15; round += 1) for (const place of places) await count(place);
    for (const place of places) {
      await chain.refuses(count(place), deliberation, "DeliberationTooManyProposals", [
        body().member(place).account,
        15n,
        BigInt(start + day),
      ]);
    }
    await chain.goTo(start + day - 2);
    await chain.refuses(count(0), deliberation, "DeliberationTooManyProposals", [
      body().member(0).account,
      15n,
      BigInt(start + day),
    ]);
    await count(2);
    for (const place of places) await count(place);
  });
});
