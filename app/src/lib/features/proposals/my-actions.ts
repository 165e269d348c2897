import {
  executeEligibility,
  proposalMoment,
  queueEligibility,
  type Viewer,
  voteEligibility,
} from "./eligibility.ts";
import type { ReadBody, ReadProposal } from "./read-proposals.ts";
import { standingOf } from "./standing.ts";

/** What waits for the holder of a key. */
export interface MyActions {
  /** Codes of the members that the key votes for and that have not voted on everything, each once. */
  members: string[];
  /** Councils of the bodies in which the mandate of the key has ended. */
  ended: string[];
  /** Open proposals on which the member has not voted and the key may vote, the one that closes first in front. */
  votes: ReadProposal[];
  /** Approved decisions that anybody can take a step further. */
  steps: { read: ReadProposal; step: "queue" | "execute" }[];
}

export function myActions(
  viewer: Viewer,
  bodies: readonly ReadBody[],
  proposals: readonly ReadProposal[],
  now: number,
): MyActions {
  const actions: MyActions = { members: [], ended: [], votes: [], steps: [] };
  for (const read of proposals) {
    const { facts, ballots, body, proposalId } = read.proposal;
    const mandates = bodies.find(({ address }) => address === body.address)?.mandates;
    if (!mandates) continue;
    const moment = proposalMoment(facts, now);
    // A wallet on the wrong chain changes what can be sent, not what waits for its owner.
    const owner = { account: viewer.account, onRightChain: true };
    const vote = voteEligibility(
      owner,
      standingOf(viewer.account, mandates, ballots, proposalId),
      moment,
    );
    if (vote.can) {
      if (!actions.members.includes(vote.member)) actions.members.push(vote.member);
      actions.votes.push(read);
    } else if (vote.why === "mandate-ended") {
      if (!actions.ended.includes(body.address)) actions.ended.push(body.address);
    }
    if (queueEligibility(owner, moment).can) actions.steps.push({ read, step: "queue" });
    else if (executeEligibility(owner, moment).can) actions.steps.push({ read, step: "execute" });
  }
  actions.votes.sort((a, b) => a.proposal.facts.voteEnd - b.proposal.facts.voteEnd);
  return actions;
}
