import { expect } from "chai";
import { slice, toFunctionSelector, type Hex } from "viem";

import { DecisionClass } from "../../../deploy/decision-classes.ts";
import { localParameters } from "../../../deploy/networks/local/parameters.ts";
import {
  Body,
  callOf,
  inFavour,
  type Call,
  type Proposal,
  type SupportName,
  type Votes,
} from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith, testKey } from "../../support/members.ts";
import { Random } from "../../support/random.ts";
import {
  isAdopted,
  majoritiesOf,
  settledOutcome,
  type Ballot,
  type Vote,
} from "../../support/treaty-majorities.ts";

const bits = {
  reinforced: 1,
  qualified: 2,
  simple: 4,
  unanimity: 8,
  participating: 16,
  objection: 32,
} as const;
const ballots: readonly Ballot[] = ["silent", "against", "for", "abstain"];

/** `RuleKind` in `contracts/types/Rule.sol`. */
const RuleKind = { majority: 0, unanimity: 1, participants: 2, objection: 3 } as const;
const nothing = {
  headsNumerator: 0,
  headsDenominator: 0,
  moreThanHeads: false,
  weightNumerator: 0,
  weightDenominator: 0,
  blockingHeads: 0,
  quorumNumerator: 0,
  quorumDenominator: 0,
  objections: 0,
};
const majority = {
  ...nothing,
  kind: RuleKind.majority,
  headsNumerator: 55,
  headsDenominator: 100,
  weightNumerator: 65,
  weightDenominator: 100,
  blockingHeads: 4,
};
const objection = { ...nothing, kind: RuleKind.objection, objections: 1 };
const unanimity = {
  ...nothing,
  kind: RuleKind.unanimity,
  quorumNumerator: 1,
  quorumDenominator: 2,
};
const simple = {
  ...nothing,
  kind: RuleKind.majority,
  headsNumerator: 1,
  headsDenominator: 2,
  moreThanHeads: true,
  weightDenominator: 1,
};
const participants = { ...majority, kind: RuleKind.participants, blockingHeads: 0 };
type Rule = Omit<typeof majority, "kind"> & { kind: number };

/** A function of a contract that everybody may call, so that the classes are all that is tested. */
const recordOf = (place: number): Hex =>
  `${toFunctionSelector("record(uint256)")}${place.toString(16).padStart(64, "0")}`;

/** The Council holds the roles over the table and the members without delay; each class has a contract of its own. */
function withTable(weights: readonly number[]) {
  const targets = new Map<number, Hex>();
  const body = bodyForEachTest(
    {
      members: membersWith(weights.map(BigInt)),
      governance: { votingDelay: 0 },
      delays: { delay_DECISION_CLASSES: 0, delay_MEMBERSHIP: 0 },
    },
    async (fresh) => {
      const { chain, contracts } = fresh;
      await chain.impersonate(contracts.council.address, contracts.authority.address);
      targets.clear();
      for (const decisionClass of Object.values(DecisionClass)) {
        const { address } = await chain.connection.viem.deployContract("CallRecorder");
        targets.set(decisionClass, address);
        if (decisionClass === DecisionClass.participating) continue;
        await asCouncil(fresh, "setDecisionClass", [
          address,
          slice(recordOf(0), 0, 4),
          decisionClass,
        ]);
      }
    },
  );
  let made = 0;
  /** One call for each class of the set. */
  const callsOf = (set: number): Call[] =>
    Object.values(DecisionClass)
      .filter((decisionClass) => (set & (1 << decisionClass)) !== 0)
      .map((decisionClass) => ({
        target: targets.get(decisionClass)!,
        data: recordOf((made += 1)),
      }));
  return { body, callsOf };
}

type TableFunction =
  "setDecisionClass" | "listCooperation" | "setRule" | "setCooperation" | "pinTarget";

const asCouncil = async (
  body: Body,
  functionName: TableFunction,
  args: readonly unknown[],
): Promise<Hex> => {
  const { chain, contracts } = body;
  return chain.send(
    contracts.council.address,
    contracts.decisionClasses,
    functionName,
    args as never,
  );
};

const pastDeadline = async (
  { chain, contracts }: Body,
  { id }: Pick<Proposal, "id">,
): Promise<void> =>
  chain.goTo(Number(await chain.read(contracts.council, "proposalDeadline", [id])) + 1);

