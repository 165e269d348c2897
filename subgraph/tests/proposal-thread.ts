import { keccak256, stringToHex } from "viem";

import {
  belgium,
  france,
  keyOf,
  malta,
  memberId,
  members,
  node,
  nodeAddress,
  operator,
  proposalId,
  registerNode,
  registerOperator,
  settings,
} from "./assembly.ts";
import {
  account,
  at,
  concat,
  emit,
  eventId,
  expect,
  hash,
  type Hex,
  numberWord,
  ordinal,
  sender,
  type Suite,
} from "./suite.ts";

const description = "Admit the validator node BE-3 of Operator X — *first* of four";
/** Larger than half of all numbers with 256 bits, so that its first bit would be a sign elsewhere. */
const number = 2n ** 256n - 12_345n;
const id = proposalId(number);
const codeHash: Hex = `0x${"c0".repeat(20)}`;
const admitNode: Hex = "0x11223344";
const call = concat(admitNode, node);
const secondCall = concat("0xaabbccdd", numberWord(BigInt(belgium)), numberWord(9_999n));
const operation = hash(0x0b);

const [propose, queue, execute, vote1, vote2, vote3] = [
  hash(11),
  hash(12),
  hash(13),
  hash(14),
  hash(15),
  hash(16),
];

function vote(transaction: Hex, voter: Hex, support: number, weight: number, reason = "") {
  return emit(transaction, "Council", "VoteCast", {
    voter,
    proposalId: `0x${number.toString(16)}`,
    support,
    weight,
    reason,
  });
}

const proposalNumber = { proposalId: `0x${number.toString(16)}` };

