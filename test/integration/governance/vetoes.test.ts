import { expect } from "chai";
import type { Address, Hash } from "viem";

import { callOf, day, type Call, type Proposal } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { expectRefusal } from "../../support/refusal.ts";
import { membersWith, testKey } from "../../support/members.ts";

const members = membersWith([1n, 1n, 1n, 1n, 1n]);
const holder = testKey(1).address;
const guardian = testKey(2).address;
const State = { defeated: 3, canceled: 2 } as const;

describe("Vetoes", () => {
  const body = bodyForEachTest({ members }, async ({ chain }) =>
    chain.impersonate(holder, guardian),
  );
  const vetoes = () => body().contracts.vetoes;
  const council = () => body().contracts.council;
  const directory = () => body().contracts.networkDirectory;
  const network = (): Call => callOf(directory(), "setNetworkStage", [77n, 1]);
  const gas = (): Call => callOf(body().contracts.nodeMonitoring, "setQuarantineRule", [3, 3_600]);

  const grant = async (to: Address, targets: Address[], notAfter?: number): Promise<Proposal> =>
    body().decide([
      callOf(vetoes(), "grantVeto", [
        council().address,
        to,
        targets,
        notAfter ?? (await body().chain.now()) + 30 * day,
      ]),
    ]);
  const veto = async (by: Address, { args }: Proposal): Promise<Hash> =>
    body().chain.send(by, vetoes(), "veto", [council().address, ...args, "Not now."]);

  it("stop a proposal with a call in their scope, at every step before its execution", async () => {
    const { chain } = body();
    await grant(holder, [directory().address]);
    const pending = body().draft([network()]);
    await body().submit(0, pending);
    await chain.emits(veto(holder, pending), vetoes(), "Vetoed", [
      council().address,
      pending.id,
      holder,
      "Not now.",
    ]);
    expect(await body().state(pending.id)).to.equal("Canceled");

    const active = await body().propose([gas(), network()]);
    await veto(holder, active);
    expect(await body().state(active.id)).to.equal("Canceled");

    const queued = await body().mature([network()]);
    await veto(holder, queued);
    expect(await body().state(queued.id)).to.equal("Canceled");
    await expectRefusal(body().execute(queued), /UnexpectedProposalState/);
    await chain.refuses(veto(holder, queued), vetoes(), "VetoesClosed", [
      queued.id,
      State.canceled,
    ]);
  });

  it("reach nothing outside of their scope; a guardian's reaches every target", async () => {
    const { chain } = body();
    await grant(holder, [directory().address]);
    await grant(guardian, []);
    const proposal = await body().propose([gas()]);
    await chain.refuses(veto(holder, proposal), vetoes(), "VetoesOutOfScope", [
      proposal.id,
      holder,
    ]);
    await veto(guardian, proposal);
    expect(await body().state(proposal.id)).to.equal("Canceled");
  });

  it("end by themselves, and by decision", async () => {
    const { chain } = body();
    const notAfter = (await chain.now()) + 30 * day;
    await grant(guardian, [], notAfter);
    const proposal = await body().propose([gas()]);
    await chain.refuses(veto(holder, proposal), vetoes(), "VetoesNoRight", [
      council().address,
      holder,
    ]);
    await chain.goTo(notAfter + 1);
    const late = await body().propose([gas()]);
    await chain.refuses(veto(guardian, late), vetoes(), "VetoesRightEnded", [guardian, notAfter]);

    await grant(guardian, []);
    await body().decide([callOf(vetoes(), "revokeVeto", [council().address, guardian])]);
    const free = await body().propose([gas()]);
    await chain.refuses(veto(guardian, free), vetoes(), "VetoesNoRight", [
      council().address,
      guardian,
    ]);
    expect(await chain.read(vetoes(), "vetoRight", [council().address, guardian])).to.deep.equal([
      0,
      [],
    ]);
  });

  it("never stop what goes to Council, Authority, registers of members, classes, validators or themselves", async () => {
    const { chain, contracts } = body();
    await grant(guardian, []);
    const { account } = body().member(4);
    const calls: Call[] = [
      callOf(contracts.council, "setVotingPeriod", [day]),
      callOf(contracts.authority, "labelRole", [1n, "MEMBERSHIP"]),
      callOf(contracts.memberRegistry, "suspendMember", [account]),
      callOf(contracts.decisionClasses, "pinTarget", [contracts.nodeRegistry.address]),
      callOf(contracts.vetoes, "revokeVeto", [contracts.council.address, guardian]),
      callOf(contracts.validatorSet, "addValidator", [testKey(9).address]),
      callOf(
        { address: body().addresses.EmergencyMemberRegistry, abi: contracts.memberRegistry.abi },
        "suspendMember",
        [account],
      ),
    ];
    for (const call of calls) {
      // Beside a call that it may stop, too.
      const proposal = await body().propose([gas(), call]);
      await chain.refuses(veto(guardian, proposal), vetoes(), "VetoesProtected", [
        proposal.id,
        call.target,
      ]);
    }
    // The guardian cannot keep its right.
    await body().decide([calls[4] as Call]);
    expect((await chain.read(vetoes(), "vetoRight", [council().address, guardian]))[0]).to.equal(0);
  });

  it("are given within bounds, by the body alone", async () => {
    const { chain, contracts } = body();
    const give = async (targets: Address[], notAfter: number) => {
      const proposal = await body().mature([
        callOf(vetoes(), "grantVeto", [council().address, holder, targets, notAfter]),
      ]);
      return body().execute(proposal);
    };
    const now = await chain.now();
    await expectRefusal(give([], now), /VetoesTermOutOfBounds/);
    await expectRefusal(give([], now + 400 * day), /VetoesTermOutOfBounds/);
    await expectRefusal(
      give(
        Array.from({ length: 17 }, (_, index) => testKey(index + 1).address),
        now + 60 * day,
      ),
      /VetoesTooManyTargets/,
    );
    await chain.refuses(
      chain.send(holder, vetoes(), "grantVeto", [council().address, holder, [], now + day]),
      vetoes(),
      "AccessManagedUnauthorized",
      [holder],
    );
    const role = await chain.read(contracts.authority, "getTargetFunctionRole", [
      vetoes().address,
      "0x00000000",
    ]);
    expect(role).to.equal(0n);
  });

  it("GV13: neither vote nor execute, and hold nothing open", async () => {
    const { chain } = body();
    await grant(guardian, []);
    const proposal = await body().propose([gas()]);
    await expectRefusal(
      chain.send(guardian, council(), "castVote", [proposal.id, 0]),
      /MemberRegistryNotRepresentative/,
    );
    await expectRefusal(body().cancel(proposal, guardian), /GovernorUnableToCancel/);
    await body().voteAll(proposal.id, [
      [0, "against"],
      [1, "against"],
      [2, "against"],
    ]);
    await chain.refuses(veto(guardian, proposal), vetoes(), "VetoesClosed", [
      proposal.id,
      State.defeated,
    ]);
  });

  it("of one body reach no other", async () => {
    const { chain, addresses } = body();
    await grant(guardian, []);
    const proposal = await body().propose([gas()]);
    await expectRefusal(
      chain.send(guardian, vetoes(), "veto", [addresses.OperatorsCommittee, ...proposal.args, ""]),
      /VetoesNoRight/,
    );
  });
});

