import { account, at, concat, emit, expect, hash, numberWord, type Suite, word } from "./suite.ts";

const councils = ["Council", "EmergencyCouncil", "OperatorsCommittee"] as const;
const registries = [
  "MemberRegistry",
  "EmergencyMemberRegistry",
  "OperatorsMemberRegistry",
] as const;
const key = account("mandate key");
const seat = account("the same account in all bodies");
const actor = account("deployer");
const proposalId = 77n;
const call = { target: at.CircuitBreaker, selector: "0xcafebabe" };

/** The very same proposal in each body: only the Council tells them apart. */
const proposed = {
  proposalId: String(proposalId),
  proposer: key,
  targets: [at.CircuitBreaker],
  values: ["0"],
  signatures: [""],
  calldatas: [call.selector],
  voteStart: "1010",
  voteEnd: "2000",
  description: "Pause",
};

export const suite: Suite = {
  name: "Bodies beside each other",
  blocks: [
    {},
    {
      timestamp: 1000,
      events: registries.map((registry, index) =>
        emit(hash(1), registry, "MemberRegistered", {
          account: seat,
          actor,
          code: word("AT"),
          class: 0,
          weight: String(index + 1),
          weightYear: 2025,
          index: 0,
        }),
      ),
    },
    {
      timestamp: 1005,
      events: [
        ...councils.flatMap((council, index) => [
          emit(hash(2), council, "VotingPeriodSet", {
            oldVotingPeriod: "0",
            newVotingPeriod: String(100 + index),
          }),
          emit(hash(2), council, "ProposalCreated", proposed),
          emit(hash(2), council, "ProposalClassified", {
            proposalId: String(proposalId),
            classes: 4,
            codeHash: `0x${"11".repeat(20)}`,
          }),
        ]),
        emit(hash(3), "EmergencyDecisionClasses", "DecisionClassSet", { ...call, actor, class: 2 }),
        emit(hash(3), "DecisionClasses", "DecisionClassSet", { ...call, actor, class: 1 }),
        emit(hash(3), "OperatorsCommittee", "RulesNoticed", { edition: 4 }),
      ],
    },
    {
      timestamp: 1020,
      events: [
        emit(hash(4), "OperatorsCommittee", "VoteCast", {
          voter: seat,
          proposalId: String(proposalId),
          support: 1,
          weight: "3",
          reason: "",
        }),
      ],
    },
  ],
  assertions: [
    expect(
      `{ bodies(orderBy: votingPeriod) { id name memberRegistry { id totalWeight } classTable votingPeriod rulesEdition proposalCount
         proposals { id number forHeads forWeight } } }`,
      {
        bodies: [
          {
            id: at.Council,
            name: "Assembly of Members",
            memberRegistry: { id: at.MemberRegistry, totalWeight: "1" },
            classTable: at.DecisionClasses,
            votingPeriod: "100",
            rulesEdition: 0,
            proposalCount: 1,
            proposals: [
              {
                id: concat(at.Council, numberWord(proposalId)),
                number: 1,
                forHeads: 0,
                forWeight: "0",
              },
            ],
          },
          {
            id: at.EmergencyCouncil,
            name: "Emergency Council",
            memberRegistry: { id: at.EmergencyMemberRegistry, totalWeight: "2" },
            classTable: at.EmergencyDecisionClasses,
            votingPeriod: "101",
            rulesEdition: 0,
            proposalCount: 1,
            proposals: [
              {
                id: concat(at.EmergencyCouncil, numberWord(proposalId)),
                number: 1,
                forHeads: 0,
                forWeight: "0",
              },
            ],
          },
          {
            id: at.OperatorsCommittee,
            name: "Operators' Committee",
            memberRegistry: { id: at.OperatorsMemberRegistry, totalWeight: "3" },
            classTable: at.OperatorsDecisionClasses,
            votingPeriod: "102",
            rulesEdition: 4,
            proposalCount: 1,
            proposals: [
              {
                id: concat(at.OperatorsCommittee, numberWord(proposalId)),
                number: 1,
                forHeads: 1,
                forWeight: "3",
              },
            ],
          },
        ],
      },
    ),
    expect(`{ votes { member { id } proposal { body { name } } } }`, {
      votes: [
        {
          member: { id: concat(at.OperatorsMemberRegistry, seat) },
          proposal: { body: { name: "Operators' Committee" } },
        },
      ],
    }),
    expect(`{ decisionClassEntries(orderBy: table) { table class } }`, {
      decisionClassEntries: [
        { table: at.DecisionClasses, class: "QUALIFIED" },
        { table: at.EmergencyDecisionClasses, class: "SIMPLE" },
      ],
    }),
  ],
};