/** The thread of the product: proposed, voted on, decided, queued, executed, and the node admitted in the same transaction. */
export const suite: Suite = {
  name: "A proposal from creation to the admitted node",
  blocks: [
    {},
    { timestamp: 86_000, events: [...settings, ...members, ...registerOperator, registerNode] },
    {
      timestamp: 86_100,
      events: [
        emit(propose, "Council", "ProposalCreated", {
          ...proposalNumber,
          proposer: keyOf(belgium),
          targets: [at.NodeRegistry, at.MemberRegistry],
          values: ["0", "7"],
          signatures: ["", ""],
          calldatas: [call, secondCall],
          voteStart: 86_110,
          voteEnd: 690_910,
          description,
        }),
        emit(propose, "Council", "ProposalClassified", { ...proposalNumber, classes: 3, codeHash }),
      ],
    },
    // Before the snapshot: counts. In the second of the snapshot: counts too. After it: does not.
    { timestamp: 86_105, events: [weight(belgium, 11_100)] },
    { timestamp: 86_110, events: [weight(belgium, 11_200)] },
    { timestamp: 86_120, events: [weight(france, 70_000)] },
    { timestamp: 86_130, events: [vote(vote1, france, 1, 68_000, "For the common good.")] },
    {
      timestamp: 86_140,
      // Two votes in one block.
      events: [
        vote(vote2, malta, 2, 500),
        vote(vote3, belgium, 1, 11_200),
        emit(vote3, "Council", "ProposalDecided", { ...proposalNumber, succeeded: true }),
      ],
    },
    {
      timestamp: 86_150,
      events: [
        emit(queue, "Authority", "OperationScheduled", {
          operationId: operation,
          nonce: 1,
          schedule: 86_180,
          caller: at.Council,
          target: at.NodeRegistry,
          data: call,
        }),
        emit(queue, "Council", "ProposalQueued", { ...proposalNumber, etaSeconds: 86_180 }),
      ],
    },
    {
      timestamp: 90_000,
      events: [
        emit(execute, "Authority", "OperationExecuted", { operationId: operation, nonce: 1 }),
        emit(execute, "ValidatorSet", "ValidatorAdded", {
          validator: nodeAddress,
          actor: at.NodeRegistry,
        }),
        emit(execute, "NodeRegistry", "NodeStatusChanged", {
          node,
          actor: at.Authority,
          status: 2,
          activeSeconds: 0,
        }),
        // The Governor says so after the calls.
        emit(execute, "Council", "ProposalExecuted", proposalNumber),
      ],
    },
    { timestamp: 180_000 },
  ],
  assertions: [
    expect(
      `{ proposals { id proposalId number proposer proposingMember { code } body { id name proposalCount } targets values calldatas
         description descriptionHash classes codeHash snapshot deadline } }`,
      {
        proposals: [
          {
            id,
            proposalId: number.toString(),
            number: 1,
            proposer: keyOf(belgium),
            proposingMember: { code: "BE" },
            body: { id: at.Council, name: "Assembly of Members", proposalCount: 1 },
            targets: [at.NodeRegistry, at.MemberRegistry],
            values: ["0", "7"],
            calldatas: [call, secondCall],
            description,
            descriptionHash: keccak256(stringToHex(description)),
            classes: ["REINFORCED", "QUALIFIED"],
            codeHash,
            snapshot: "86110",
            deadline: "690910",
          },
        ],
      },
    ),
    expect(
      `{ proposal(id: "${id}") { createdBlock createdAt createdIn { id } decidedBlock decidedAt decidedIn { id } decidedSucceeded
         queuedBlock queuedAt queuedIn { id } eta executedBlock executedAt executedIn { id }
         cancelledBlock cancelledAt cancelledIn { id } } }`,
      {
        proposal: {
          createdBlock: "2",
          createdAt: "86100",
          createdIn: { id: propose },
          decidedBlock: "7",
          decidedAt: "86140",
          decidedIn: { id: vote3 },
          decidedSucceeded: true,
          queuedBlock: "8",
          queuedAt: "86150",
          queuedIn: { id: queue },
          eta: "86180",
          executedBlock: "9",
          executedAt: "90000",
          executedIn: { id: execute },
          cancelledBlock: null,
          cancelledAt: null,
          cancelledIn: null,
        },
      },
    ),
    expect(
      `{ proposal(id: "${id}") { forHeads forWeight againstHeads againstWeight abstainHeads abstainWeight
         totalsAtSnapshot { timepoint heads weight } votes(orderBy: ordinal) { id } } }`,
      {
        proposal: {
          forHeads: 2,
          forWeight: "79200",
          againstHeads: 0,
          againstWeight: "0",
          abstainHeads: 1,
          abstainWeight: "500",
          totalsAtSnapshot: { timepoint: "86110", heads: 3, weight: "79700" },
          votes: [
            { id: concat(id, france) },
            { id: concat(id, malta) },
            { id: concat(id, belgium) },
          ],
        },
      },
    ),
    // Before anybody voted, nothing had fixed the totals; the history gives them all the same.
    expect(
      `{ proposal(id: "${id}", block: { number: 5 }) { totalsAtSnapshot { id } decidedSucceeded forHeads } }`,
      {
        proposal: { totalsAtSnapshot: null, decidedSucceeded: null, forHeads: 0 },
      },
    ),
    expect(
      `{ votes(orderBy: ordinal, first: 1) { member { code } proposal { number } support weight reason sender ordinal block
         timestamp transaction { id } } }`,
      {
        votes: [
          {
            member: { code: "FR" },
            proposal: { number: 1 },
            support: "FOR",
            weight: "68000",
            reason: "For the common good.",
            sender,
            ordinal: ordinal(6, 0),
            block: "6",
            timestamp: "86130",
            transaction: { id: vote1 },
          },
        ],
      },
    ),
    // Who has not voted is a question to the members.
    expect(
      `{ members(where: { class: MEMBER }, orderBy: index) { code votes(where: { proposal: "${id}" }) { support } } }`,
      {
        members: [
          { code: "BE", votes: [{ support: "FOR" }] },
          { code: "FR", votes: [{ support: "FOR" }] },
          { code: "MT", votes: [{ support: "ABSTAIN" }] },
        ],
      },
    ),
    expect(
      `{ proposal(id: "${id}") { calls(orderBy: index) { id index target value calldata selector nodes { id } organisations { id }
         members { code } } } }`,
      {
        proposal: {
          calls: [
            {
              id: concat(id, "0x00000000"),
              index: 0,
              target: at.NodeRegistry,
              value: "0",
              calldata: call,
              selector: admitNode,
              nodes: [{ id: node }],
              organisations: [],
              members: [],
            },
            {
              id: concat(id, "0x01000000"),
              index: 1,
              target: at.MemberRegistry,
              value: "7",
              calldata: secondCall,
              selector: "0xaabbccdd",
              nodes: [],
              organisations: [],
              members: [{ code: "BE" }],
            },
          ],
        },
      },
    ),
    // From the node to the decision, both what was proposed and what was carried out.
    expect(
      `{ node(id: "${node}") { status activeSince validator { id inSet } proposalCalls { proposal { number } }
         statusHistory(orderBy: ordinal) { status transaction { executedProposals { number } } } } }`,
      {
        node: {
          status: "ACTIVE",
          activeSince: "90000",
          validator: { id: nodeAddress, inSet: true },
          proposalCalls: [{ proposal: { number: 1 } }],
          statusHistory: [
            { status: "PENDING", transaction: { executedProposals: [] } },
            { status: "ACTIVE", transaction: { executedProposals: [{ number: 1 }] } },
          ],
        },
      },
    ),
    // From the decision to what it changed.
    expect(
      `{ proposal(id: "${id}") { executedIn { nodeStatusChanges { node { id } status } validatorChanges { validator { id } kind }
         events(orderBy: ordinal) { __typename } } queuedIn { scheduledOperations { id readyAt } queuedProposals { number } } } }`,
      {
        proposal: {
          executedIn: {
            nodeStatusChanges: [{ node: { id: node }, status: "ACTIVE" }],
            validatorChanges: [{ validator: { id: nodeAddress }, kind: "ENTERED" }],
            events: [
              "OperationExecuted",
              "ValidatorAdded",
              "NodeStatusChanged",
              "ProposalExecuted",
            ].map((__typename) => ({
              __typename,
            })),
          },
          queuedIn: {
            scheduledOperations: [{ id: concat(operation, "0x00000001"), readyAt: "86180" }],
            queuedProposals: [{ number: 1 }],
          },
        },
      },
    ),
    expect(
      `{ scheduledOperations { operationId nonce caller target data selector scheduledBlock scheduledAt scheduledIn { id }
         executedBlock executedAt executedIn { id } cancelledAt } }`,
      {
        scheduledOperations: [
          {
            operationId: operation,
            nonce: "1",
            caller: at.Council,
            target: at.NodeRegistry,
            data: call,
            selector: admitNode,
            scheduledBlock: "8",
            scheduledAt: "86150",
            scheduledIn: { id: queue },
            executedBlock: "9",
            executedAt: "90000",
            executedIn: { id: execute },
            cancelledAt: null,
          },
        ],
      },
    ),
    expect(`{ voteActivities(interval: "day") { timestamp body { id } votes weight } }`, {
      voteActivities: [{ timestamp: "0", body: { id: at.Council }, votes: 3, weight: "79700" }],
    }),
    expect(
      `{ bodies { votingDelay votingPeriod baseDelay proposalThreshold memberRegistry { id bodies { id } } } }`,
      {
        bodies: [
          {
            votingDelay: "10",
            votingPeriod: "604800",
            baseDelay: "30",
            proposalThreshold: "0",
            memberRegistry: { id: at.MemberRegistry, bodies: [{ id: at.Council }] },
          },
        ],
      },
    ),
    // The event log.
    expect(
      `{ proposalCreateds { id proposal { id } proposer targets values calldatas voteStart voteEnd description } }`,
      {
        proposalCreateds: [
          {
            id: eventId(propose, 0),
            proposal: { id },
            proposer: keyOf(belgium),
            targets: [at.NodeRegistry, at.MemberRegistry],
            values: ["0", "7"],
            calldatas: [call, secondCall],
            voteStart: "86110",
            voteEnd: "690910",
            description,
          },
        ],
      },
    ),
    expect(`{ proposalClassifieds { proposal { id } classes codeHash } }`, {
      proposalClassifieds: [{ proposal: { id }, classes: ["REINFORCED", "QUALIFIED"], codeHash }],
    }),
    expect(
      `{ voteCasts(where: { account: "${malta}" }) { proposal { id } member { id } account support weight reason } }`,
      {
        voteCasts: [
          {
            proposal: { id },
            member: { id: memberId(malta) },
            account: malta,
            support: "ABSTAIN",
            weight: "500",
            reason: "",
          },
        ],
      },
    ),
    expect(`{ proposalDecideds { proposal { id } succeeded } }`, {
      proposalDecideds: [{ proposal: { id }, succeeded: true }],
    }),
    expect(`{ proposalQueueds { proposal { id } eta } }`, {
      proposalQueueds: [{ proposal: { id }, eta: "86180" }],
    }),
    expect(`{ proposalExecuteds { proposal { id } } }`, {
      proposalExecuteds: [{ proposal: { id } }],
    }),
    expect(
      `{ operationScheduleds { operation { nonce } operationId nonce schedule caller target data } }`,
      {
        operationScheduleds: [
          {
            operation: { nonce: "1" },
            operationId: operation,
            nonce: "1",
            schedule: "86180",
            caller: at.Council,
            target: at.NodeRegistry,
            data: call,
          },
        ],
      },
    ),
    expect(`{ operationExecuteds { operation { nonce } operationId nonce } }`, {
      operationExecuteds: [{ operation: { nonce: "1" }, operationId: operation, nonce: "1" }],
    }),
    expect(`{ votingDelaySets { body { id } oldVotingDelay newVotingDelay } }`, {
      votingDelaySets: [{ body: { id: at.Council }, oldVotingDelay: "0", newVotingDelay: "10" }],
    }),
    expect(`{ votingPeriodSets { body { id } oldVotingPeriod newVotingPeriod } }`, {
      votingPeriodSets: [
        { body: { id: at.Council }, oldVotingPeriod: "0", newVotingPeriod: "604800" },
      ],
    }),
    expect(`{ proposalThresholdSets { body { id } oldProposalThreshold newProposalThreshold } }`, {
      proposalThresholdSets: [
        { body: { id: at.Council }, oldProposalThreshold: "0", newProposalThreshold: "0" },
      ],
    }),
    expect(`{ baseDelaySets { body { id } oldBaseDelay newBaseDelay } }`, {
      baseDelaySets: [{ body: { id: at.Council }, oldBaseDelay: "0", newBaseDelay: "30" }],
    }),
    expect(`{ organisation(id: "${operator}") { nodes { id } proposalCalls { id } } }`, {
      organisation: { nodes: [{ id: node }], proposalCalls: [] },
    }),
    expect(
      `{ member(id: "${memberId(belgium)}") { proposals { number } proposalCalls { index } votes { weight } } }`,
      {
        member: {
          proposals: [{ number: 1 }],
          proposalCalls: [{ index: 1 }],
          votes: [{ weight: "11200" }],
        },
      },
    ),
  ],
};

function weight(member: Hex, newWeight: number) {
  return emit(hash(newWeight), "MemberRegistry", "MemberWeightChanged", {
    account: member,
    actor: account("weigher"),
    weight: newWeight,
    weightYear: 2026,
  });
}