describe("Unanimity, objection and mixed classes in the Council", () => {
  for (const weights of [[7], [7, 13], [20, 35, 45]]) {
    describe(`in a body of the weights ${weights.join(", ")}`, () => {
      const { body, callsOf } = withTable(weights);
      for (const set of [
        bits.unanimity,
        bits.objection,
        bits.unanimity | bits.objection,
        bits.objection | bits.qualified,
        bits.unanimity | bits.reinforced | bits.simple,
        bits.objection | bits.unanimity | bits.qualified,
      ]) {
        it(`GV4, GV7, GV8: ${majoritiesOf(set).join(" and ")}: closes with exactly the vote that settles it, and the deadline decides the rest`, async () => {
          const random = new Random(set);
          for (let number = 0; number < 4 ** weights.length; number += 1) {
            const votes = weights.map((weight): Vote => ({ weight, ballot: "silent" }));
            const wanted = weights.map((_, index) => ballots[(number >> (2 * index)) & 3]!);
            await follow(
              body(),
              callsOf(set),
              set,
              wanted,
              votes,
              random.shuffled([...weights.keys()]),
            );
          }
        });
      }
    });
  }

  describe("in a body of seven", () => {
    const { body, callsOf } = withTable([5, 5, 10, 10, 15, 20, 35]);

    it("GV8: a call in an easy class lowers no other, in whatever order and beside whatever else", async () => {
      const classes = bits.simple | bits.unanimity | bits.objection;
      for (const calls of [callsOf(classes), callsOf(classes).reverse()]) {
        const proposal = await body().propose(calls);
        expect(
          await body().chain.read(body().contracts.council, "proposalClasses", [proposal.id]),
        ).to.equal(classes);
        // Carries simple and the objection procedure, not unanimity.
        await body().voteAll(proposal.id, [...inFavour(6), [6, "against"]]);
        expect(await body().state(proposal.id), "GV8").to.equal("Defeated");
      }
    });

    it("judges at the deadline by the weights at the snapshot, whatever members weigh by then", async () => {
      const { chain, contracts } = body();
      const proposal = await body().propose(callsOf(bits.objection | bits.qualified));
      // 75 of 100, and four of seven heads.
      await body().voteAll(proposal.id, [
        [2, "for"],
        [3, "for"],
        [5, "for"],
        [6, "for"],
      ]);
      await chain.send(contracts.council.address, contracts.memberRegistry, "setWeight", [
        body().member(0).account,
        1_000n,
        2025,
      ]);
      await pastDeadline(body(), proposal);
      expect(await body().state(proposal.id)).to.equal("Succeeded");
    });

    it("GV10: what silence adopts is executed once, after the deadline, and expires like any decision", async () => {
      const { chain, contracts } = body();
      const [executed, forgotten] = [
        await body().propose(callsOf(bits.objection)),
        await body().propose(callsOf(bits.objection)),
      ];
      expect(await chain.read(contracts.council, "proposalDecision", [executed.id])).to.deep.equal([
        false,
        false,
      ]);
      expect(await body().state(executed.id)).to.equal("Active");
      await pastDeadline(body(), forgotten);
      for (const { id } of [executed, forgotten])
        expect(await body().state(id), "GV4").to.equal("Succeeded");
      // The authority asks for no delay of what everybody may call: the base delay of the body alone is waited for.
      if (await chain.read(contracts.council, "proposalNeedsQueuing", [executed.id])) {
        await body().queue(executed);
        await chain.goTo(Number(await chain.read(contracts.council, "proposalEta", [executed.id])));
      }
      await body().execute(executed);
      expect(await body().state(executed.id)).to.equal("Executed");
      await body()
        .execute(executed)
        .then(
          () => expect.fail("GV9: executed twice"),
          () => undefined,
        );
      await chain.goTo(await chain.read(contracts.council, "proposalExpiry", [forgotten.id]));
      expect(await body().state(forgotten.id), "GV10").to.equal("Expired");
      // A changed period revives nothing.
      await body().decide([callOf(contracts.council, "setVotingPeriod", [180 * 86_400])]);
      expect(await body().state(forgotten.id), "GV10").to.equal("Expired");
    });
  });
});

