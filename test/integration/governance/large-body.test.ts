import { expect } from "chai";

import { Body, callOf, inFavour, Support, type SupportName } from "../../support/body.ts";
import { TestChain } from "../../support/chain.ts";
import { membersWith, testMember } from "../../support/members.ts";
import { Random } from "../../support/random.ts";

/** Places of the first and last votes in each storage word: 61 in the tally, 128 in each further word. */
const wordBoundaries = [0, 60, 61, 62, 126, 127, 128, 129];

describe("A body of more members than one word holds votes", () => {
  describe("of 130", () => {
    const members = membersWith(Array.from({ length: 130 }, (_, index) => BigInt(1_000 + index)));
    let body: Body;
    before(async function prepare() {
      this.timeout(120_000);
      body = await Body.deploy(await TestChain.create(), { members });
    });
    after(async () => body.chain.connection.close());

    it("GV2, GV3: records every vote at its place and no other", async () => {
      const { chain, contracts } = body;
      const random = new Random(130);
      const { id } = await body.propose([
        callOf(contracts.authority, "labelRole", [1n, "MEMBERSHIP"]),
      ]);
      const chosen = [...wordBoundaries, ...random.shuffled([...members.keys()]).slice(0, 20)];
      const votes = new Map<number, SupportName>();
      for (const [turn, index] of [...new Set(chosen)].entries()) {
        // The first 30 votes stay below what would settle the outcome.
        const support = (["for", "against", "abstain"] as const)[turn % 3]!;
        await body.vote(id, index, support);
        votes.set(index, support);
        for (const place of [...wordBoundaries, index]) {
          const support = votes.get(place);
          const expected = support === undefined ? [false, 0] : [true, Support[support]];
          const answer = await chain.read(contracts.council, "voteOf", [
            id,
            body.member(place).account,
          ]);
          expect(answer, `GV2: place ${place} after ${index}`).to.deep.equal(expected);
        }
      }
      for (const index of votes.keys()) {
        const again = body.vote(id, index, "for");
        await chain.refuses(again, contracts.council, "CouncilAlreadyVoted", [
          id,
          body.member(index).account,
        ]);
      }
      const sum = (support: SupportName) =>
        [...votes]
          .filter(([, cast]) => cast === support)
          .reduce((total, [index]) => total + body.member(index).weight, 0n);
      expect(await chain.read(contracts.council, "proposalTally", [id]), "GV3").to.include({
        forWeight: sum("for"),
        againstWeight: sum("against"),
        abstainWeight: sum("abstain"),
      });
    });

    it("keeps the votes of two proposals apart", async () => {
      const { chain, contracts } = body;
      const calls = [callOf(contracts.authority, "labelRole", [1n, "MEMBERSHIP"])];
      const [first, second] = [await body.propose(calls), await body.propose(calls)];
      for (const index of [60, 61, 128]) await body.vote(first.id, index, "abstain");
      for (const index of [60, 61, 128]) {
        const { account } = body.member(index);
        expect(await chain.read(contracts.council, "voteOf", [second.id, account])).to.deep.equal([
          false,
          0,
        ]);
        await body.vote(second.id, index, "against");
        expect(await chain.read(contracts.council, "voteOf", [first.id, account])).to.deep.equal([
          true,
          Support.abstain,
        ]);
      }
    });

    it("decides with the votes of all words together", async () => {
      const { chain, contracts } = body;
      const { id } = await body.propose([
        callOf(contracts.authority, "labelRole", [1n, "MEMBERSHIP"]),
      ]);
      // 72 % of 130 are 93.6: the 94th vote carries it, and by then the weight is far above 65 %.
      await body.voteAll(id, inFavour(93, 37));
      expect(await body.state(id)).to.equal("Active");
      await chain.emits(body.vote(id, 0, "for"), contracts.council, "ProposalDecided", [id, true]);
    });
  });

  describe("of 254, the largest there is", () => {
    const genesis = membersWith(Array.from({ length: 130 }, () => 1n));
    const joining = Array.from({ length: 124 }, (_, index) => testMember(130 + index, 1n));
    let body: Body;
    before(async function prepare() {
      this.timeout(120_000);
      body = await Body.deploy(await TestChain.create(), {
        members: genesis,
        delays: { delay_MEMBERSHIP: 0 },
      });
      const { chain, contracts, addresses } = body;
      await chain.impersonate(addresses.Council);
      for (const { account, code, class: memberClass, weight, mandate } of joining) {
        await chain.send(addresses.Council, contracts.memberRegistry, "registerMember", [
          {
            account,
            code,
            class: memberClass,
            weight,
            weightYear: 2025,
            mandateKey: mandate.address,
          },
        ]);
      }
      for (const member of joining) await body.represent(member);
    });
    after(async () => body.chain.connection.close());

    it("counts the votes of all of them", async () => {
      const { chain, contracts } = body;
      const everybody = [...genesis, ...joining];
      const simple = [
        callOf(contracts.organisationRegistry, "registerOrganisation", [
          "EUID",
          "Operator",
          contracts.council.address,
        ]),
      ];
      const { id } = await body.propose(simple);
      // Half of the heads are not more than half: only the last one carries it.
      for (const { representative } of everybody.slice(127)) {
        expect(await body.state(id)).to.equal("Active");
        await chain.send(representative.address, contracts.council, "castVote", [id, Support.for]);
      }
      expect(await body.state(id)).to.equal("Active");
      const tally = await chain.read(contracts.council, "proposalTally", [id]);
      expect(tally).to.include({ forHeads: 127, forWeight: 127n });
      await chain.emits(body.vote(id, 0, "for"), contracts.council, "ProposalDecided", [id, true]);
    });

    it("takes no further member", async () => {
      const { chain, contracts, addresses } = body;
      const { account, code, mandate } = testMember(254, 1n);
      const registered = chain.send(addresses.Council, contracts.memberRegistry, "registerMember", [
        { account, code, class: 0, weight: 1n, weightYear: 2025, mandateKey: mandate.address },
      ]);
      await chain.refuses(registered, contracts.memberRegistry, "MemberRegistryFull", [254n]);
      expect(await chain.read(contracts.memberRegistry, "memberCount", [])).to.equal(254n);
      const last = await chain.read(contracts.memberRegistry, "memberAt", [253n]);
      expect((await chain.read(contracts.memberRegistry, "member", [last])).index).to.equal(253);
    });
  });
});
