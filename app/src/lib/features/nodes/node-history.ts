import type { NodeDetail, NodeStatus } from "#lib/index/nodes.ts";

type Hex = `0x${string}`;

export interface Decision {
  number: number;
  title: string | null;
}

/** Something that happened to a node, or is under way. */
export type NodeEvent =
  | {
      kind: "status";
      key: string;
      status: NodeStatus;
      time: number;
      transaction: Hex;
      decision: Decision | null;
    }
  | {
      kind: "proposed" | "approved" | "rejected" | "queued" | "cancelled";
      key: string;
      time: number;
      transaction: Hex;
      decision: Decision;
    }
  | { kind: "voting"; key: string; until: number; decision: Decision };

type ProposalStep = NodeDetail["proposalCalls"][number]["proposal"];

/**
 * What happened to a node in order: its own steps, and the steps of the decisions that name it. The execution of a decision
 * is the step of the node itself.
 */
export function nodeHistory(
  node: Pick<NodeDetail, "statusHistory" | "proposalCalls">,
  titleOf: (description: string) => string | null,
  now: number,
): NodeEvent[] {
  const own = node.statusHistory.map(({ id, status, timestamp, transaction }): NodeEvent => {
    const [decision] = transaction.executedProposals;
    return {
      kind: "status",
      key: id,
      status,
      time: timestamp,
      transaction: transaction.id,
      decision: decision ? { number: decision.number, title: titleOf(decision.description) } : null,
    };
  });
  // A proposal may name the node in several calls.
  const proposals = new Map(node.proposalCalls.map(({ proposal }) => [proposal.number, proposal]));
  // The index and the contracts give them in different orders.
  const decided = [...proposals.values()]
    .sort((a, b) => b.number - a.number)
    .flatMap((proposal) => stepsOf(proposal, titleOf, now));
  return [...own, ...decided].sort((a, b) => timeOf(a) - timeOf(b));
}

function timeOf(event: NodeEvent): number {
  return event.kind === "voting" ? Number.MAX_SAFE_INTEGER : event.time;
}

function stepsOf(
  proposal: ProposalStep,
  titleOf: (description: string) => string | null,
  now: number,
): NodeEvent[] {
  const decision = { number: proposal.number, title: titleOf(proposal.description) };
  const key = (step: string) => `${proposal.number} ${step}`;
  const steps: NodeEvent[] = [
    {
      kind: "proposed",
      key: key("proposed"),
      time: proposal.createdAt,
      transaction: proposal.createdIn,
      decision,
    },
  ];
  if (proposal.decidedAt !== null && proposal.decidedIn !== null) {
    const kind = proposal.decidedSucceeded ? "approved" : "rejected";
    steps.push({
      kind,
      key: key("decided"),
      time: proposal.decidedAt,
      transaction: proposal.decidedIn,
      decision,
    });
  }
  if (proposal.queuedAt !== null && proposal.queuedIn !== null) {
    steps.push({
      kind: "queued",
      key: key("queued"),
      time: proposal.queuedAt,
      transaction: proposal.queuedIn,
      decision,
    });
  }
  if (proposal.cancelledAt !== null && proposal.cancelledIn !== null) {
    steps.push({
      kind: "cancelled",
      key: key("cancelled"),
      time: proposal.cancelledAt,
      transaction: proposal.cancelledIn,
      decision,
    });
  }
  if (proposal.decidedAt === null && proposal.cancelledAt === null && proposal.deadline >= now) {
    steps.push({ kind: "voting", key: key("voting"), until: proposal.deadline, decision });
  }
  return steps;
}

/** Decisions on the node that are not through yet, the newest in front. */
export function decisionsUnderWay(
  node: Pick<NodeDetail, "proposalCalls">,
  titleOf: (description: string) => string | null,
  now: number,
): Decision[] {
  const proposals = new Map(node.proposalCalls.map(({ proposal }) => [proposal.number, proposal]));
  return [...proposals.values()]
    .filter(
      ({ executedAt, cancelledAt, decidedSucceeded, deadline }) =>
        executedAt === null &&
        cancelledAt === null &&
        (decidedSucceeded === true || (decidedSucceeded === null && deadline >= now)),
    )
    .sort((a, b) => b.number - a.number)
    .map(({ number, description }) => ({ number, title: titleOf(description) }));
}
