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
  /** Code of the member that the key votes for. */
  member: string | null;
  mandateEnded: boolean;
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
  const actions: MyActions = { member: null, mandateEnded: false, votes: [], steps: [] };
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
      actions.member = vote.member;
      actions.votes.push(read);
    } else if (vote.why === "mandate-ended") {
      actions.mandateEnded = true;
    }
    if (queueEligibility(owner, moment).can) actions.steps.push({ read, step: "queue" });
    else if (executeEligibility(owner, moment).can) actions.steps.push({ read, step: "execute" });
  }
  actions.votes.sort((a, b) => a.proposal.facts.voteEnd - b.proposal.facts.voteEnd);
  return actions;
}
