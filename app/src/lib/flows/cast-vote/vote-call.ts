import { encodeAbiParameters, encodeFunctionData, parseAbiParameters } from "viem";

import { councilAbi } from "#generated/contracts/Council.ts";
import { supports } from "#lib/features/proposals/eligibility.ts";

import { type VoteDraft, voteProblems } from "./vote-draft.ts";

/**
 * The call that casts the vote; null while `voteProblems` has any.
 *
 * @param carriedFor Account id of the member whose vote is carried; null for the own member's vote.
 */
export function voteCall(
  draft: VoteDraft,
  proposalId: bigint,
  council: `0x${string}`,
  carriedFor: `0x${string}` | null = null,
): { to: `0x${string}`; data: `0x${string}` } | null {
  if (draft.support === undefined || voteProblems(draft).length > 0) return null;
  const support = supports.indexOf(draft.support);
  const reason = draft.reason.trim();
  if (carriedFor !== null) {
    const params = encodeAbiParameters(parseAbiParameters("address"), [carriedFor]);
    const data = encodeFunctionData({
      abi: councilAbi,
      functionName: "castVoteWithReasonAndParams",
      args: [proposalId, support, reason, params],
    });
    return { to: council, data };
  }
  const data =
    reason === ""
      ? encodeFunctionData({
          abi: councilAbi,
          functionName: "castVote",
          args: [proposalId, support],
        })
      : encodeFunctionData({
          abi: councilAbi,
          functionName: "castVoteWithReason",
          args: [proposalId, support, reason],
        });
  return { to: council, data };
}
