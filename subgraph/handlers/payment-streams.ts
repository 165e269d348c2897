import { BigInt } from "@graphprotocol/graph-ts";

import { changeHeld, getOrCreateCustody } from "../entities/custody";
import { describe } from "../entities/event";
import { newPaymentPoint } from "../entities/payment-token";
import { getOrCreateTransaction } from "../entities/transaction";
import { addressOrNull, wordOrNull } from "../entities/words";
import {
  StreamEnded as StreamEndedLog,
  StreamOpened as StreamOpenedLog,
  StreamPaused as StreamPausedLog,
  StreamResumed as StreamResumedLog,
  StreamToppedUp as StreamToppedUpLog,
  StreamWithdrawn as StreamWithdrawnLog,
} from "../generated/PaymentStreams/PaymentStreams";
import {
  PaymentStream,
  StreamEnded,
  StreamOpened,
  StreamPaused,
  StreamResumed,
  StreamToppedUp,
  StreamWithdrawn,
} from "../generated/schema";
import { eventId } from "../ids";

export function handleStreamOpened(event: StreamOpenedLog): void {
  const params = event.params;
  const custody = getOrCreateCustody(event.address, params.token);
  const stream = new PaymentStream(params.id);
  stream.custody = custody.id;
  stream.payer = params.payer;
  stream.payee = params.payee;
  stream.sponsor = addressOrNull(params.sponsor);
  stream.token = custody.token;
  stream.amountPerPeriod = params.amountPerPeriod;
  stream.period = params.period;
  stream.cap = params.cap;
  stream.from = params.from;
  stream.until = params.until;
  stream.feeBps = params.feeBps;
  stream.orderReference = wordOrNull(params.orderReference);
  stream.meter = addressOrNull(params.meter);
  stream.meterSubject = wordOrNull(params.meterSubject);
  // Null in answers as long as no node has this id.
  stream.node = stream.meter === null ? null : stream.meterSubject;
  stream.salt = params.salt;
  stream.status = "RUNNING";
  stream.deposited = params.deposited;
  stream.paid = BigInt.zero();
  stream.fees = BigInt.zero();
  stream.returned = BigInt.zero();
  stream.held = params.deposited;
  stream.counted = BigInt.zero();
  stream.countedAt = params.countedAt;
  stream.reading = params.reading;
  stream.openedBy = params.actor;
  stream.openedBlock = event.block.number;
  stream.openedAt = event.block.timestamp;
  stream.openedIn = getOrCreateTransaction(event).id;
  stream.save();
  changeHeld(custody.id, params.deposited);
  const point = newPaymentPoint(custody.token, event);
  point.authorised = params.deposited;
  point.save();

  const log = new StreamOpened(eventId(event));
  describe(log, event);
  log.stream = stream.id;
  log.payer = params.payer;
  log.payee = params.payee;
  log.actor = params.actor;
  log.deposited = params.deposited;
  log.countedAt = params.countedAt;
  log.reading = params.reading;
  log.save();
}

export function handleStreamToppedUp(event: StreamToppedUpLog): void {
  const params = event.params;
  const stream = PaymentStream.load(params.id)!;
  stream.deposited = params.deposited;
  stream.held = stream.held.plus(params.amount);
  stream.save();
  changeHeld(stream.custody, params.amount);
  const point = newPaymentPoint(stream.token, event);
  point.authorised = params.amount;
  point.save();

  const log = new StreamToppedUp(eventId(event));
  describe(log, event);
  log.stream = stream.id;
  log.actor = params.actor;
  log.amount = params.amount;
  log.deposited = params.deposited;
  log.save();
}

export function handleStreamWithdrawn(event: StreamWithdrawnLog): void {
  const params = event.params;
  const stream = PaymentStream.load(params.id)!;
  const amount = params.toPayee.plus(params.fee);
  stream.paid = params.paid;
  stream.fees = stream.fees.plus(params.fee);
  stream.held = stream.held.minus(amount);
  stream.counted = params.counted;
  stream.countedAt = params.countedAt;
  stream.reading = params.reading;
  stream.save();
  changeHeld(stream.custody, amount.neg());
  const point = newPaymentPoint(stream.token, event);
  point.captured = amount;
  point.fees = params.fee;
  point.save();

  const log = new StreamWithdrawn(eventId(event));
  describe(log, event);
  log.stream = stream.id;
  log.actor = params.actor;
  log.toPayee = params.toPayee;
  log.fee = params.fee;
  log.paid = params.paid;
  log.counted = params.counted;
  log.countedAt = params.countedAt;
  log.reading = params.reading;
  log.save();
}

export function handleStreamPaused(event: StreamPausedLog): void {
  const params = event.params;
  const stream = PaymentStream.load(params.id)!;
  stream.status = "PAUSED";
  stream.counted = params.counted;
  stream.countedAt = params.countedAt;
  stream.reading = params.reading;
  stream.save();

  const log = new StreamPaused(eventId(event));
  describe(log, event);
  log.stream = stream.id;
  log.actor = params.actor;
  log.counted = params.counted;
  log.countedAt = params.countedAt;
  log.reading = params.reading;
  log.save();
}

export function handleStreamResumed(event: StreamResumedLog): void {
  const params = event.params;
  const stream = PaymentStream.load(params.id)!;
  stream.status = "RUNNING";
  stream.countedAt = params.countedAt;
  stream.reading = params.reading;
  stream.save();

  const log = new StreamResumed(eventId(event));
  describe(log, event);
  log.stream = stream.id;
  log.actor = params.actor;
  log.countedAt = params.countedAt;
  log.reading = params.reading;
  log.save();
}

export function handleStreamEnded(event: StreamEndedLog): void {
  const params = event.params;
  const stream = PaymentStream.load(params.id)!;
  const amount = params.toPayee.plus(params.fee);
  const held = stream.held;
  stream.status = "ENDED";
  stream.paid = params.paid;
  stream.fees = stream.fees.plus(params.fee);
  stream.returned = params.toPayer;
  stream.held = BigInt.zero();
  stream.counted = params.counted;
  stream.countedAt = params.countedAt;
  stream.reading = params.reading;
  stream.endedBy = params.actor;
  stream.endedAt = event.block.timestamp;
  stream.save();
  changeHeld(stream.custody, held.neg());
  const point = newPaymentPoint(stream.token, event);
  point.captured = amount;
  point.returned = params.toPayer;
  point.fees = params.fee;
  point.save();

  const log = new StreamEnded(eventId(event));
  describe(log, event);
  log.stream = stream.id;
  log.actor = params.actor;
  log.toPayee = params.toPayee;
  log.fee = params.fee;
  log.toPayer = params.toPayer;
  log.paid = params.paid;
  log.counted = params.counted;
  log.countedAt = params.countedAt;
  log.reading = params.reading;
  log.save();
}
