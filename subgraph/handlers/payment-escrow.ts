import { BigInt, Bytes } from "@graphprotocol/graph-ts";

import { changeHeld, getOrCreateCustody } from "../entities/custody";
import { describe } from "../entities/event";
import {
  changeMilestone,
  endDispute,
  giveBack,
  loadMilestone,
  loadPayment,
} from "../entities/payment";
import { newPaymentPoint } from "../entities/payment-token";
import { getOrCreateTransaction } from "../entities/transaction";
import { addressOrNull, wordOrNull } from "../entities/words";
import { disputeOutcome } from "../enums";
import {
  AnnexAgreed as AnnexAgreedLog,
  DisputeOpened as DisputeOpenedLog,
  DisputeSettled as DisputeSettledLog,
  MilestoneAccepted as MilestoneAcceptedLog,
  MilestoneApproved as MilestoneApprovedLog,
  MilestoneDelivered as MilestoneDeliveredLog,
  MilestoneRejected as MilestoneRejectedLog,
  PaymentAuthorised as PaymentAuthorisedLog,
  PaymentCaptured as PaymentCapturedLog,
  PaymentReclaimed as PaymentReclaimedLog,
  PaymentRefunded as PaymentRefundedLog,
  PaymentVoided as PaymentVoidedLog,
  SettlementOffered as SettlementOfferedLog,
} from "../generated/PaymentEscrow/PaymentEscrow";
import {
  AnnexAgreed,
  Dispute,
  DisputeOpened,
  DisputeSettled,
  Milestone,
  MilestoneAccepted,
  MilestoneApproved,
  MilestoneDelivered,
  MilestoneRejected,
  Payment,
  PaymentAuthorised,
  PaymentCaptured,
  PaymentReclaimed,
  PaymentRefunded,
  PaymentShare,
  PaymentVoided,
  SettlementOffered,
} from "../generated/schema";
import { annexEntryId, eventId, previousEventId } from "../ids";

export function handlePaymentAuthorised(event: PaymentAuthorisedLog): void {
  const params = event.params;
  const terms = params.terms;
  const custody = getOrCreateCustody(event.address, terms.token);
  const payment = new Payment(params.payment);
  payment.custody = custody.id;
  payment.payer = terms.payer;
  payment.payee = terms.payee;
  payment.token = custody.token;
  payment.amount = terms.amount;
  payment.operator = addressOrNull(terms.operator);
  payment.authoriseBy = terms.authoriseBy;
  payment.captureBy = terms.captureBy;
  payment.refundBy = terms.refundBy;
  payment.fee = terms.fee;
  payment.arbiter = addressOrNull(terms.arbiter);
  payment.arbitration = terms.arbitration;
  payment.silence = terms.silence;
  payment.annex = wordOrNull(terms.annex);
  payment.orderReference = wordOrNull(terms.orderReference);
  payment.salt = terms.salt;
  // Until AnnexAgreed, which follows where there is one.
  payment.officials = [];
  payment.twoPersonAbove = BigInt.zero();
  payment.review = BigInt.zero();
  payment.phase = "OPEN";
  payment.held = terms.amount;
  payment.refundable = BigInt.zero();
  payment.captured = BigInt.zero();
  payment.returned = BigInt.zero();
  payment.refunded = BigInt.zero();
  payment.fees = BigInt.zero();
  payment.authorisedBy = params.actor;
  payment.authorisedBlock = event.block.number;
  payment.authorisedAt = event.block.timestamp;
  payment.authorisedIn = getOrCreateTransaction(event).id;
  payment.save();
  changeHeld(custody.id, terms.amount);
  const point = newPaymentPoint(custody.token, event);
  point.authorised = terms.amount;
  point.save();

  const log = new PaymentAuthorised(eventId(event));
  describe(log, event);
  log.payment = payment.id;
  log.payer = params.payer;
  log.payee = params.payee;
  log.actor = params.actor;
  log.amount = terms.amount;
  log.save();
}

