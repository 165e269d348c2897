import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { BudgetLine, ContributionCall, TreasuryProposal } from "../generated/schema";
import { treasuryEntryId } from "../ids";

const dayLength = BigInt.fromI32(86_400);

/** A line that the treasury has announced before. */
export function loadBudgetLine(treasury: Bytes, line: Bytes): BudgetLine {
  return BudgetLine.load(treasuryEntryId(treasury, line))!;
}

/** A call for contributions that the treasury has announced before. */
export function loadContributionCall(treasury: Bytes, call: Bytes): ContributionCall {
  return ContributionCall.load(treasuryEntryId(treasury, call))!;
}

/** What left the treasury from a line. Where nobody proposed it, it counts for what one person alone spends in a day. */
export function spend(
  line: BudgetLine,
  amount: BigInt,
  spent: BigInt,
  proposer: Bytes | null,
  event: ethereum.Event,
): void {
  line.spent = spent;
  if (proposer === null) {
    const today = event.block.timestamp.div(dayLength);
    const before = line.aloneDay.equals(today) ? line.spentAlone : BigInt.zero();
    line.aloneDay = today;
    line.spentAlone = before.plus(amount);
  }
  line.save();
}

/** A proposal that waits, in place of an earlier one with the same values. */
export function propose(
  id: Bytes,
  kind: string,
  line: Bytes,
  target: Bytes,
  proposer: Bytes,
  amount: BigInt,
  expiresAt: BigInt,
  event: ethereum.Event,
): TreasuryProposal {
  const proposal = new TreasuryProposal(id);
  proposal.kind = kind;
  proposal.line = line;
  proposal.target = target;
  proposal.proposer = proposer;
  proposal.amount = amount;
  proposal.proposedAt = event.block.timestamp;
  proposal.expiresAt = expiresAt;
  proposal.endedBy = null;
  proposal.confirmedAt = null;
  proposal.withdrawnAt = null;
  return proposal;
}