describe("Enhanced cooperations in the Council", () => {
  const weights = [5, 5, 10, 10, 15, 20, 35];
  const { body, callsOf } = withTable(weights);
  const cooperation = 3;

  const found = async (
    places: readonly number[],
    calls = callsOf(bits.participating),
  ): Promise<Call[]> => {
    await asCouncil(body(), "setCooperation", [
      cooperation,
      places.reduce((set, place) => set | (1n << BigInt(place)), 0n),
    ]);
    for (const { target, data } of calls)
      await asCouncil(body(), "listCooperation", [target, slice(data, 0, 4), cooperation]);
    return calls;
  };

  for (const places of [
    [2, 5, 6],
    [0, 1, 3],
    [1, 2, 4, 6],
  ]) {
    it(`GV4, GV6, GV7: members ${places.join(", ")} alone decide, by their own heads, weights and blocking minority, on every ballot`, async () => {
      const [call] = await found(places);
      const random = new Random(places.length);
      const numbers = random
        .shuffled(Array.from({ length: 4 ** places.length }, (_, number) => number))
        .slice(0, 64);
      for (const number of numbers) {
        const votes = places.map((place): Vote => ({ weight: weights[place]!, ballot: "silent" }));
        const wanted = places.map((_, index) => ballots[(number >> (2 * index)) & 3]!);
        const data = recordOf(1_000 + number);
        await follow(
          body(),
          [{ ...call!, data }],
          bits.participating,
          wanted,
          votes,
          random.shuffled([...places.keys()]),
          places,
        );
      }
    });
  }

  it("refuse the vote of whoever does not take part", async () => {
    const { chain, contracts } = body();
    const proposal = await body().propose(await found([0, 1, 2]));
    await chain.refuses(
      body().vote(proposal.id, 3, "for"),
      contracts.council,
      "CouncilNotParticipating",
      [proposal.id, body().member(3).account],
    );
    const [, , who] = await chain.read(contracts.council, "proposalRules", [proposal.id]);
    expect(who).to.equal(7n);
  });

  it("keep their participants, and their weights at the snapshot, for a proposal that was made before", async () => {
    const { chain, contracts } = body();
    const proposal = await body().propose(await found([0, 1, 2]));
    await asCouncil(body(), "setCooperation", [cooperation, 0b1111000n]);
    await chain.wait(2);
    const snapshot = Number(await chain.read(contracts.council, "proposalSnapshot", [proposal.id]));
    await chain.send(body().addresses.Council, contracts.memberRegistry, "setWeight", [
      body().member(1).account,
      1n,
      2026,
    ]);
    const electorate = (timepoint: number) =>
      chain.read(contracts.decisionClasses, "electorate", [
        0,
        contracts.memberRegistry.address,
        7n,
        timepoint,
      ]);
    const now = await chain.now();
    await chain.wait(1);
    expect((await electorate(snapshot)).slice(0, 2)).to.deep.equal([3, 20n]);
    expect((await electorate(now)).slice(0, 2)).to.deep.equal([3, 16n]);
    await body().voteAll(proposal.id, inFavour(2));
    // 10 of 20 are not 65 %, and the third is not more than 35 % plus one member: two participants suffice.
    expect(await body().state(proposal.id), "GV6").to.equal("Succeeded");
    await chain.refuses(
      body().vote(proposal.id, 4, "for"),
      contracts.council,
      "GovernorUnexpectedProposalState",
      [proposal.id, 4, `0x${"2".padStart(64, "0")}`],
    );
  });

  it("GV8: decide by themselves: neither beside other classes nor beside another cooperation", async () => {
    const { chain, contracts } = body();
    const [call] = await found([0, 1, 2]);
    const mixed = body().draft([call!, ...callsOf(bits.simple)]);
    await chain.refuses(
      body().submit(0, mixed),
      contracts.decisionClasses,
      "DecisionClassesCooperationMixed",
      [bits.participating | bits.simple],
    );
    const { address } = await chain.connection.viem.deployContract("CallRecorder");
    await asCouncil(body(), "setCooperation", [4, 0b110n]);
    await asCouncil(body(), "listCooperation", [address, slice(recordOf(0), 0, 4), 4]);
    const two = body().draft([call!, { target: address, data: recordOf(1) }]);
    await chain.refuses(
      body().submit(0, two),
      contracts.decisionClasses,
      "DecisionClassesTwoCooperations",
      [cooperation, 4],
    );
  });

  it("of the Union's states need nine participants", async () => {
    const union = await Body.deploy(body().chain, {
      governance: { leastParticipants: localParameters.Governance.leastParticipants },
      delays: { delay_DECISION_CLASSES: 0 },
      represented: false,
    });
    const { chain, contracts } = union;
    await chain.impersonate(union.addresses.Council);
    expect(await chain.read(contracts.decisionClasses, "leastParticipants", [])).to.equal(9n);
    await chain.refuses(
      asCouncil(union, "setCooperation", [8, 0xffn]),
      contracts.decisionClasses,
      "DecisionClassesTooFewParticipants",
      [8, 8n, 9n],
    );
    await asCouncil(union, "setCooperation", [8, 0x1ffn]);
    expect(await chain.read(contracts.decisionClasses, "participants", [8])).to.equal(0x1ffn);
  });

  it("are refused without two participants, and listed only once they exist", async () => {
    const { chain, contracts } = body();
    const table = contracts.decisionClasses;
    const selector = slice(recordOf(0), 0, 4);
    const target = testKey(9).address;
    for (const [set, count] of [
      [0n, 0n],
      [1n << 253n, 1n],
    ] as const) {
      await chain.refuses(
        asCouncil(body(), "setCooperation", [8, set]),
        table,
        "DecisionClassesTooFewParticipants",
        [8, count, 2n],
      );
    }
    await chain.refuses(
      asCouncil(body(), "listCooperation", [target, selector, 8]),
      table,
      "DecisionClassesUnknownCooperation",
      [8],
    );
    await chain.refuses(
      asCouncil(body(), "setDecisionClass", [target, selector, DecisionClass.participating]),
      table,
      "DecisionClassesCooperationMissing",
      [target, selector],
    );
  });
});