export function handleAnnexAgreed(event: AnnexAgreedLog): void {
  const params = event.params;
  const annex = params.annex;
  const payment = loadPayment(params.payment);
  payment.officials = changetype<Bytes[]>(annex.officials);
  payment.twoPersonAbove = annex.twoPersonAbove;
  payment.review = annex.review;
  payment.save();

  const shares = annex.shares;
  for (let i = 0; i < shares.length; ++i) {
    const share = new PaymentShare(annexEntryId(payment.id, i));
    share.payment = payment.id;
    share.index = i;
    share.payee = shares[i].payee;
    share.part = shares[i].part;
    share.save();
  }
  const milestones = annex.milestones;
  for (let i = 0; i < milestones.length; ++i) {
    const milestone = new Milestone(annexEntryId(payment.id, i));
    milestone.payment = payment.id;
    milestone.index = i;
    milestone.amount = milestones[i];
    milestone.phase = "OPEN";
    milestone.byTime = false;
    milestone.save();
  }

  const log = new AnnexAgreed(eventId(event));
  describe(log, event);
  log.payment = payment.id;
  log.save();
}

export function handlePaymentCaptured(event: PaymentCapturedLog): void {
  const params = event.params;
  const payment = loadPayment(params.payment);
  payment.held = params.held;
  payment.refundable = params.refundable;
  payment.captured = payment.captured.plus(params.amount);
  payment.fees = payment.fees.plus(params.fee);
  payment.save();
  changeHeld(payment.custody, params.amount.neg());
  const point = newPaymentPoint(payment.token, event);
  point.captured = params.amount;
  point.fees = params.fee;
  point.save();

  const log = new PaymentCaptured(eventId(event));
  describe(log, event);
  log.payment = payment.id;
  log.actor = params.actor;
  log.amount = params.amount;
  log.fee = params.fee;
  log.invoice = wordOrNull(params.invoice);
  log.held = params.held;
  log.refundable = params.refundable;
  // The escrow says which milestone was accepted directly before it says what was captured, and only here for which invoice.
  const accepted = MilestoneAccepted.loadInBlock(previousEventId(event));
  if (accepted != null) {
    const milestone = Milestone.load(accepted.milestone)!;
    milestone.invoice = log.invoice;
    milestone.save();
    log.milestone = milestone.id;
  }
  log.save();
}

export function handlePaymentVoided(event: PaymentVoidedLog): void {
  const params = event.params;
  giveBack(params.payment, params.amount, params.actor, event);

  const log = new PaymentVoided(eventId(event));
  describe(log, event);
  log.payment = params.payment;
  log.actor = params.actor;
  log.amount = params.amount;
  log.save();
}

export function handlePaymentReclaimed(event: PaymentReclaimedLog): void {
  const params = event.params;
  giveBack(params.payment, params.amount, params.actor, event);

  const log = new PaymentReclaimed(eventId(event));
  describe(log, event);
  log.payment = params.payment;
  log.actor = params.actor;
  log.amount = params.amount;
  log.save();
}

export function handlePaymentRefunded(event: PaymentRefundedLog): void {
  const params = event.params;
  const payment = loadPayment(params.payment);
  payment.refundable = params.refundable;
  payment.refunded = payment.refunded.plus(params.amount);
  payment.save();
  const point = newPaymentPoint(payment.token, event);
  point.refunded = params.amount;
  point.save();

  const log = new PaymentRefunded(eventId(event));
  describe(log, event);
  log.payment = payment.id;
  log.actor = params.actor;
  log.amount = params.amount;
  log.creditNote = wordOrNull(params.creditNote);
  log.refundable = params.refundable;
  log.save();
}

export function handleMilestoneDelivered(event: MilestoneDeliveredLog): void {
  const params = event.params;
  const milestone = loadMilestone(params.payment, params.milestone);
  milestone.invoice = wordOrNull(params.invoice);
  milestone.reviewUntil = params.reviewUntil.isZero() ? null : params.reviewUntil;
  changeMilestone(milestone, "DELIVERED", params.actor, event);

  const log = new MilestoneDelivered(eventId(event));
  describe(log, event);
  log.payment = params.payment;
  log.milestone = milestone.id;
  log.actor = params.actor;
  log.invoice = milestone.invoice;
  log.reviewUntil = milestone.reviewUntil;
  log.save();
}

