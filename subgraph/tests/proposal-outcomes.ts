import { belgium, france, keyOf, malta, members, proposalId, settings } from "./assembly.ts";
import { account, at, concat, emit, expect, hash, type Hex, type Suite } from "./suite.ts";

const [rejected, cancelled, early] = [101n, 102n, 103n];
const stranger = account("stranger");
const operation = hash(0x0b);

function created(
  number: bigint,
  proposer: Hex,
  voteStart: number,
  calldatas: Hex[] = ["0x12345678"],
) {
  const transaction = hash(Number(number));
  return [
    emit(transaction, "Council", "ProposalCreated", {
      proposalId: number.toString(),
      proposer,
      targets: calldatas.map(() => at.ValidatorSet),
      values: calldatas.map(() => "0"),
      signatures: calldatas.map(() => ""),
      calldatas,
      voteStart,
      voteEnd: voteStart + 1000,
      description: `Proposal ${number}`,
    }),
    emit(transaction, "Council", "ProposalClassified", {
      proposalId: number.toString(),
      classes: 4,
      codeHash: "0xc0",
    }),
  ];
}

function vote(voter: Hex, support: number, weight: number) {
  return emit(hash(0x100 + support), "Council", "VoteCast", {
    voter,
    proposalId: rejected.toString(),
    support,
    weight,
    reason: "",
  });
}

function operationEvent(transaction: Hex, event: string, nonce: number, more = {}) {
  return emit(transaction, "Authority", event, { operationId: operation, nonce, ...more });
}

const scheduled = { schedule: 5000, caller: at.Council, target: at.ValidatorSet, data: "0x1234" };

