import {
  type ProposalFacts,
  proposalState,
  type ProposalState,
  type Timepoint,
} from "./proposal-state.ts";

/** What a member voted; the place in the list is the value on the chain. */
export const supports = ["against", "for", "abstain"] as const;
export type Support = (typeof supports)[number];

/** The connected wallet, or that there is none. */
export interface Viewer {
  account: `0x${string}` | null;
  /** Whether the wallet is on the chain that the body lives on. */
  onRightChain: boolean;
}

/** That another member carries the vote, and up to when. */
export interface StandingProxy {
  carrier: string;
  notAfter: Timepoint;
}

/** What a key may do in the body, as its registry says at present. */
export type Standing =
  | { kind: "stranger" }
  /** The key appoints representatives, but has not appointed itself. */
  | { kind: "mandate-key"; member: string }
  | {
      kind: "representative";
      member: string;
      memberClass: "member" | "observer";
      memberStatus: "active" | "suspended" | "left";
      /** First second of the mandate; null when it began with the appointment. */
      notBefore: Timepoint | null;
      /** Last second of the mandate. */
      notAfter: Timepoint;
      /** Who carries the member's vote on this proposal; null when it votes itself. */
      proxy: StandingProxy | null;
      /** Whether the member had a vote at the proposal's snapshot. */
      votesAtSnapshot: boolean;
      /** What the member has voted on this proposal, whoever of its representatives did. */
      voted: Support | null;
    };

/** Why a key cannot act for a member, whatever it wants to do. */
export type StandingBlocker =
  | { can: false; why: "no-wallet" }
  | { can: false; why: "wrong-chain" }
  | { can: false; why: "not-representative" }
  | { can: false; why: "mandate-key"; member: string }
  | { can: false; why: "observer"; member: string }
  | { can: false; why: "member-suspended"; member: string }
  | { can: false; why: "member-left"; member: string }
  | { can: false; why: "mandate-ended"; member: string; notAfter: Timepoint }
  | { can: false; why: "mandate-not-begun"; member: string; notBefore: Timepoint };

export type ProposeEligibility = { can: true; member: string } | StandingBlocker;

export type VoteEligibility =
  | { can: true; member: string }
  | StandingBlocker
  | { can: false; why: "voted"; member: string; support: Support }
  | { can: false; why: "not-started"; opens: Timepoint }
  | { can: false; why: "decided" }
  | { can: false; why: "closed"; closed: Timepoint }
  | { can: false; why: "cancelled" }
  | { can: false; why: "no-vote-at-snapshot"; member: string; snapshot: Timepoint }
  | ({ can: false; why: "proxy-given"; member: string } & StandingProxy);

export interface ProposalMoment {
  state: ProposalState;
  /** Whether a vote settled the outcome before the deadline. */
  decided: boolean;
  voteStart: Timepoint;
  voteEnd: Timepoint;
  eta: Timepoint | null;
  expiry: Timepoint | null;
  clock: Timepoint;
}

/** A proposal at a timepoint, as the decisions below ask for it. */
export function proposalMoment(facts: ProposalFacts, clock: Timepoint): ProposalMoment {
  const { voteStart, voteEnd, eta, expiry, decided } = facts;
  return {
    state: proposalState(facts, clock),
    decided: decided !== null,
    voteStart,
    voteEnd,
    eta,
    expiry,
    clock,
  };
}

/** Whether the viewer can vote now. Reasons that hold for everybody come before reasons that hold for the viewer. */
export function voteEligibility(
  viewer: Viewer,
  standing: Standing,
  proposal: ProposalMoment,
): VoteEligibility {
  if (viewer.account && standing.kind === "representative" && standing.voted) {
    return { can: false, why: "voted", member: standing.member, support: standing.voted };
  }
  if (proposal.state === "cancelled") return { can: false, why: "cancelled" };
  if (proposal.state === "pending")
    return { can: false, why: "not-started", opens: proposal.voteStart };
  if (proposal.state !== "active") {
    return proposal.decided
      ? { can: false, why: "decided" }
      : { can: false, why: "closed", closed: proposal.voteEnd };
  }
  const eligibility = proposeEligibility(viewer, standing, proposal.clock);
  if (!eligibility.can || standing.kind !== "representative") return eligibility;
  if (!standing.votesAtSnapshot) {
    return {
      can: false,
      why: "no-vote-at-snapshot",
      member: standing.member,
      snapshot: proposal.voteStart,
    };
  }
  if (standing.proxy && proposal.clock <= standing.proxy.notAfter)
    return { can: false, why: "proxy-given", member: standing.member, ...standing.proxy };
  return eligibility;
}

