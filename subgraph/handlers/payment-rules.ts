import { Bytes, ethereum } from "@graphprotocol/graph-ts";

import { describe } from "../entities/event";
import { getOrCreatePaymentToken } from "../entities/payment-token";
import { getOrCreateTransaction } from "../entities/transaction";
import {
  ArbiterAppointed as ArbiterAppointedLog,
  ArbiterDismissed as ArbiterDismissedLog,
  TokenAllowed as TokenAllowedLog,
  TokenDismissed as TokenDismissedLog,
} from "../generated/PaymentRules/PaymentRules";
import {
  Arbiter,
  ArbiterAppointed,
  ArbiterDismissed,
  TokenAllowed,
  TokenDismissed,
} from "../generated/schema";
import { eventId } from "../ids";

export function handleTokenAllowed(event: TokenAllowedLog): void {
  const params = event.params;
  setTokenRule(params.token, true, params.feeMinimum, params.feeMaximum, event);

  const log = new TokenAllowed(eventId(event));
  describe(log, event);
  log.token = params.token;
  log.actor = params.actor;
  log.feeMinimum = params.feeMinimum;
  log.feeMaximum = params.feeMaximum;
  log.save();
}

export function handleTokenDismissed(event: TokenDismissedLog): void {
  const params = event.params;
  setTokenRule(params.token, false, 0, 0, event);

  const log = new TokenDismissed(eventId(event));
  describe(log, event);
  log.token = params.token;
  log.actor = params.actor;
  log.save();
}

export function handleArbiterAppointed(event: ArbiterAppointedLog): void {
  const params = event.params;
  setArbiter(params.arbiter, true, event);

  const log = new ArbiterAppointed(eventId(event));
  describe(log, event);
  log.arbiter = params.arbiter;
  log.actor = params.actor;
  log.save();
}

export function handleArbiterDismissed(event: ArbiterDismissedLog): void {
  const params = event.params;
  setArbiter(params.arbiter, false, event);

  const log = new ArbiterDismissed(eventId(event));
  describe(log, event);
  log.arbiter = params.arbiter;
  log.actor = params.actor;
  log.save();
}

function setTokenRule(
  address: Bytes,
  allowed: boolean,
  feeMinimum: i32,
  feeMaximum: i32,
  event: ethereum.Event,
): void {
  const token = getOrCreatePaymentToken(address);
  token.allowed = allowed;
  token.feeMinimum = feeMinimum;
  token.feeMaximum = feeMaximum;
  token.setAt = event.block.timestamp;
  token.setIn = getOrCreateTransaction(event).id;
  token.save();
}

function setArbiter(address: Bytes, appointed: boolean, event: ethereum.Event): void {
  const arbiter = new Arbiter(address);
  arbiter.appointed = appointed;
  arbiter.setAt = event.block.timestamp;
  arbiter.setIn = getOrCreateTransaction(event).id;
  arbiter.save();
}