describe("Rules of the classes", () => {
  const { body, callsOf } = withTable([5, 5, 10, 10, 15, 20, 35]);
  const table = () => body().contracts.decisionClasses;

  it("are changed by a reinforced decision alone, for proposals that are made from then on", async () => {
    const { chain, contracts } = body();
    const before = await body().propose(callsOf(bits.qualified));
    const change = callOf(contracts.decisionClasses, "setRule", [
      DecisionClass.qualified,
      { ...majority, headsNumerator: 60 },
    ]);
    const proposal = await body().mature([change]);
    expect(await chain.read(contracts.council, "proposalClasses", [proposal.id]), "GV8").to.equal(
      bits.reinforced,
    );
    await body().execute(proposal);
    expect(await chain.read(contracts.council, "noticedEdition", [])).to.equal(1);

    // Four of seven are 57 %, and three that are not in favour cannot block by their weight.
    const after = await body().propose(callsOf(bits.qualified));
    for (const [{ id }, edition, state] of [
      [before, 0, "Succeeded"],
      [after, 1, "Active"],
    ] as const) {
      expect((await chain.read(contracts.council, "proposalRules", [id]))[0]).to.equal(edition);
      await body().voteAll(id, inFavour(4));
      expect(await body().state(id), "GV10").to.equal(state);
    }
    await body().vote(after.id, 4, "for");
    expect(await body().state(after.id)).to.equal("Succeeded");
  });

  it("of a silence procedure ask for more objections, but never for more than half of the members", async () => {
    await asCouncil(body(), "setRule", [DecisionClass.objection, { ...objection, objections: 10 }]);
    await body().chain.send(
      body().representativeOf(0),
      body().contracts.council,
      "noticeRules",
      [],
    );
    const proposal = await body().propose(callsOf(bits.objection));
    await body().voteAll(
      proposal.id,
      [0, 1, 2].map((index) => [index, "against"] as const) satisfies Votes,
    );
    expect(await body().state(proposal.id)).to.equal("Active");
    await body().vote(proposal.id, 3, "against");
    expect(await body().state(proposal.id), "GV12").to.equal("Defeated");
  });

  it("count only once the Council has taken notice, to which anybody can see", async () => {
    const { chain, contracts } = body();
    const { council } = contracts;
    await asCouncil(body(), "setRule", [
      DecisionClass.qualified,
      { ...majority, headsNumerator: 60 },
    ]);
    const before = await body().propose(callsOf(bits.qualified));
    const stranger = testKey(5).address;
    await chain.impersonate(stranger);
    await chain.emits(
      chain.send(stranger, council, "noticeRules", []),
      council,
      "RulesNoticed",
      [1],
    );
    const after = await body().propose(callsOf(bits.qualified));
    await body().voteAll(before.id, inFavour(4));
    await body().voteAll(after.id, inFavour(4));
    expect(await body().state(before.id)).to.equal("Succeeded");
    expect(await body().state(after.id)).to.equal("Active");
  });

  it("go back to what was shipped, and are then judged as shipped", async () => {
    const { chain } = body();
    const byTable = async (): Promise<number> => (await chain.read(table(), "present", []))[1];
    const always = bits.unanimity | bits.participating | bits.objection;
    expect(await byTable()).to.equal(always);
    await asCouncil(body(), "setRule", [
      DecisionClass.qualified,
      { ...majority, headsNumerator: 60 },
    ]);
    expect(await byTable()).to.equal(always | bits.qualified);
    await asCouncil(body(), "setRule", [DecisionClass.qualified, majority]);
    expect(await byTable()).to.equal(always);
    expect(await chain.read(table(), "rule", [1, DecisionClass.qualified])).to.deep.include({
      headsNumerator: 60,
    });
    expect(await chain.read(table(), "rule", [2, DecisionClass.qualified])).to.deep.equal(majority);
  });

  const outOfBounds: [
    name: string,
    decisionClass: number,
    rule: Rule,
    error: string,
    args: unknown[],
  ][] = [
    [
      "half of the heads",
      DecisionClass.simple,
      { ...simple, moreThanHeads: false },
      "DecisionClassesHeadsOutOfBounds",
      [2, 1, 2],
    ],
    [
      "less than half of the heads",
      DecisionClass.qualified,
      { ...majority, headsNumerator: 49 },
      "DecisionClassesHeadsOutOfBounds",
      [1, 49, 100],
    ],
    [
      "more than all heads",
      DecisionClass.reinforced,
      { ...majority, headsNumerator: 101 },
      "DecisionClassesHeadsOutOfBounds",
      [0, 101, 100],
    ],
    [
      "all heads, exceeded",
      DecisionClass.simple,
      { ...simple, headsNumerator: 2 },
      "DecisionClassesHeadsOutOfBounds",
      [2, 2, 2],
    ],
    [
      "heads of nothing",
      DecisionClass.qualified,
      { ...majority, headsNumerator: 0, headsDenominator: 0 },
      "DecisionClassesHeadsOutOfBounds",
      [1, 0, 0],
    ],
    [
      "half of the weight",
      DecisionClass.qualified,
      { ...majority, weightNumerator: 50 },
      "DecisionClassesWeightOutOfBounds",
      [1, 50, 100],
    ],
    [
      "no weight in a qualified majority",
      DecisionClass.qualified,
      { ...majority, weightNumerator: 0 },
      "DecisionClassesWeightOutOfBounds",
      [1, 0, 100],
    ],
    [
      "more than all weight",
      DecisionClass.participating,
      { ...participants, weightNumerator: 101 },
      "DecisionClassesWeightOutOfBounds",
      [4, 101, 100],
    ],
    [
      "weight of nothing",
      DecisionClass.simple,
      { ...simple, weightDenominator: 0 },
      "DecisionClassesWeightOutOfBounds",
      [2, 0, 0],
    ],
    [
      "eleven blocking heads",
      DecisionClass.qualified,
      { ...majority, blockingHeads: 11 },
      "DecisionClassesBlockingOutOfBounds",
      [1, 11, 10n],
    ],
    [
      "blocking heads of participants",
      DecisionClass.participating,
      { ...participants, blockingHeads: 4 },
      "DecisionClassesBlockingOutOfBounds",
      [4, 4, 0n],
    ],
    [
      "a quorum below half",
      DecisionClass.unanimity,
      { ...unanimity, quorumNumerator: 49, quorumDenominator: 100 },
      "DecisionClassesQuorumOutOfBounds",
      [49, 100],
    ],
    [
      "a quorum of more than all",
      DecisionClass.unanimity,
      { ...unanimity, quorumDenominator: 1 },
      "DecisionClassesQuorumOutOfBounds",
      [1, 1],
    ],
    [
      "a quorum of nothing",
      DecisionClass.unanimity,
      { ...unanimity, quorumNumerator: 0, quorumDenominator: 0 },
      "DecisionClassesQuorumOutOfBounds",
      [0, 0],
    ],
    [
      "no objection",
      DecisionClass.objection,
      { ...objection, objections: 0 },
      "DecisionClassesObjectionsOutOfBounds",
      [0, 10n],
    ],
    [
      "eleven objections",
      DecisionClass.objection,
      { ...objection, objections: 11 },
      "DecisionClassesObjectionsOutOfBounds",
      [11, 10n],
    ],
    ["another kind", DecisionClass.unanimity, majority, "DecisionClassesWrongKind", [3, 0, 1]],
    [
      "a majority among participants for all",
      DecisionClass.qualified,
      participants,
      "DecisionClassesWrongKind",
      [1, 2, 0],
    ],
    [
      "a field that the kind does not use",
      DecisionClass.objection,
      { ...objection, headsDenominator: 1 },
      "DecisionClassesUnusedField",
      [3],
    ],
    [
      "a quorum in a majority",
      DecisionClass.qualified,
      { ...majority, quorumDenominator: 2 },
      "DecisionClassesUnusedField",
      [0],
    ],
    [
      "a blocking minority in unanimity",
      DecisionClass.unanimity,
      { ...unanimity, blockingHeads: 1 },
      "DecisionClassesUnusedField",
      [1],
    ],
    [
      "objections in unanimity",
      DecisionClass.unanimity,
      { ...unanimity, objections: 1 },
      "DecisionClassesUnusedField",
      [1],
    ],
    [
      "a quorum in the silence procedure",
      DecisionClass.objection,
      { ...objection, quorumDenominator: 2 },
      "DecisionClassesUnusedField",
      [3],
    ],
    [
      "reinforced easier than qualified by heads",
      DecisionClass.reinforced,
      { ...majority, headsNumerator: 54, blockingHeads: 0 },
      "DecisionClassesOutOfOrder",
      [0, 1],
    ],
    [
      "reinforced easier than qualified by weight",
      DecisionClass.reinforced,
      { ...majority, headsNumerator: 72, weightNumerator: 64, blockingHeads: 0 },
      "DecisionClassesOutOfOrder",
      [0, 1],
    ],
    [
      "reinforced easier than qualified by its blocking minority",
      DecisionClass.reinforced,
      { ...majority, headsNumerator: 72, blockingHeads: 5 },
      "DecisionClassesOutOfOrder",
      [0, 1],
    ],
    [
      "qualified stricter than reinforced",
      DecisionClass.qualified,
      { ...majority, headsNumerator: 73 },
      "DecisionClassesOutOfOrder",
      [0, 1],
    ],
    [
      "simple stricter than qualified",
      DecisionClass.simple,
      { ...simple, headsNumerator: 55, headsDenominator: 100 },
      "DecisionClassesOutOfOrder",
      [1, 2],
    ],
  ];
  for (const [name, decisionClass, rule, error, args] of outOfBounds) {
    it(`GV12: refuse ${name}`, async () => {
      const set = asCouncil(body(), "setRule", [decisionClass, rule]);
      await body().chain.refuses(set, table(), error as never, args);
    });
  }

  const atTheBounds: [decisionClass: number, rule: Rule][] = [
    [
      DecisionClass.reinforced,
      { ...majority, headsNumerator: 100, weightNumerator: 100, blockingHeads: 0 },
    ],
    [DecisionClass.reinforced, { ...majority, blockingHeads: 4 }],
    [
      DecisionClass.qualified,
      { ...majority, headsNumerator: 51, weightNumerator: 51, blockingHeads: 10 },
    ],
    [
      DecisionClass.simple,
      { ...simple, moreThanHeads: false, headsNumerator: 51, headsDenominator: 100 },
    ],
    [DecisionClass.participating, { ...participants, headsNumerator: 100, weightNumerator: 100 }],
    [DecisionClass.unanimity, { ...unanimity, quorumNumerator: 99, quorumDenominator: 100 }],
    [DecisionClass.objection, { ...objection, objections: 10 }],
  ];
  it("GV12, GV15: reach to the bounds, and everybody in favour carries every class at each of them", async () => {
    const { chain, contracts } = body();
    for (const [decisionClass, rule] of atTheBounds) {
      const [edition] = await chain.read(table(), "present", []);
      const set = asCouncil(body(), "setRule", [decisionClass, rule]);
      await chain.emits(set, table(), "RuleSet", [
        decisionClass,
        contracts.council.address,
        edition + 1,
        rule.kind,
        rule.headsNumerator,
        rule.headsDenominator,
        rule.moreThanHeads,
        rule.weightNumerator,
        rule.weightDenominator,
        rule.blockingHeads,
        rule.quorumNumerator,
        rule.quorumDenominator,
        rule.objections,
      ]);
      expect(await chain.read(table(), "rule", [edition + 1, decisionClass])).to.deep.equal(rule);
      await chain.send(body().representativeOf(0), contracts.council, "noticeRules", []);
      if (decisionClass === DecisionClass.participating) continue;
      const proposal = await body().propose(callsOf(1 << decisionClass));
      await body().approve(proposal.id);
      expect(await body().state(proposal.id), "GV15").to.equal("Succeeded");
    }
  });

  it("are changed by nobody who does not hold the role", async () => {
    const { chain } = body();
    const stranger = body().representativeOf(0);
    for (const [functionName, args] of [
      ["setRule", [DecisionClass.objection, objection]],
      ["setCooperation", [1, 3n]],
      ["listCooperation", [testKey(1).address, "0x12345678", 1]],
    ] as const) {
      const call = chain.send(stranger, table(), functionName, args);
      await chain.refuses(call, table(), "AccessManagedUnauthorized", [stranger]);
    }
  });

  it("are told with class and reason before a proposal is made", async () => {
    const { chain, contracts } = body();
    const { council, authority, nodeRegistry } = contracts;
    const [listed] = callsOf(bits.objection);
    const calls: [Call, number, number][] = [
      [listed!, DecisionClass.objection, 1],
      [{ target: testKey(7).address, data: "0x12345678" }, DecisionClass.reinforced, 0],
      [callOf(authority, "labelRole", [4n, "NODES"]), DecisionClass.reinforced, 2],
      [
        { target: nodeRegistry.address, data: toFunctionSelector("multicall(bytes[])") },
        DecisionClass.reinforced,
        3,
      ],
      [callOf(council, "setVotingPeriod", [86_400]), DecisionClass.reinforced, 4],
      [{ target: nodeRegistry.address, data: "0x1234" }, DecisionClass.reinforced, 5],
    ];
    const answers = await chain.read(table(), "requirements", [
      council.address,
      calls.map(([{ target }]) => target),
      calls.map(([{ data }]) => data),
    ]);
    expect(
      answers.map(({ class: decisionClass, reason }) => [decisionClass, reason]),
    ).to.deep.equal(calls.map(([, decisionClass, reason]) => [decisionClass, reason]));
    expect(answers[0]!.rule).to.deep.equal(objection);
    expect(answers[1]!.rule).to.deep.equal({ ...majority, headsNumerator: 72, blockingHeads: 0 });
  });
});

