import {
  proposalMoment,
  type Support,
  type VoteEligibility,
  voteEligibility,
} from "./eligibility.ts";
import type { ReadBody, ReadProposal } from "./read-proposals.ts";
import { type Seat, seatsOf } from "./standing.ts";

type Hex = `0x${string}`;

interface OnProposal {
  read: ReadProposal;
  seat: Seat;
}

/** Every vote that a key has to do with, by what its holder can do about it. */
export interface MyVotes {
  /** The one that closes first in front. */
  can: OnProposal[];
  /** The newest proposal in front. */
  voted: (OnProposal & { support: Support })[];
  /** Votes that are open or will open, and that the key cannot cast. */
  cannot: (OnProposal & {
    refusal: Exclude<VoteEligibility, { can: true } | { why: "voted" }>;
  })[];
}

export function myVotes(
  key: Hex | null,
  bodies: readonly ReadBody[],
  proposals: readonly ReadProposal[],
  now: number,
): MyVotes {
  const votes: MyVotes = { can: [], voted: [], cannot: [] };
  // A wallet on the wrong chain changes what can be sent, not what its owner may vote on.
  const owner = { account: key, onRightChain: true };
  for (const read of proposals) {
    const body = bodies.find(({ address }) => address === read.proposal.body.address);
    if (!body) continue;
    const moment = proposalMoment(read.proposal.facts, now);
    for (const seat of seatsOf(key, body.mandates, read.proposal, now)) {
      const eligibility = voteEligibility(owner, seat.standing, moment);
      if (eligibility.can) votes.can.push({ read, seat });
      else if (eligibility.why === "voted")
        votes.voted.push({ read, seat, support: eligibility.support });
      else if (moment.state === "active" || moment.state === "pending")
        votes.cannot.push({ read, seat, refusal: eligibility });
    }
  }
  votes.can.sort((a, b) => a.read.proposal.facts.voteEnd - b.read.proposal.facts.voteEnd);
  votes.voted.sort(
    (a, b) => b.read.proposal.facts.proposed.time - a.read.proposal.facts.proposed.time,
  );
  return votes;
}
