import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Dispute, Milestone, Payment } from "../generated/schema";
import { annexEntryId } from "../ids";
import { changeHeld } from "./custody";
import { newPaymentPoint } from "./payment-token";
import { getOrCreateTransaction } from "./transaction";

/** A payment that the escrow has announced before. */
export function loadPayment(id: Bytes): Payment {
  return Payment.load(id)!;
}

/** A milestone of an annex that the escrow has announced before. */
export function loadMilestone(payment: Bytes, index: BigInt): Milestone {
  return Milestone.load(annexEntryId(payment, index.toI32()))!;
}

/** All that is held goes back to the payer: a dispute about it is over without an outcome. */
export function giveBack(id: Bytes, amount: BigInt, actor: Bytes, event: ethereum.Event): void {
  const payment = loadPayment(id);
  if (payment.phase == "DISPUTED") {
    const dispute = Dispute.load(id)!;
    endDispute(dispute, BigInt.zero(), amount, actor, event);
  }
  payment.phase = "OPEN";
  payment.held = payment.held.minus(amount);
  payment.returned = payment.returned.plus(amount);
  payment.save();
  changeHeld(payment.custody, amount.neg());

  const point = newPaymentPoint(payment.token, event);
  point.returned = amount;
  point.save();
}

export function endDispute(
  dispute: Dispute,
  payeeAmount: BigInt,
  payerAmount: BigInt,
  actor: Bytes,
  event: ethereum.Event,
): void {
  dispute.payeeAmount = payeeAmount;
  dispute.payerAmount = payerAmount;
  dispute.endedBy = actor;
  dispute.endedAt = event.block.timestamp;
  dispute.endedIn = getOrCreateTransaction(event).id;
  dispute.save();
}

export function changeMilestone(
  milestone: Milestone,
  phase: string,
  actor: Bytes,
  event: ethereum.Event,
): void {
  milestone.phase = phase;
  milestone.changedBy = actor;
  milestone.changedAt = event.block.timestamp;
  milestone.save();
}