describe("Bounds of a right to veto", () => {
  const body = bodyForEachTest(
    { members, delays: { delay_VETOES: 0 } },
    async ({ chain, contracts }) => chain.impersonate(guardian, contracts.council.address),
  );
  const vetoes = () => body().contracts.vetoes;
  const council = () => body().contracts.council.address;
  const longest = 366 * day;

  /** What the body decides, carried out at this second. */
  const grantAt = async (second: number, notAfter: number, targets: Address[] = []) => {
    await body().chain.nextAt(second);
    return body().chain.send(council(), vetoes(), "grantVeto", [
      council(),
      guardian,
      targets,
      notAfter,
    ]);
  };

  it("is one second at least and 366 days at most", async () => {
    const { chain } = body();
    const now = (await chain.now()) + 10;
    await chain.refuses(grantAt(now, now), vetoes(), "VetoesTermOutOfBounds", [
      now,
      BigInt(now + longest),
    ]);
    await grantAt(now + 1, now + 2);
    const late = now + 2 + longest;
    await chain.refuses(grantAt(now + 2, late + 1), vetoes(), "VetoesTermOutOfBounds", [
      late + 1,
      BigInt(late),
    ]);
    await grantAt(now + 3, now + 3 + longest);
  });

  it("is sixteen targets, of which each counts", async () => {
    const { chain } = body();
    const now = await chain.now();
    const targets = Array.from({ length: 17 }, (_, index) => testKey(index + 1).address);
    await chain.refuses(grantAt(now + 10, now + day, targets), vetoes(), "VetoesTooManyTargets", [
      17n,
      16n,
    ]);
    const scope = targets.slice(0, 16);
    await chain.emits(grantAt(now + 20, now + day, scope), vetoes(), "VetoGranted", [
      council(),
      guardian,
      council(),
      scope,
      now + day,
    ]);
    expect(await chain.read(vetoes(), "vetoRight", [council(), guardian])).to.deep.equal([
      now + day,
      scope,
    ]);
  });

  it("ends after its last second", async () => {
    const { chain, contracts } = body();
    const proposal = await body().propose([
      callOf(contracts.networkDirectory, "setNetworkStage", [77n, 1]),
    ]);
    const now = await chain.now();
    const veto = () =>
      chain.send(guardian, vetoes(), "veto", [council(), ...proposal.args, "Not now."]);
    await grantAt(now + 1, now + 10);
    await chain.nextAt(now + 11);
    await chain.refuses(veto(), vetoes(), "VetoesRightEnded", [guardian, now + 10]);
    await grantAt(now + 12, now + 20);
    await chain.nextAt(now + 20);
    await veto();
    expect(await body().state(proposal.id)).to.equal("Canceled");
  });

  it("is taken away from whoever has it, and from nobody else", async () => {
    const { chain } = body();
    const revoke = () => chain.send(council(), vetoes(), "revokeVeto", [council(), guardian]);
    await chain.refuses(revoke(), vetoes(), "VetoesNoRight", [council(), guardian]);
    const now = await chain.now();
    await grantAt(now + 1, now + day);
    await chain.emits(revoke(), vetoes(), "VetoRevoked", [council(), guardian, council()]);
  });
});