/** Every other end that a proposal can have, and the settings of a body that change later. */
export const suite: Suite = {
  name: "Proposals that are rejected or cancelled",
  blocks: [
    {},
    { timestamp: 1000, events: [...settings, ...members] },
    // The first has no call, the second is made by a key that stands for nobody any more, the third never gets votes.
    {
      timestamp: 1010,
      events: [
        ...created(rejected, keyOf(france), 1020, []),
        ...created(cancelled, stranger, 1020),
        ...created(early, keyOf(malta), 1020),
      ],
    },
    {
      timestamp: 1015,
      events: [emit(hash(3), "Council", "ProposalCanceled", { proposalId: early.toString() })],
    },
    {
      timestamp: 1030,
      events: [
        vote(belgium, 0, 11_000),
        vote(france, 0, 68_000),
        emit(hash(0x100), "Council", "ProposalDecided", {
          proposalId: rejected.toString(),
          succeeded: false,
        }),
      ],
    },
    {
      timestamp: 1040,
      events: [
        operationEvent(hash(5), "OperationScheduled", 1, scheduled),
        emit(hash(5), "Council", "ProposalQueued", {
          proposalId: cancelled.toString(),
          etaSeconds: 5000,
        }),
      ],
    },
    {
      timestamp: 1050,
      events: [
        operationEvent(hash(6), "OperationCanceled", 1),
        emit(hash(6), "Council", "ProposalCanceled", { proposalId: cancelled.toString() }),
        // The same operation may be scheduled once more.
        operationEvent(hash(7), "OperationScheduled", 2, { ...scheduled, schedule: 6000 }),
      ],
    },
    {
      timestamp: 1060,
      events: [
        emit(hash(8), "Council", "VotingDelaySet", { oldVotingDelay: 10, newVotingDelay: 20 }),
        emit(hash(8), "Council", "VotingPeriodSet", {
          oldVotingPeriod: 604_800,
          newVotingPeriod: 86_400,
        }),
        emit(hash(8), "Council", "BaseDelaySet", {
          oldBaseDelaySeconds: 30,
          newBaseDelaySeconds: 60,
        }),
        emit(hash(8), "Council", "AccessManagerIgnoredSet", {
          target: at.NodeRegistry,
          selector: "0xdeadbeef",
          ignored: true,
        }),
      ],
    },
  ],
  assertions: [
    expect(
      `{ proposals(orderBy: number) { number proposer proposingMember { code } classes decidedSucceeded decidedAt againstHeads
         againstWeight queuedAt eta cancelledBlock cancelledAt cancelledIn { id } executedAt totalsAtSnapshot { heads } calls { selector } } }`,
      {
        proposals: [
          {
            number: 1,
            proposer: keyOf(france),
            proposingMember: { code: "FR" },
            classes: ["SIMPLE"],
            decidedSucceeded: false,
            decidedAt: "1030",
            againstHeads: 2,
            againstWeight: "79000",
            queuedAt: null,
            eta: null,
            cancelledBlock: null,
            cancelledAt: null,
            cancelledIn: null,
            executedAt: null,
            totalsAtSnapshot: { heads: 3 },
            calls: [],
          },
          {
            number: 2,
            proposer: stranger,
            proposingMember: null,
            classes: ["SIMPLE"],
            decidedSucceeded: null,
            decidedAt: null,
            againstHeads: 0,
            againstWeight: "0",
            queuedAt: "1040",
            eta: "5000",
            cancelledBlock: "6",
            cancelledAt: "1050",
            cancelledIn: { id: hash(6) },
            executedAt: null,
            totalsAtSnapshot: { heads: 3 },
            calls: [{ selector: "0x12345678" }],
          },
          {
            number: 3,
            proposer: keyOf(malta),
            proposingMember: { code: "MT" },
            classes: ["SIMPLE"],
            decidedSucceeded: null,
            decidedAt: null,
            againstHeads: 0,
            againstWeight: "0",
            queuedAt: null,
            eta: null,
            cancelledBlock: "3",
            cancelledAt: "1015",
            cancelledIn: { id: hash(3) },
            executedAt: null,
            // Cancelled before the snapshot: there never was one.
            totalsAtSnapshot: null,
            calls: [{ selector: "0x12345678" }],
          },
        ],
      },
    ),
    expect(
      `{ scheduledOperations(orderBy: nonce) { id nonce readyAt selector scheduledAt cancelledBlock cancelledAt cancelledIn { id } executedAt } }`,
      {
        scheduledOperations: [
          {
            id: concat(operation, "0x00000001"),
            nonce: "1",
            readyAt: "5000",
            selector: "0x",
            scheduledAt: "1040",
            cancelledBlock: "6",
            cancelledAt: "1050",
            cancelledIn: { id: hash(6) },
            executedAt: null,
          },
          {
            id: concat(operation, "0x00000002"),
            nonce: "2",
            readyAt: "6000",
            selector: "0x",
            scheduledAt: "1050",
            cancelledBlock: null,
            cancelledAt: null,
            cancelledIn: null,
            executedAt: null,
          },
        ],
      },
    ),
    expect(`{ body(id: "${at.Council}") { votingDelay votingPeriod baseDelay proposalCount } }`, {
      body: { votingDelay: "20", votingPeriod: "86400", baseDelay: "60", proposalCount: 3 },
    }),
    expect(`{ proposalCanceleds(orderBy: ordinal) { proposal { id } } }`, {
      proposalCanceleds: [
        { proposal: { id: proposalId(early) } },
        { proposal: { id: proposalId(cancelled) } },
      ],
    }),
    expect(`{ proposalDecideds { proposal { id } succeeded } }`, {
      proposalDecideds: [{ proposal: { id: proposalId(rejected) }, succeeded: false }],
    }),
    expect(`{ operationCanceleds { operation { id } operationId nonce } }`, {
      operationCanceleds: [
        { operation: { id: concat(operation, "0x00000001") }, operationId: operation, nonce: "1" },
      ],
    }),
    // The present interval is counted when it is asked for.
    expect(`{ voteActivities(interval: "day", current: include) { timestamp votes weight } }`, {
      voteActivities: [{ timestamp: "0", votes: 2, weight: "79000" }],
    }),
    expect(`{ accessManagerIgnoredSets { body { id } target selector ignored } }`, {
      accessManagerIgnoredSets: [
        {
          body: { id: at.Council },
          target: at.NodeRegistry,
          selector: "0xdeadbeef",
          ignored: true,
        },
      ],
    }),
  ],
};
