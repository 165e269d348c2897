import { m } from "#lib/messages.ts";
import { countryName } from "#lib/ui/format.ts";

import type { StandingBlocker, VoteEligibility } from "./eligibility.ts";
import { partMark } from "./message-parts.ts";

/** Words for a refusal, with the mark where its time belongs. */
export interface RefusalWords {
  text: string;
  time: number | null;
}

/** Why the reader cannot propose. */
export function whyNotPropose(refusal: StandingBlocker, chainId: number): RefusalWords {
  if (refusal.why === "no-wallet") return { text: m.propose_cannot_no_wallet(), time: null };
  if (refusal.why === "not-representative")
    return { text: m.propose_cannot_not_representative(), time: null };
  return whyNotVote(refusal, chainId);
}

/** Why the reader cannot vote. */
export function whyNotVote(
  refusal: Exclude<VoteEligibility, { can: true } | { why: "voted" }>,
  chainId: number,
): RefusalWords {
  const time = partMark;
  switch (refusal.why) {
    case "not-started":
      return { text: m.vote_cannot_not_started({ time }), time: refusal.opens };
    case "closed":
      return { text: m.vote_cannot_closed({ time }), time: refusal.closed };
    case "mandate-ended":
      return {
        text: m.vote_cannot_mandate_ended({ member: countryName(refusal.member), time }),
        time: refusal.notAfter,
      };
    case "mandate-not-begun":
      return {
        text: m.vote_cannot_mandate_not_begun({ member: countryName(refusal.member), time }),
        time: refusal.notBefore,
      };
    case "proxy-given":
      return {
        text: m.vote_cannot_proxy_given({
          member: countryName(refusal.member),
          carrier: countryName(refusal.carrier),
          time,
        }),
        time: refusal.notAfter,
      };
    case "no-vote-at-snapshot":
      return {
        text: m.vote_cannot_no_vote_at_snapshot({ member: countryName(refusal.member), time }),
        time: refusal.snapshot,
      };
    case "decided":
      return { text: m.vote_cannot_decided(), time: null };
    case "cancelled":
      return { text: m.vote_cannot_cancelled(), time: null };
    case "no-wallet":
      return { text: m.vote_cannot_no_wallet(), time: null };
    case "wrong-chain":
      return { text: m.vote_cannot_wrong_chain({ chain: String(chainId) }), time: null };
    case "not-representative":
      return { text: m.vote_cannot_not_representative(), time: null };
    case "mandate-key":
      return {
        text: m.vote_cannot_mandate_key({ member: countryName(refusal.member) }),
        time: null,
      };
    case "observer":
      return { text: m.vote_cannot_observer({ member: countryName(refusal.member) }), time: null };
    case "member-suspended":
      return {
        text: m.vote_cannot_member_suspended({ member: countryName(refusal.member) }),
        time: null,
      };
    case "member-left":
      return {
        text: m.vote_cannot_member_left({ member: countryName(refusal.member) }),
        time: null,
      };
  }
}
