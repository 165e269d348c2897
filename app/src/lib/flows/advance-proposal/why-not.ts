import type { ExecuteEligibility, QueueEligibility } from "#lib/features/proposals/eligibility.ts";
import { m } from "#lib/messages.ts";
import { formatTime } from "#lib/ui/format.ts";

type Refusal = Extract<QueueEligibility | ExecuteEligibility, { can: false }>;

/** Why a proposal cannot be queued or executed now; it stands beside the button. */
export function whyNotAdvance(refusal: Refusal, chainId: number, timeZone?: string): string {
  const time = (seconds: number) => formatTime(seconds, "second", timeZone);
  switch (refusal.why) {
    case "voting":
      return m.proposal_cannot_voting();
    case "not-started":
      return m.proposal_cannot_not_started();
    case "defeated":
      return m.proposal_cannot_defeated();
    case "cancelled":
      return m.proposal_cannot_cancelled();
    case "expired":
      return m.proposal_cannot_expired({ time: time(refusal.expiry) });
    case "executed":
      return m.proposal_cannot_executed();
    case "no-wallet":
      return m.proposal_cannot_no_wallet();
    case "wrong-chain":
      return m.proposal_cannot_wrong_chain({ chain: String(chainId) });
    case "queued":
      return m.proposal_cannot_queued();
    case "no-delay":
      return m.proposal_cannot_no_delay();
    case "not-queued":
      return m.proposal_cannot_not_queued();
    case "waiting":
      return m.proposal_cannot_waiting({ time: time(refusal.eta) });
  }
}