/** Casts the votes in an order through the Council, compares its decision after each with the model's, and the state after the deadline. */
async function follow(
  body: Body,
  calls: readonly Call[],
  set: number,
  wanted: readonly Ballot[],
  votes: Vote[],
  order: readonly number[],
  places: readonly number[] = [...wanted.keys()],
): Promise<void> {
  const { chain, contracts } = body;
  const draft = body.draft(calls);
  await body.submit(0, draft);
  for (const index of order) {
    const ballot = wanted[index]!;
    if (ballot === "silent") continue;
    await body.vote(draft.id, places[index]!, ballot satisfies SupportName);
    votes[index]!.ballot = ballot;
    const expected = settledOutcome({ majorities: majoritiesOf(set), votes });
    const decision = await chain.read(contracts.council, "proposalDecision", [draft.id]);
    const context = `GV7: class set ${set}, votes ${JSON.stringify(votes)}`;
    expect(decision, context).to.deep.equal([expected !== undefined, expected === true]);
    if (expected !== undefined) {
      expect(await body.state(draft.id), context).to.equal(expected ? "Succeeded" : "Defeated");
      return;
    }
  }
  await pastDeadline(body, draft);
  const adopted = isAdopted({ majorities: majoritiesOf(set), votes });
  expect(
    await body.state(draft.id),
    `GV4: class set ${set}, votes ${JSON.stringify(votes)}`,
  ).to.equal(adopted ? "Succeeded" : "Defeated");
}