export function handleMilestoneApproved(event: MilestoneApprovedLog): void {
  const params = event.params;
  const milestone = loadMilestone(params.payment, params.milestone);
  milestone.invoice = wordOrNull(params.invoice);
  milestone.official = params.actor;
  changeMilestone(milestone, "APPROVED", params.actor, event);

  const log = new MilestoneApproved(eventId(event));
  describe(log, event);
  log.payment = params.payment;
  log.milestone = milestone.id;
  log.actor = params.actor;
  log.invoice = milestone.invoice;
  log.save();
}

export function handleMilestoneRejected(event: MilestoneRejectedLog): void {
  const params = event.params;
  const milestone = loadMilestone(params.payment, params.milestone);
  milestone.invoice = null;
  milestone.reviewUntil = null;
  milestone.official = null;
  milestone.rejectedFor = params.reason;
  changeMilestone(milestone, "OPEN", params.actor, event);

  const log = new MilestoneRejected(eventId(event));
  describe(log, event);
  log.payment = params.payment;
  log.milestone = milestone.id;
  log.actor = params.actor;
  log.reason = params.reason;
  log.save();
}

export function handleMilestoneAccepted(event: MilestoneAcceptedLog): void {
  const params = event.params;
  const milestone = loadMilestone(params.payment, params.milestone);
  milestone.byTime = params.byTime;
  changeMilestone(milestone, "ACCEPTED", params.actor, event);

  const log = new MilestoneAccepted(eventId(event));
  describe(log, event);
  log.payment = params.payment;
  log.milestone = milestone.id;
  log.actor = params.actor;
  log.byTime = params.byTime;
  log.save();
}

export function handleDisputeOpened(event: DisputeOpenedLog): void {
  const params = event.params;
  const dispute = new Dispute(params.payment);
  dispute.payment = params.payment;
  dispute.openedBy = params.actor;
  dispute.evidence = params.evidence;
  dispute.openedAt = event.block.timestamp;
  dispute.openedIn = getOrCreateTransaction(event).id;
  dispute.decideBy = params.decideBy;
  dispute.save();
  const payment = loadPayment(params.payment);
  payment.phase = "DISPUTED";
  payment.dispute = dispute.id;
  payment.save();

  const log = new DisputeOpened(eventId(event));
  describe(log, event);
  log.payment = payment.id;
  log.actor = params.actor;
  log.evidence = params.evidence;
  log.decideBy = params.decideBy;
  log.save();
}

export function handleSettlementOffered(event: SettlementOfferedLog): void {
  const params = event.params;
  const dispute = Dispute.load(params.payment)!;
  dispute.offer = params.payeeAmount;
  dispute.offeredBy = params.actor;
  dispute.save();

  const log = new SettlementOffered(eventId(event));
  describe(log, event);
  log.payment = params.payment;
  log.actor = params.actor;
  log.payeeAmount = params.payeeAmount;
  log.save();
}

export function handleDisputeSettled(event: DisputeSettledLog): void {
  const params = event.params;
  const dispute = Dispute.load(params.payment)!;
  dispute.outcome = disputeOutcome(params.outcome);
  dispute.document = wordOrNull(params.document);
  endDispute(dispute, params.payeeAmount, params.payerAmount, params.actor, event);
  const payment = loadPayment(params.payment);
  const held = payment.held;
  payment.phase = "OPEN";
  payment.held = BigInt.zero();
  payment.refundable = params.refundable;
  payment.captured = payment.captured.plus(params.payeeAmount);
  payment.returned = payment.returned.plus(params.payerAmount);
  payment.fees = payment.fees.plus(params.fee);
  payment.save();
  changeHeld(payment.custody, held.neg());
  const point = newPaymentPoint(payment.token, event);
  point.captured = params.payeeAmount;
  point.returned = params.payerAmount;
  point.fees = params.fee;
  point.save();

  const log = new DisputeSettled(eventId(event));
  describe(log, event);
  log.payment = payment.id;
  log.actor = params.actor;
  log.outcome = disputeOutcome(params.outcome);
  log.payeeAmount = params.payeeAmount;
  log.payerAmount = params.payerAmount;
  log.fee = params.fee;
  log.document = dispute.document;
  log.refundable = params.refundable;
  log.save();
}
