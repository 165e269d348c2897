import { BigInt } from "@graphprotocol/graph-ts";

import { describe } from "../entities/event";
import { getOrCreatePaymentToken, newPaymentPoint } from "../entities/payment-token";
import { getOrCreateTransaction } from "../entities/transaction";
import { wordOrNull } from "../entities/words";
import {
  PaymentSubscription,
  Subscribed,
  SubscriptionCancelled,
  SubscriptionCollected,
  SubscriptionPeriod,
} from "../generated/schema";
import {
  Subscribed as SubscribedLog,
  SubscriptionCancelled as SubscriptionCancelledLog,
  SubscriptionCollected as SubscriptionCollectedLog,
} from "../generated/Subscriptions/Subscriptions";
import { eventId, subscriptionPeriodId } from "../ids";

export function handleSubscribed(event: SubscribedLog): void {
  const params = event.params;
  const subscription = new PaymentSubscription(params.id);
  subscription.contract = event.address;
  subscription.payer = params.payer;
  subscription.payee = params.payee;
  subscription.token = getOrCreatePaymentToken(params.token).id;
  subscription.amountPerPeriod = params.amountPerPeriod;
  subscription.period = params.period;
  subscription.from = params.from;
  subscription.until = params.until;
  subscription.grace = params.grace;
  subscription.feeBps = params.feeBps;
  subscription.orderReference = wordOrNull(params.orderReference);
  subscription.salt = params.salt;
  subscription.status = "ACTIVE";
  subscription.end = params.until;
  subscription.collected = BigInt.zero();
  subscription.fees = BigInt.zero();
  subscription.agreedBy = params.actor;
  subscription.agreedBlock = event.block.number;
  subscription.agreedAt = event.block.timestamp;
  subscription.agreedIn = getOrCreateTransaction(event).id;
  subscription.save();

  const log = new Subscribed(eventId(event));
  describe(log, event);
  log.subscription = subscription.id;
  log.payer = params.payer;
  log.payee = params.payee;
  log.actor = params.actor;
  log.save();
}

export function handleSubscriptionCollected(event: SubscriptionCollectedLog): void {
  const params = event.params;
  const subscription = PaymentSubscription.load(params.id)!;
  subscription.collected = subscription.collected.plus(params.amount);
  subscription.fees = subscription.fees.plus(params.fee);
  subscription.save();
  const period = new SubscriptionPeriod(subscriptionPeriodId(params.id, params.periodIndex));
  period.subscription = subscription.id;
  period.index = params.periodIndex;
  period.collected = params.collected;
  period.collectedAt = event.block.timestamp;
  period.save();
  const point = newPaymentPoint(subscription.token, event);
  point.captured = params.amount;
  point.fees = params.fee;
  point.save();

  const log = new SubscriptionCollected(eventId(event));
  describe(log, event);
  log.subscription = subscription.id;
  log.actor = params.actor;
  log.period = period.id;
  log.amount = params.amount;
  log.fee = params.fee;
  log.collected = params.collected;
  log.invoice = wordOrNull(params.invoice);
  log.save();
}

export function handleSubscriptionCancelled(event: SubscriptionCancelledLog): void {
  const params = event.params;
  const subscription = PaymentSubscription.load(params.id);
  // Null if it was cancelled before it was agreed, so that nobody ever can.
  if (subscription != null) {
    subscription.status = "CANCELLED";
    subscription.end = params.end;
    subscription.cancelledBy = params.actor;
    subscription.save();
  }

  const log = new SubscriptionCancelled(eventId(event));
  describe(log, event);
  log.subscription = params.id;
  log.subscriptionId = params.id;
  log.actor = params.actor;
  log.end = params.end;
  log.save();
}