/** Whether the viewer can propose now: whoever may vote for a member may propose. */
export function proposeEligibility(
  viewer: Viewer,
  standing: Standing,
  clock: Timepoint,
): ProposeEligibility {
  if (!viewer.account) return { can: false, why: "no-wallet" };
  if (!viewer.onRightChain) return { can: false, why: "wrong-chain" };
  if (standing.kind === "stranger") return { can: false, why: "not-representative" };
  const { member } = standing;
  if (standing.kind === "mandate-key") return { can: false, why: "mandate-key", member };
  if (standing.memberStatus === "left") return { can: false, why: "member-left", member };
  if (standing.memberStatus === "suspended") return { can: false, why: "member-suspended", member };
  if (standing.memberClass === "observer") return { can: false, why: "observer", member };
  if (clock > standing.notAfter)
    return { can: false, why: "mandate-ended", member, notAfter: standing.notAfter };
  if (standing.notBefore !== null && clock < standing.notBefore)
    return { can: false, why: "mandate-not-begun", member, notBefore: standing.notBefore };
  return { can: true, member };
}

export type AdvanceBlocker =
  | { can: false; why: "voting" }
  | { can: false; why: "not-started"; opens: Timepoint }
  | { can: false; why: "defeated" }
  | { can: false; why: "cancelled" }
  | { can: false; why: "expired"; expiry: Timepoint }
  | { can: false; why: "executed" }
  | { can: false; why: "no-wallet" }
  | { can: false; why: "wrong-chain" };

export type QueueEligibility =
  | { can: true }
  | AdvanceBlocker
  | { can: false; why: "queued"; eta: Timepoint }
  /** No delay is asked: it can be executed at once. */
  | { can: false; why: "no-delay" };

export type ExecuteEligibility =
  | { can: true }
  | AdvanceBlocker
  | { can: false; why: "not-queued" }
  | { can: false; why: "waiting"; eta: Timepoint };

/** Whether the proposal can be queued now. Anybody may, once it is approved. */
export function queueEligibility(viewer: Viewer, proposal: ProposalMoment): QueueEligibility {
  const blocker = stateBlocker(proposal);
  if (blocker) return blocker;
  if (proposal.eta !== null) return { can: false, why: "queued", eta: proposal.eta };
  if (proposal.state === "executable") return { can: false, why: "no-delay" };
  return viewerBlocker(viewer) ?? { can: true };
}

/** Whether the proposal can be executed now. Anybody may, once its delay is over. */
export function executeEligibility(viewer: Viewer, proposal: ProposalMoment): ExecuteEligibility {
  const blocker = stateBlocker(proposal);
  if (blocker) return blocker;
  if (proposal.state === "succeeded") return { can: false, why: "not-queued" };
  if (proposal.state === "waiting" && proposal.eta !== null)
    return { can: false, why: "waiting", eta: proposal.eta };
  return viewerBlocker(viewer) ?? { can: true };
}

function stateBlocker(proposal: ProposalMoment): AdvanceBlocker | null {
  switch (proposal.state) {
    case "pending":
      return { can: false, why: "not-started", opens: proposal.voteStart };
    case "active":
      return { can: false, why: "voting" };
    case "defeated":
    case "cancelled":
    case "executed":
      return { can: false, why: proposal.state };
    case "expired":
      return { can: false, why: "expired", expiry: proposal.expiry ?? proposal.clock };
    case "succeeded":
    case "waiting":
    case "executable":
      return null;
  }
}

function viewerBlocker(viewer: Viewer): AdvanceBlocker | null {
  if (!viewer.account) return { can: false, why: "no-wallet" };
  if (!viewer.onRightChain) return { can: false, why: "wrong-chain" };
  return null;
}
